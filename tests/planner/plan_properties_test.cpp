// Rules that every plan keeps, over many queries and all single rewrites.
#include "tests/planner/plan_checks.h"
#include "tests/planner/planning.h"

#include "engine/planner/explain.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace cairn::engine::testing {
namespace {

constexpr std::array queries = {
    "MATCH (n) RETURN n",
    "MATCH (n:Person:Employee) WHERE n.id = 3 AND n.name = 'x' AND id(n) = 7 RETURN n.name AS name",
    "MATCH (a:Person)-[r:KNOWS]->(b:Person)-[:LIVES_IN]->(c:City) WHERE r.since > 3 AND a.id < b.id RETURN a, c",
    "MATCH (a)-->(b)-->(c)-->(a) WHERE a <> b RETURN count(*)",
    "MATCH (a)--(b), (b)--(c), (d) WHERE d.id = a.id RETURN a, b, c, d",
    "MATCH (a)-->(a) RETURN a",
    "MATCH p = (a:Person)-[:KNOWS*1..2]->(b), (b)-->(c) WHERE length(p) = 2 RETURN p, c",
    "MATCH (a)-[:KNOWS* {since: 3}]->(b)-[rs*2]-(c) RETURN rs",
    "MATCH p = shortestPath((a:Person)-[:KNOWS*]-(b:City)) WHERE length(p) > 1 AND a.id = 1 RETURN p",
    "MATCH p = allShortestPaths((a)-[rs*..4]->(b)), (a)-->(x)<--(b) WHERE size(rs) > x.id RETURN nodes(p)",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[r]->(b)-->(c) WHERE b.id > a.id RETURN a, r, c",
    "MATCH (a:Person) OPTIONAL MATCH p = (a)-->(b) WITH a, p OPTIONAL MATCH (a)--(c) WHERE a.x = 1 RETURN p, c",
    "OPTIONAL MATCH (a:Dog) MATCH (a) MATCH (a)-->(b) RETURN b",
    "MATCH (a)-[r]->(b) WITH r AS s, count(*) AS n MATCH (x)-[s]-(y) RETURN x, n",
    "MATCH (a)-[r]->(b) WITH r MATCH (x)-[r]->(x) RETURN x",
    "MATCH ()-[r1]->()-[r2]->() WITH [r1, r2] AS rs LIMIT 1 MATCH (x)-[rs*]->(y)--(z) RETURN x, y, z",
    "MATCH (a)-[r]->(b) WITH a, r MATCH (a)-[r]->(b)-[q]->(c) RETURN q",
    "MATCH (a) WHERE EXISTS { (a)-->(b) WHERE b.id = a.id AND EXISTS { (b)-->(c:City) } } RETURN a",
    "MATCH (a) RETURN [(a)-[r]->(b:City) WHERE b.id > a.id | b.name + a.name] AS names",
    "MATCH (a) WHERE (a)-->(:City) OR NOT (a)<-[:KNOWS]-() RETURN a",
    "MATCH (a) RETURN [x IN [1, 2] WHERE EXISTS { (a)-->(b) WHERE b.id = x } | x] AS xs",
    "UNWIND [1, 2] AS x MATCH (a:Person {id: x}) RETURN x, a.name",
    "UNWIND $rows AS row MATCH (a:Person {id: row.a}), (b:Person {id: row.b}) RETURN a, b",
    "MATCH (a) WITH a.name AS name, count(*) AS n, collect(a) AS all ORDER BY n DESC SKIP 1 LIMIT 2 RETURN name, "
    "size(all)",
    "MATCH (a) WITH DISTINCT a.name AS name WHERE name > 'x' RETURN name ORDER BY name LIMIT 3",
    "MATCH (a) RETURN a.name ORDER BY a.id, rand() LIMIT 4",
    "MATCH (a) WITH a, a.x AS x ORDER BY a.y RETURN a.z + x",
    "MATCH (a:Person) RETURN a.name AS n UNION MATCH (c:City) RETURN c.name AS n",
    "MATCH (a:Person) RETURN a.name AS n, a AS e UNION ALL MATCH (c:City) RETURN c.name AS n, c AS e",
    "MATCH (a) WHERE rand() < 0.5 AND a.id = 1 MATCH (a)-->(b) WHERE b.id = a.id RETURN b",
    "CALL test.nodes() YIELD node MATCH (node)-->(b) RETURN b",
    "CREATE (a:A {x: 1})-[:R]->(b:B) CREATE (c {y: a.x}) CREATE (b)-[:S]->(c) RETURN a, c",
    "MATCH (a:Person) CREATE p = (a)-[:R]->(b:B)-[:S]->(a) RETURN p",
    "MATCH (a:Person {id: 1}), (b:City) MERGE (a)-[r:LIKES {since: b.id}]->(b) ON MATCH SET r.n = a.id ON CREATE SET "
    "b.n = 1 RETURN r",
    "MERGE p = (a:Person {id: 5})-[:KNOWS]->(b) RETURN p",
    "MERGE (a:A)-[:R]->(a) RETURN a",
    "UNWIND $rows AS r MERGE (a:P {id: r.s}) MERGE (b:P {id: r.t}) MERGE (a)-[:K]->(b)",
    "MATCH (a:Person)-[r:KNOWS]->(b) SET a.x = b.x, r += {w: 1}, b:Known REMOVE a.y RETURN a, b.x",
    "MATCH (a)-[r]->() DELETE r WITH a MATCH (a)--(b) DETACH DELETE b RETURN count(*)",
    "MATCH (a) WITH a LIMIT 3 SET a.x = 1 WITH a LIMIT 1 RETURN a",
    "CREATE (a) WITH a UNWIND [1, 2] AS x CREATE (a)-[:R]->({x: x}) WITH a MATCH (a)-[r]->(b) RETURN r, b",
    "MATCH (a)-[r1:KNOWS]-(b)-[r2:KNOWS]-(c)-[r3:LIKES]-(d) RETURN r1, r2, r3",
    "RETURN 1 AS one",
    "WITH 1 AS x MATCH (a) WHERE x = 1 RETURN a",
};

std::vector<RewriteSet> rewrite_sets() {
  std::vector<RewriteSet> sets{RewriteSet::all(), RewriteSet::none()};
  for (std::size_t i = 0; i < rewrite_count; ++i) {
    const auto rewrite = static_cast<Rewrite>(i);
    sets.push_back(all_but(rewrite));
    RewriteSet single;
    single.enable(rewrite);
    sets.push_back(single);
  }
  return sets;
}

void expect_no_defects(std::string_view query) {
  for (const RewriteSet& rewrites : rewrite_sets()) {
    const std::unique_ptr<PlannedStatement> planned = plan_statement_text(social_graph(), query, rewrites);
    if (planned == nullptr) return;
    const std::vector<std::string> defects = plan_defects(*planned);
    EXPECT_TRUE(defects.empty()) << query << "\n" << defects.front() << "\n" << plan_text(explain(*planned));
    if (!defects.empty()) return;
  }
}

TEST(Plan, KeepsItsRulesWithAnyRewrites) {
  for (const std::string_view query : queries) expect_no_defects(query);
}

// A random pattern of up to five relationships over few variables, so that cycles and repetitions are frequent.
std::string random_query(std::mt19937& random) {
  auto pick = [&](std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[random() % choices.size()]);
  };
  auto node = [&] { return "(" + pick({"a", "b", "c", "d", "", ""}) + pick({":Person", ":City", "", "", ""}) + ")"; };
  auto relationship = [&] {
    const std::string inside = pick({"", "", ":KNOWS", ":LIKES|KNOWS", ":LIVES_IN", "*1..2", ":KNOWS*0..2", "*"});
    const std::string arrow = pick({"-[?]-", "-[?]->", "<-[?]-"});
    return std::string(arrow).replace(arrow.find('?'), 1, inside);
  };
  std::string text = pick({"", "", "OPTIONAL "}) + "MATCH (a)";
  for (auto i = random() % 3; i > 0; --i) text += relationship() + node();
  for (auto i = random() % 3; i > 0; --i) text += ", " + node() + relationship() + node();
  text += pick({"", " WHERE a.id = 3", " WHERE a.name = a.id AND a:Person", " WHERE EXISTS { (a)-->(z) }"});
  const std::string further = pick({"", " MATCH (a)-->(e)", " OPTIONAL MATCH (a)--(e:City)"});
  return text + further + pick({" RETURN a", " RETURN count(*) AS n", " SET a.x = 1", " DETACH DELETE a"});
}

TEST(Plan, KeepsItsRulesForRandomPatterns) {
  std::mt19937 random(7);
  for (int i = 0; i < 300 && !::testing::Test::HasFailure(); ++i) {
    expect_no_defects(random_query(random));
  }
}

}  // namespace
}  // namespace cairn::engine::testing

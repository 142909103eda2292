// Cairn inside a C++ program: open a database, write, ask, read the answer.
#include "engine/database.h"

#include <cstdio>

int main() {
  auto database = cairn::Database::open(":memory:");
  if (!database) return 1;
  auto session = (*database)->session();
  auto written =
      session->run("CREATE (:Company {name: 'Meta'})-[:invested_in {year: 2025}]->(:Company {name: 'Scale AI'})");
  auto answer = session->run("MATCH (c:Company)-[r:invested_in]->(t) WHERE r.year = $year RETURN c.name, t.name",
                             {{"year", cairn::Value::integer(2025)}});
  if (!written || !answer) return 1;
  for (const auto& row : answer->rows()) std::puts(std::string(row[1].as_string()).c_str());
}

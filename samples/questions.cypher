// Questions to the graph of the articles. Each is headed by its number and title, and where there is something to watch
// for, by a line on that. The answers stand in questions.expected under the same headings.

// Part one: looking things up.

// 1. Who are the people of the story?
// Groups such as "Scale AI workers moving to Meta" are people too, but nobody in particular.
MATCH (p:Person)
WHERE NOT p:Group
RETURN p.name AS person, coalesce(p.aliases, []) AS `also called`
ORDER BY person;

// 2. What is the FTC?
// Aliases are a list, so IN finds an entity by any of its names. An entity without aliases has none: null, not found.
MATCH (e:Entity)
WHERE 'FTC' IN e.aliases
RETURN e.name AS name, [label IN labels(e) WHERE label <> 'Entity'] AS labels;

// 3. Which articles is all this from?
// What a page does not give is absent, and comes back as null.
MATCH (a:Article)
RETURN a.id AS article, a.publisher AS publisher, a.date AS date, a.title AS title
ORDER BY article;

// 4. What does Meta own, and which articles say so?
// Sorting before collect() sorts the list that it makes.
MATCH (:Company {name: 'Meta'})-[r:owns]->(p:Product)
WITH p.name AS product, r.article AS article
ORDER BY product, article
RETURN product, collect(article) AS `said by`
ORDER BY product;

// 5. How old is Alexandr Wang, where was he born, and what did he not finish?
// One MATCH may have several arms; they all start at the same person.
MATCH (p:Person {name: 'Alexandr Wang'})-[:has_age]->(age:Value),
      (p)-[:born_in]->(town:Place)-[:part_of]->(state:Place),
      (p)-[:dropped_out_of]->(school:University)
RETURN age.number AS age, town.name AS `born in`, state.name AS state, school.name AS `dropped out of`;

// 6. Which companies have a name that starts with A or ends in AI?
MATCH (c:Company)
WHERE c.name STARTS WITH 'A' OR c.name ENDS WITH 'AI'
RETURN c.name AS company
ORDER BY company;

// 7. Which figures are there besides sums of money?
// A claim with a literal points to a node of its own, labelled Value. The figures are integers but for the percentage.
MATCH (s:Entity)-[r]->(v:Value)
WHERE v.number IS NOT NULL OR v.percent IS NOT NULL OR v.factor IS NOT NULL
RETURN s.name AS subject, type(r) AS relation, coalesce(v.number, v.percent, v.factor) AS figure
ORDER BY subject, relation;

// 8. Was Meta's purchase of WhatsApp bigger than this deal?
// Purchases without a stated sum have no amount, and drop out.
MATCH (:Company {name: 'Meta'})-[r:acquired|invested_in]->(c:Company)
WHERE r.amount IS NOT NULL
RETURN c.name AS target, max(r.amount) AS amount
ORDER BY amount DESC;

// Part two: following the relationships.

// 9. Which rivals of Meta are customers of Scale AI?
// Two hops. Several articles say each of them, so DISTINCT.
MATCH (:Company {name: 'Meta'})-[:competes_with]->(rival:Company)-[:customer_of]->(:Company {name: 'Scale AI'})
RETURN DISTINCT rival.name AS rival
ORDER BY rival;

// 10. Who makes the products that compete with Meta, and where are they from?
// OPTIONAL MATCH keeps a product of which nobody names the maker.
MATCH (:Company {name: 'Meta'})-[:competes_with]->(product:Product)
OPTIONAL MATCH (maker:Company)-[:developed]->(product)
OPTIONAL MATCH (product)-[:from]->(place:Place)
RETURN DISTINCT product.name AS name, maker.name AS maker, place.name AS origin
ORDER BY name;

// 11. Where does Wang's acquaintance with Sam Altman lead?
// Four hops: to his company, its supplier, and the supplier's investor.
MATCH (:Person {name: 'Alexandr Wang'})-[:connected_to]->(friend)-[:ceo_of]->(company)-[:customer_of]->(supplier),
      (supplier)<-[:invested_in]-(investor)
RETURN DISTINCT friend.name AS acquaintance, company.name AS leads, supplier.name AS `supplied by`,
       investor.name AS `paid for by`;

// 12. Which chief executives lead companies that compete?
// A path can be named, and taken apart again.
MATCH path = (:Person)-[:ceo_of]->(:Company)-[:competes_with]->(:Company)<-[:ceo_of]-(:Person)
RETURN DISTINCT [n IN nodes(path) | n.name] AS chain, length(path) AS steps;

// 13. By which ways does Wang belong to Meta?
// One or two hops of any of four types. Parallel claims make many paths along the same nodes: count(*) tells how many.
MATCH path = (:Person {name: 'Alexandr Wang'})-[:works_at|works_on|leads|part_of*1..2]->(:Company {name: 'Meta'})
RETURN [n IN nodes(path) | n.name] AS chain, length(path) AS steps, count(*) AS paths
ORDER BY steps, chain;

// 14. What is within two steps of Jason Droege?
// Either direction, any type; entities with two labels are counted under both.
MATCH (p:Person {name: 'Jason Droege'})-[*1..2]-(e:Entity)
WHERE e.id <> p.id
WITH DISTINCT e
UNWIND labels(e) AS label
WITH label, count(*) AS entities
WHERE label <> 'Entity'
RETURN label, entities
ORDER BY entities DESC, label;

// 15. How is New Mexico connected to the FTC?
MATCH (a:Place {name: 'New Mexico'}), (b:Regulator {id: 'ftc'})
MATCH path = shortestPath((a)-[*..8]-(b))
RETURN [n IN nodes(path) | n.name] AS chain, length(path) AS steps;

// 16. By how many shortest paths is Sam Altman connected to Meta?
MATCH (a:Person {name: 'Sam Altman'}), (b:Company {name: 'Meta'})
MATCH path = allShortestPaths((a)-[*..4]-(b))
RETURN [n IN nodes(path) | n.name] AS chain, count(*) AS paths
ORDER BY chain;

// 17. Who is named as a backer of the earlier funding round, and by whom?
// A property of one relationship can point to a node: here `event` holds the round's id.
MATCH (earlier:FundingRound)-[:funding_round_of]->(:Company)<-[r:backed]-(investor)
WHERE r.event = earlier.id
WITH DISTINCT investor.name AS backer, r.article AS article
ORDER BY backer, article
RETURN backer, collect(article) AS `said by`
ORDER BY backer;

// 18. What was the lawsuit about, and does Meta own it still?
MATCH (plaintiff)<-[:filed_by]-(:Lawsuit)-[:against]->(defendant)-[purchase:acquired]->(c)
OPTIONAL MATCH (defendant)-[owned:owns]->(c)
RETURN plaintiff.name AS plaintiff, defendant.name AS defendant, c.name AS bought,
       purchase.hedge AS `said with`, owned.article AS `owned, says`
ORDER BY bought;

// 19. Meta has no seat on the board of Scale AI. Who sits there and works for Meta?
// A negative fact has a type of its own, lacks_board_seat_at.
MATCH (m:Company)-[r:lacks_board_seat_at]->(s:Company)<-[:board_member]-(p:Person)-[:works_at]->(m)
RETURN DISTINCT m.name AS `without a seat`, s.name AS at, r.article AS says, p.name AS `but on the board`;

// 20. Who left Scale AI, and who of them has a seat there all the same?
// EXISTS { } is true if its pattern can be found.
MATCH (p:Person)-[:left]->(c:Company {name: 'Scale AI'})
RETURN DISTINCT p.name AS name, EXISTS { (p)-[:board_member]->(c) } AS `on the board`,
       EXISTS { (p)-[:works_at]->(:Company {name: 'Meta'}) } AS `at Meta`
ORDER BY name;

// Part three: counting.

// 21. How many claims does each article make?
MATCH (a:Article)
MATCH ()-[r]->()
WHERE r.article = a.id
RETURN a.id AS article, a.publisher AS publisher, count(*) AS claims
ORDER BY article;

// 22. What is said most often?
MATCH ()-[r]->()
RETURN type(r) AS relation, count(*) AS claims
ORDER BY claims DESC, relation
LIMIT 10;

// 23. Which five entities is most said of?
// A claim counts for both of its ends.
MATCH (e:Entity)-[r]-()
RETURN e.name AS name, count(r) AS claims
ORDER BY claims DESC, name
LIMIT 5;

// 24. And which five come next?
MATCH (e:Entity)-[r]-()
RETURN e.name AS name, count(r) AS claims
ORDER BY claims DESC, name
SKIP 5 LIMIT 5;

// 25. How do the valuations spread?
// In billions of dollars. percentileDisc picks one of the values, percentileCont goes between two.
MATCH (:Company {name: 'Scale AI'})-[:valued_at]->(v:Value)
WITH v.amount / 1000000000.0 AS billions
RETURN count(*) AS valuations, min(billions) AS lowest, percentileDisc(billions, 0.5) AS median,
       percentileCont(billions, 0.25) AS `first quartile`, max(billions) AS highest,
       round(avg(billions) * 10) / 10 AS mean;

// 26. How many claims does an article make on average?
// The quotient of two integers is an integer.
MATCH ()-[r]->()
WITH count(*) AS claims, count(DISTINCT r.article) AS articles
RETURN claims, articles, claims / articles AS `whole part`, claims % articles AS remainder,
       toFloat(claims) / articles AS average;

// 27. What do all five articles agree on?
MATCH (s:Entity)-[r]->(o:Entity)
WITH s, type(r) AS relation, o, count(DISTINCT r.article) AS articles, count(*) AS claims
WHERE articles = 5
RETURN s.name AS subject, relation, o.name AS object, claims
ORDER BY subject, relation, object;

// 28. How many facts does each article tell alone?
MATCH (s:Entity)-[r]->(o:Entity)
WITH s, type(r) AS relation, o, collect(DISTINCT r.article) AS articles
WHERE size(articles) = 1
RETURN head(articles) AS article, count(*) AS facts
ORDER BY article;

// 29. Which entities does one article alone mention?
// Their number, and the first three by name.
MATCH (e:Entity)
WHERE size(e.mentioned_in) = 1
WITH e
ORDER BY e.name
RETURN e.mentioned_in[0] AS article, count(*) AS entities, collect(e.name)[..3] AS `for example`
ORDER BY article;

// 30. Between which pairs of entities is most said, in how many kinds of claims?
MATCH (s:Entity)-[r]->(o:Entity)
RETURN s.name AS subject, o.name AS object, count(*) AS claims, count(DISTINCT type(r)) AS relations
ORDER BY claims DESC, subject, object
LIMIT 5;

// 31. Which details do claims carry besides their source?
MATCH ()-[r]->()
UNWIND keys(r) AS detail
WITH detail, count(*) AS claims
WHERE NOT detail IN ['claim', 'article']
RETURN detail, claims
ORDER BY claims DESC, detail
LIMIT 8;

// 32. Who has more than one kind of tie to Scale AI?
// A WHERE after an aggregating WITH filters the groups.
MATCH (p:Person)-[r]->(:Company {name: 'Scale AI'})
WITH DISTINCT p.name AS person, type(r) AS tie
ORDER BY person, tie
WITH person, collect(tie) AS ties
WHERE size(ties) > 1
RETURN person, ties
ORDER BY person;

// Part four: who said so.

// 33. Who says that Meta invested, how much, and how surely?
MATCH (:Company {name: 'Meta'})-[r:invested_in]->(:Company {name: 'Scale AI'})
RETURN r.claim AS claim, r.article AS article, r.amount AS amount, r.hedge AS hedge
ORDER BY claim;

// 34. Which publishers say that Wang keeps his seat, and in what words?
MATCH (:Person {name: 'Alexandr Wang'})-[r:board_member]->()
MATCH (a:Article)
WHERE a.id = r.article
RETURN DISTINCT a.id AS article, coalesce(a.publisher, 'not named') AS publisher, r.status AS status
ORDER BY article, status;

// 35. How much of each article is hedged?
// count(r.hedge) leaves the nulls out. The percentage is a whole number, rounded down.
MATCH ()-[r]->()
RETURN r.article AS article, count(*) AS claims, count(r.hedge) AS hedged,
       100 * count(r.hedge) / count(*) AS percent
ORDER BY article;

// 36. Which claims rest on reports?
MATCH ()-[r]->()
WHERE r.hedge CONTAINS 'report'
RETURN r.article AS article, r.hedge AS hedge, count(*) AS claims
ORDER BY article, hedge;

// 37. Whose own words are passed on?
MATCH (s:Entity)-[r]->(o)
WHERE r.speaker IS NOT NULL OR r.where = 'post on X'
RETURN r.claim AS claim, coalesce(r.speaker, s.name) AS speaker, type(r) AS relation, coalesce(o.name, o.text) AS what
ORDER BY claim;

// 38. Which parts of a page do claims come from, other than its running text?
// CASE sorts the places into a few kinds.
MATCH ()-[r]->()
WHERE r.where IS NOT NULL
WITH CASE
       WHEN r.where ENDS WITH 'headline' OR r.where = 'heading' THEN 'headline'
       WHEN r.where STARTS WITH 'picture caption' THEN 'picture caption'
       ELSE r.where
     END AS place
RETURN place, count(*) AS claims
ORDER BY claims DESC, place;

// 39. Where does the figure of lost talent come from?
MATCH (c:Company)-[r:lost_talent]->(v:Value), (source:DataSource)-[:reported]->(report:Value)
WHERE source.name = r.data_source
RETURN c.name AS company, v.percent AS percent, r.article AS article, source.name AS source, report.text AS report;

// Part five: where the sources differ.

// 40. What is Scale AI worth now?
MATCH (:Company {name: 'Scale AI'})-[r:valued_at]->(v:Value)
WHERE r.event IS NULL
WITH DISTINCT CASE v.bound WHEN 'lower' THEN 'more than' WHEN 'upper' THEN 'less than' ELSE 'exactly' END AS reading,
     v.amount AS amount, r.article AS article
ORDER BY article
RETURN reading, amount, collect(article) AS `said by`
ORDER BY reading;

// 41. How has its value grown, by each article's own figures?
// Only one article names a factor itself.
MATCH (s:Company)-[late:valued_at]->(new:Value), (s)-[early:valued_at]->(old:Value)
WHERE late.article = early.article AND late.event IS NULL AND early.event = 'round_2024'
OPTIONAL MATCH (s)-[r:valuation_change]->(change:Value)
WHERE r.article = late.article
RETURN late.article AS article, old.amount AS before, new.amount AS after,
       round(100.0 * new.amount / old.amount) / 100 AS factor, change.factor AS `factor it names`
ORDER BY article;

// 42. How much did Meta pay, at least and at most, by article?
MATCH (:Company {name: 'Meta'})-[r:invested_in]->(:Company {name: 'Scale AI'})
RETURN r.article AS article, min(r.amount) AS `at least`, max(coalesce(r.amount_max, r.amount)) AS `at most`
ORDER BY article;

// 43. Is Droege the chief executive, or only for the time being?
MATCH (:Person {name: 'Jason Droege'})-[r:ceo_of|interim_ceo_of]->(:Company {name: 'Scale AI'})
WITH DISTINCT type(r) AS post, r.article AS article
ORDER BY article
RETURN post, collect(article) AS `said by`
ORDER BY post;

// 44. Did Wang found Scale AI alone?
// "Founder" leaves that open, "co-founder" denies it, and one article has both.
MATCH (:Person {name: 'Alexandr Wang'})-[r:founded|co_founded]->(:Company {name: 'Scale AI'})
WITH r.article AS article, collect(DISTINCT type(r)) AS words
RETURN article,
       CASE WHEN size(words) > 1 THEN 'both' WHEN 'founded' IN words THEN 'founder' ELSE 'co-founder' END AS word
ORDER BY article;

// 45. Does the stake carry votes?
// collect() leaves nulls out: an empty list means that the article is silent.
MATCH (:Company {name: 'Meta'})-[r:invested_in|holds_stake_in]->(:Company {name: 'Scale AI'})
RETURN r.article AS article, max(r.stake_pct) AS stake, collect(DISTINCT r.voting) AS voting
ORDER BY article;

// 46. Which article says of Droege's earlier post both that it is over and that it is not?
MATCH (:Person {name: 'Jason Droege'})-[r:chief_strategy_officer_of]->(:Company)
WITH r.article AS article, r.status AS status
ORDER BY article, status
WITH article, collect(DISTINCT status) AS statuses
WHERE size(statuses) > 1
RETURN article, statuses;

// 47. Which articles speak of preferred access for Meta, yet of equal service or independence?
MATCH (:Company {name: 'Meta'})-[access:has_preferred_access_to]->(s:Company)-[r:pledges|remains_independent]->(v:Value)
WHERE r.article = access.article
RETURN r.article AS article, type(r) AS relation, v.text AS words
ORDER BY article, relation, words;

// 48. What say does Meta have at Scale AI?
// The rows of the parts are put together; UNION without ALL drops equal rows.
MATCH (:Company {name: 'Meta'})-[r:has_influence_in]->(what)
RETURN r.article AS article, 'has influence' AS verdict, coalesce(r.role, what.text) AS words
UNION
MATCH (:Company {name: 'Meta'})-[r:lacks_board_seat_at]->(:Company {name: 'Scale AI'})
RETURN r.article AS article, 'has no seat' AS verdict, null AS words
UNION
MATCH (:Company {name: 'Meta'})-[r:holds_stake_in]->(:Company {name: 'Scale AI'})
WHERE r.voting = false
RETURN r.article AS article, 'has no vote' AS verdict, null AS words;

// 49. Is Wang to lead Meta's new work, or to work on it?
// Quantifiers look at all elements of a list.
MATCH (:Person {name: 'Alexandr Wang'})-[r:leads|works_on]->(unit)
WITH r.article AS article, collect(type(r)) AS words, collect(r.hedge) AS hedges
RETURN article, any(word IN words WHERE word = 'leads') AS `to lead`,
       all(word IN words WHERE word = 'works_on') AS `only to work on`,
       single(word IN words WHERE word = 'works_on') AS `to work on, once`,
       none(hedge IN hedges WHERE hedge CONTAINS 'insiders') AS `without insiders`
ORDER BY article;

// 50. What is Meta's new unit called, and are those names among its aliases?
MATCH (unit:Division {id: 'meta_superintelligence'})-[r]-()
WHERE r.name_in_article IS NOT NULL
WITH DISTINCT unit, r.name_in_article AS name, r.article AS article
ORDER BY article
RETURN name, name IN unit.aliases AS `an alias`, collect(article) AS `said by`
ORDER BY name;

// 51. What would the whole be worth, going by the price of the stake?
// In whole dollars, and how far that is above the 29 billion of the articles.
MATCH (:Company {name: 'Meta'})-[r:invested_in|holds_stake_in]->(:Company {name: 'Scale AI'})
WHERE r.amount IS NOT NULL AND r.stake_pct IS NOT NULL
WITH DISTINCT r.amount AS price, r.stake_pct AS stake
RETURN price, stake, price * 100 / stake AS whole, price * 100 / stake - 29000000000 AS `above 29 billion`;

// Part six: what nobody says.

// 52. Which companies have no chief executive in any claim?
MATCH (c:Company)
WHERE NOT c:Group AND NOT (:Person)-[:ceo_of|interim_ceo_of]->(c)
RETURN c.name AS company
ORDER BY company;

// 53. What is named, yet nothing is claimed of it?
// A pattern of one hop in any direction, of any type.
MATCH (e:Entity)
WHERE NOT (e)--() AND NOT e:Article AND NOT e:Publisher
RETURN e.name AS name
ORDER BY name;

// 54. How much did each earlier backer put in?
// Nobody says: the greatest of no values is null, their sum 0, the list of them empty.
MATCH (backer)-[r:backed]->(:Company {name: 'Scale AI'})
RETURN backer.name AS name, count(*) AS claims, max(r.amount) AS most, sum(r.amount) AS total,
       collect(r.amount) AS amounts
ORDER BY name;

// 55. Which articles are silent on which subjects?
UNWIND ['backed', 'board_member', 'competes_with', 'customer_of', 'raised'] AS subject
MATCH (a:Article)
WHERE NOT EXISTS { MATCH ()-[r]->() WHERE type(r) = subject AND r.article = a.id }
WITH subject, a.id AS article
ORDER BY subject, article
RETURN subject, collect(article) AS silent
ORDER BY subject;

// 56. Which companies are rivals of Meta, and which are customers of Scale AI?
MATCH (c:Company)
WITH c.name AS company,
     EXISTS { (:Company {name: 'Meta'})-[:competes_with]->(c) } AS rival,
     EXISTS { (c)-[:customer_of]->(:Company {name: 'Scale AI'}) } AS customer
WHERE rival OR customer
RETURN company, rival, customer
ORDER BY company;

// 57. Which models does article 001 name a maker for?
// A pattern comprehension makes a list of what it finds, here of one name or none.
MATCH (m:Model)
RETURN m.name AS model, [(maker)-[r:developed]->(m) WHERE r.article = 'art_001' | maker.name] AS makers
ORDER BY model;

// 58. Where do the people work or lead, as far as anyone says?
MATCH (p:Person)
WHERE NOT p:Group
OPTIONAL MATCH (p)-[:ceo_of|interim_ceo_of|works_at]->(c)
WITH DISTINCT p.name AS person, c.name AS place
ORDER BY person, place
RETURN person, collect(place) AS places
ORDER BY person;

// Part seven: time, and taking words apart.

// 59. Which dates are there?
// They are plain strings, from the year alone to year and month, and sort as such.
MATCH (s:Entity)-[r]->(o)
WHERE r.date IS NOT NULL
RETURN r.date AS date, toInteger(left(r.date, 4)) AS year, s.name AS subject, type(r) AS relation,
       coalesce(o.name, o.text) AS object, r.claim AS claim
ORDER BY date, claim;

// 60. What begins and what ends with the deal?
// A list may hold nulls: IN is then true or null, never false.
MATCH (s:Entity)-[r]->(o:Entity)
WHERE 'deal_2025' IN [r.valid_from_event, r.valid_to_event]
RETURN DISTINCT s.name AS who, CASE WHEN r.valid_to_event IS NULL THEN 'begins' ELSE 'ends' END AS change,
       type(r) AS relation, o.name AS what
ORDER BY who, change, relation, what;

// 61. How many pairs of claims confirm each other on Wang's seat?
// Two relationships of one MATCH are never the same one, and each pair is found both ways round.
MATCH (p:Person)-[one:board_member]->(c:Company)<-[other:board_member]-(p)
RETURN p.name AS person, c.name AS company, count(*) AS found, count(*) / 2 AS pairs,
       sum(CASE WHEN one.article = other.article THEN 0 ELSE 1 END) / 2 AS `across articles`;

// 62. Which relations have the longest names?
MATCH ()-[r]->()
WITH DISTINCT type(r) AS relation
WITH relation, split(relation, '_') AS words
WHERE size(words) > 3
RETURN relation, size(words) AS words, head(words) AS first, words[1..-1] AS between, last(words) AS last
ORDER BY relation;

// 63. Which entities go by a name that does not contain their own?
// Of those with three aliases and more, with the aliases in upper case.
MATCH (e:Entity)
WHERE size(e.aliases) > 2 AND none(alias IN e.aliases WHERE toLower(alias) CONTAINS toLower(e.name))
RETURN e.name AS name, [alias IN e.aliases WHERE size(alias) < 25 | toUpper(alias)] AS aliases
ORDER BY name;

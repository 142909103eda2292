// Questions that graph algorithms answer. An algorithm runs on a projection: `labels` says which nodes take part (those
// with any of them), `types` which relationships between them (all, if left out), `direction` which way they are
// walked. Parallel claims are parallel relationships, so what is said often weighs more. The answers stand in
// algorithms.expected.

// 1. Who is most central around Scale AI?
// PageRank over all claims between entities, walked both ways; each score as a share of the highest.
CALL algo.pagerank({labels: ['Entity'], direction: 'undirected'}) YIELD node, score
WITH node.name AS name, score
ORDER BY score DESC, name
LIMIT 8
WITH collect(name) AS names, collect(score) AS scores
UNWIND range(0, size(names) - 1) AS i
RETURN names[i] AS name, round(100 * scores[i] / scores[0]) / 100 AS `share of the first`
ORDER BY i;

// 2. To whom do the claims lead?
// Walked from subject to object only, so the rank gathers at the objects.
CALL algo.pagerank({labels: ['Entity'], direction: 'outgoing'}) YIELD node, score
WITH node.name AS name, score
ORDER BY score DESC, name
LIMIT 5
WITH collect(name) AS names, collect(score) AS scores
UNWIND range(0, size(names) - 1) AS i
RETURN names[i] AS name, round(100 * scores[i] / scores[0]) / 100 AS `share of the first`
ORDER BY i;

// 3. Who holds the graph together?
// Betweenness: how many shortest paths between others lead through a node.
CALL algo.betweenness({labels: ['Entity'], direction: 'undirected'}) YIELD node, score
WITH node.name AS name, score
ORDER BY score DESC, name
LIMIT 4
WITH collect(name) AS names, collect(score) AS scores
UNWIND range(0, size(names) - 1) AS i
RETURN names[i] AS name, round(100 * scores[i] / scores[0]) / 100 AS `share of the first`
ORDER BY i;

// 4. Which families do parts, products and purchases make?
// Components of more than one member; their numbers mean nothing, so they are named by their members.
CALL algo.connected_components({labels: ['Entity'], types: ['part_of', 'owns', 'acquired', 'developed']})
YIELD node, component
WITH component, node.name AS name
ORDER BY name
WITH component, collect(name) AS members
WHERE size(members) > 1
RETURN size(members) AS size, members
ORDER BY size DESC, members;

// 5. How far is it from DeepMind to Jason Droege?
// Without a weight every step costs one.
MATCH (a:Entity {id: 'deepmind'}), (b:Entity {id: 'jason_droege'})
CALL algo.shortest_path({source: a, target: b, labels: ['Entity'], direction: 'undirected'}) YIELD path, cost
RETURN [n IN nodes(path) | n.name] AS chain, toInteger(cost) AS hops;

// 6. How much doubt is there in all?
// A weight for every claim: a hedged one costs three, a flat one one. The last statement takes it away again.
MATCH ()-[r]->()
SET r.doubt = CASE WHEN r.hedge IS NULL THEN 1 ELSE 3 END
RETURN count(r) AS claims, sum(r.doubt) AS doubt;

// 7. Which chain between the two is the surest?
// Droege's time at Google is told with a hedge; going round by Scale AI costs less.
MATCH (a:Entity {id: 'deepmind'}), (b:Entity {id: 'jason_droege'})
CALL algo.shortest_path({source: a, target: b, labels: ['Entity'], direction: 'undirected', weight: 'doubt'})
YIELD path, cost
RETURN [n IN nodes(path) | n.name] AS chain, toInteger(cost) AS doubt;

// 8. And now without the weights?
MATCH ()-[r]->()
REMOVE r.doubt
RETURN count(r) AS claims, count(r.doubt) AS doubt;

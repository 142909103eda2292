#!/usr/bin/env python3
"""Works out the answers to samples/algorithms.cypher without Cairn, from the claims themselves.

    expected_algorithms.py CLAIMS.jsonl FACTS.md > samples/algorithms.expected

The algorithms are the textbook's, written for 64 nodes: power iteration, Brandes' sums, flooding, Dijkstra. Each claim
between two entities is an edge of its own, so parallel claims count as often as they are made.
"""

import heapq
import math
import sys
from collections import defaultdict, deque

from claims import CLAIMS, ENTITIES, load, name, print_answers


def entity_edges(relations=None):
    return [c for c in CLAIMS if c.o and (relations is None or c.relation in relations)]


def undirected(edges):
    neighbours = {key: [] for key in ENTITIES}
    for c in edges:
        neighbours[c.s].append(c.o)
        neighbours[c.o].append(c.s)
    return neighbours


def outgoing(edges):
    neighbours = {key: [] for key in ENTITIES}
    for c in edges:
        neighbours[c.s].append(c.o)
    return neighbours


def pagerank(neighbours, damping=0.85, rounds=2000):
    """A node without edges gives its rank to all alike; the ranks sum to 1."""
    count = len(neighbours)
    rank = dict.fromkeys(neighbours, 1 / count)
    for _ in range(rounds):
        lost = sum(rank[key] for key, others in neighbours.items() if not others)
        following = dict.fromkeys(neighbours, (1 - damping + damping * lost) / count)
        for key, others in neighbours.items():
            for other in others:
                following[other] += damping * rank[key] / len(others)
        rank = following
    assert abs(sum(rank.values()) - 1) < 1e-9
    return rank


def betweenness(neighbours):
    """Brandes 2001; each unordered pair of nodes counts once."""
    total = dict.fromkeys(neighbours, 0.0)
    for source in neighbours:
        distance, paths, order = {source: 0}, defaultdict(int, {source: 1}), []
        before = defaultdict(list)
        queue = deque([source])
        while queue:
            key = queue.popleft()
            order.append(key)
            for other in neighbours[key]:
                if other not in distance:
                    distance[other] = distance[key] + 1
                    queue.append(other)
                if distance[other] == distance[key] + 1:
                    paths[other] += paths[key]
                    before[other].append(key)
        share = defaultdict(float)
        for key in reversed(order):
            for other in before[key]:
                share[other] += paths[other] / paths[key] * (1 + share[key])
            if key != source:
                total[key] += share[key] / 2
    return total


def components(neighbours):
    found, seen = [], set()
    for start in neighbours:
        if start in seen:
            continue
        members, open_nodes = set(), [start]
        while open_nodes:
            key = open_nodes.pop()
            if key not in members:
                members.add(key)
                open_nodes += neighbours[key]
        seen |= members
        found.append(members)
    return found


def doubt(claim):
    return 3 if claim.get("hedge") else 1


def cheapest_chain(source, target, weight):
    """Dijkstra. The nodes of the one cheapest chain and its cost; fails if two chains of nodes cost the same."""
    edges = defaultdict(dict)
    for c in entity_edges():
        for here, there in ((c.s, c.o), (c.o, c.s)):
            edges[here][there] = min(weight(c), edges[here].get(there, math.inf))
    cost, queue = {source: 0}, [(0, source)]
    while queue:
        spent, key = heapq.heappop(queue)
        if spent > cost[key]:
            continue
        for other, extra in edges[key].items():
            if spent + extra < cost.get(other, math.inf):
                cost[other] = spent + extra
                heapq.heappush(queue, (spent + extra, other))
    chain = [target]
    while chain[0] != source:
        before = [key for key, extra in edges[chain[0]].items()
                  if key in cost and cost[key] + extra == cost[chain[0]]]
        assert len(before) == 1, (chain, before)
        chain.insert(0, before[0])
    return [name(key) for key in chain], cost[target]


def rounded(value, digits):
    """Half away from zero, as Cypher's round() does for positive numbers; refuses to decide near a half."""
    scaled = value * 10**digits
    assert abs(scaled - math.floor(scaled) - 0.5) > 1e-3, value
    return math.floor(scaled + 0.5) / 10**digits


def ranked(scores, count, transform):
    """The first `count` by score, then by name, with transform(score, highest score)."""
    order = sorted(scores.items(), key=lambda item: (-item[1], name(item[0])))
    for (_, higher), (_, lower) in zip(order[:count], order[1:]):
        assert higher - lower > 1e-6, "a tie would make the order depend on rounding"
    return [(name(key), transform(score, order[0][1])) for key, score in order[:count]]


def against_first(score, highest):
    return rounded(score / highest, 2)


def answers():
    every = undirected(entity_edges())
    yield ("Who is most central around Scale AI?", "name | share of the first", True,
           ranked(pagerank(every), 8, against_first))

    yield ("To whom do the claims lead?", "name | share of the first", True,
           ranked(pagerank(outgoing(entity_edges())), 5, against_first))

    yield ("Who holds the graph together?", "name | share of the first", True,
           ranked(betweenness(every), 4, against_first))

    families = components(undirected(entity_edges(("part_of", "owns", "acquired", "developed"))))
    yield ("Which families do parts, products and purchases make?", "size | members", True,
           sorted(((len(members), sorted(map(name, members))) for members in families if len(members) > 1),
                  key=lambda row: (-row[0], row[1])))

    chain, cost = cheapest_chain("deepmind", "jason_droege", lambda claim: 1)
    yield "How far is it from DeepMind to Jason Droege?", "chain | hops", False, [(chain, cost)]

    doubts = [doubt(c) for c in CLAIMS]
    yield "How much doubt is there in all?", "claims | doubt", False, [(len(doubts), sum(doubts))]

    chain, cost = cheapest_chain("deepmind", "jason_droege", doubt)
    yield "Which chain between the two is the surest?", "chain | doubt", False, [(chain, cost)]

    yield "And now without the weights?", "claims | doubt", False, [(len(doubts), 0)]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    load(sys.argv[1], sys.argv[2])
    print_answers(list(answers()))


if __name__ == "__main__":
    main()

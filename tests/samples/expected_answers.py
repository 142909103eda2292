#!/usr/bin/env python3
"""Works out the answers to samples/questions.cypher without Cairn, from the claims themselves.

    expected_answers.py CLAIMS.jsonl FACTS.md questions > samples/questions.expected
    expected_answers.py CLAIMS.jsonl FACTS.md relations > tests/samples/claims_by_relation.txt

Each answer below is plain Python over the claims, written from the question's English. The tests compare Cairn with the
committed output and do not run this program.
"""

import math
import sys
from collections import Counter, defaultdict, deque
from types import SimpleNamespace

from claims import (ARTICLES, CLAIMS, ENTITIES, all_with, articles_by, has, load, name, print_answers, said, unique,
                    what)

ANSWERS = []


def answer(title, columns, ordered):
    def keep(function):
        ANSWERS.append((title, columns, ordered, function))
        return function
    return keep


def neighbours(key):
    """Ends of all claims of an entity; a value is an end of its own, reached by its claim's id."""
    for c in CLAIMS:
        end = c.o or c.id
        if c.s == key:
            yield end
        elif end == key:
            yield c.s


def shortest_paths(source, target):
    """All shortest paths as node lists, one for each choice among parallel claims."""
    distance = {source: 0}
    queue = deque([source])
    while queue:
        key = queue.popleft()
        for other in neighbours(key):
            if other not in distance:
                distance[other] = distance[key] + 1
                queue.append(other)
    paths = [[target]]
    for step in reversed(range(distance[target])):
        paths = [[other] + path for path in paths for other in neighbours(path[0]) if distance.get(other) == step]
    return paths


# Part one: looking things up.

@answer("Who are the people of the story?", "person | also called", True)
def _():
    return sorted((e.name, e.aliases or []) for e in all_with("Person") if "Group" not in e.labels)


@answer("What is the FTC?", "name | labels", False)
def _():
    return [(e.name, e.labels) for e in ENTITIES.values() if "FTC" in (e.aliases or [])]


@answer("Which articles is all this from?", "article | publisher | date | title", True)
def _():
    return ARTICLES


@answer("What does Meta own, and which articles say so?", "product | said by", True)
def _():
    return articles_by((name(c.o), c.article) for c in said("owns", s="meta"))


@answer("How old is Alexandr Wang, where was he born, and what did he not finish?",
        "age | born in | state | dropped out of", False)
def _():
    wang = "alexandr_wang"
    return [(age.value["number"], name(born.o), name(part.o), name(school.o))
            for age in said("has_age", s=wang) for born in said("born_in", s=wang)
            for part in said("part_of", s=born.o) for school in said("dropped_out_of", s=wang)]


@answer("Which companies have a name that starts with A or ends in AI?", "company", True)
def _():
    return sorted((e.name,) for e in all_with("Company") if e.name.startswith("A") or e.name.endswith("AI"))


@answer("Which figures are there besides sums of money?", "subject | relation | figure", True)
def _():
    rows = []
    for c in CLAIMS:
        for kind in ("number", "percent", "factor"):
            if c.value and kind in c.value:
                rows.append((name(c.s), c.relation, c.value[kind]))
    return sorted(rows)


@answer("Was Meta's purchase of WhatsApp bigger than this deal?", "target | amount", True)
def _():
    sums = defaultdict(list)
    for c in said("acquired|invested_in", s="meta"):
        if c.get("amount") is not None:
            sums[name(c.o)].append(c.get("amount"))
    return sorted(((target, max(amounts)) for target, amounts in sums.items()), key=lambda row: -row[1])


# Part two: following the relationships.

@answer("Which rivals of Meta are customers of Scale AI?", "rival", True)
def _():
    rivals = {c.o for c in said("competes_with", s="meta")}
    return sorted((name(key),) for key in rivals & {c.s for c in said("customer_of", o="scale_ai")})


@answer("Who makes the products that compete with Meta, and where are they from?", "name | maker | origin", True)
def _():
    rows = []
    for product in {c.o for c in said("competes_with", s="meta") if has(c.o, "Product")}:
        for maker in {c.s for c in said("developed", o=product)} or {None}:
            for place in {c.o for c in said("from", s=product)} or {None}:
                rows.append((name(product), name(maker), name(place)))
    return sorted(rows)


@answer("Where does Wang's acquaintance with Sam Altman lead?",
        "acquaintance | leads | supplied by | paid for by", False)
def _():
    return unique((name(a.o), name(b.o), name(c.o), name(d.s))
                  for a in said("connected_to", s="alexandr_wang") for b in said("ceo_of", s=a.o)
                  for c in said("customer_of", s=b.o) for d in said("invested_in", o=c.o))


@answer("Which chief executives lead companies that compete?", "chain | steps", False)
def _():
    chains = {(a.s, a.o, b.s, b.o) for rival in said("competes_with") for a in said("ceo_of", o=rival.s)
              for b in said("ceo_of", o=rival.o)}
    return [([name(p), name(first), name(second), name(q)], 3) for p, first, q, second in chains]


@answer("By which ways does Wang belong to Meta?", "chain | steps | paths", True)
def _():
    kinds = "works_at|works_on|leads|part_of"
    paths = Counter()
    for a in said(kinds, s="alexandr_wang"):
        if a.o == "meta":
            paths[(a.s, a.o)] += 1
        for b in said(kinds, s=a.o, o="meta"):
            paths[(a.s, a.o, b.o)] += 1
    rows = [([name(key) for key in path], len(path) - 1, count) for path, count in paths.items()]
    return sorted(rows, key=lambda row: (row[1], row[0]))


@answer("What is within two steps of Jason Droege?", "label | entities", True)
def _():
    start = "jason_droege"
    near = set(neighbours(start))
    near |= {far for key in near for far in neighbours(key)}
    labels = Counter(label for key in near - {start} if key in ENTITIES for label in ENTITIES[key].labels)
    return sorted(labels.items(), key=lambda row: (-row[1], row[0]))


@answer("How is New Mexico connected to the FTC?", "chain | steps", False)
def _():
    chains = {tuple(path) for path in shortest_paths("new_mexico", "ftc")}
    assert len(chains) == 1
    return [([name(key) for key in chain], len(chain) - 1) for chain in chains]


@answer("By how many shortest paths is Sam Altman connected to Meta?", "chain | paths", True)
def _():
    chains = Counter(tuple(path) for path in shortest_paths("sam_altman", "meta"))
    return sorted(([name(key) for key in chain], count) for chain, count in chains.items())


@answer("Who is named as a backer of the earlier funding round, and by whom?", "backer | said by", True)
def _():
    return articles_by((name(c.s), c.article) for c in said("backed") if c.get("event") == "round_2024")


@answer("What was the lawsuit about, and does Meta own it still?",
        "plaintiff | defendant | bought | said with | owned, says", True)
def _():
    rows = []
    for suit in said("filed_by"):
        for against in said("against", s=suit.s):
            for bought in said("acquired", s=against.o):
                for owned in said("owns", s=against.o, o=bought.o) or [SimpleNamespace(article=None)]:
                    rows.append((name(suit.o), name(against.o), name(bought.o), bought.get("hedge"), owned.article))
    return sorted(rows, key=lambda row: row[2])


@answer("Meta has no seat on the board of Scale AI. Who sits there and works for Meta?",
        "without a seat | at | says | but on the board", False)
def _():
    return unique((name(c.s), name(c.o), c.article, name(seat.s)) for c in said("lacks_board_seat_at")
                  for seat in said("board_member", o=c.o) if said("works_at", s=seat.s, o=c.s))


@answer("Who left Scale AI, and who of them has a seat there all the same?", "name | on the board | at Meta", True)
def _():
    gone = {c.s for c in said("left", o="scale_ai")}
    return sorted((name(key), bool(said("board_member", s=key, o="scale_ai")), bool(said("works_at", s=key, o="meta")))
                  for key in gone)


# Part three: counting.

@answer("How many claims does each article make?", "article | publisher | claims", True)
def _():
    counts = Counter(c.article for c in CLAIMS)
    return [(article, publisher, counts[article]) for article, publisher, _, _ in ARTICLES]


@answer("What is said most often?", "relation | claims", True)
def _():
    return sorted(Counter(c.relation for c in CLAIMS).items(), key=lambda row: (-row[1], row[0]))[:10]


def most_said_of():
    counts = Counter(key for c in CLAIMS for key in (c.s, c.o) if key)
    return sorted(((name(key), count) for key, count in counts.items()), key=lambda row: (-row[1], row[0]))


@answer("Which five entities is most said of?", "name | claims", True)
def _():
    return most_said_of()[:5]


@answer("And which five come next?", "name | claims", True)
def _():
    return most_said_of()[5:10]


@answer("How do the valuations spread?", "valuations | lowest | median | first quartile | highest | mean", False)
def _():
    values = sorted(c.value["amount"] / 1e9 for c in said("valued_at", s="scale_ai"))
    rank = 0.25 * (len(values) - 1)
    below, above = values[math.floor(rank)], values[math.ceil(rank)]
    quartile = below + (rank - math.floor(rank)) * (above - below)
    mean = math.floor(sum(values) / len(values) * 10 + 0.5) / 10
    return [(len(values), values[0], values[len(values) // 2], quartile, values[-1], mean)]


@answer("How many claims does an article make on average?",
        "claims | articles | whole part | remainder | average", False)
def _():
    claims, articles = len(CLAIMS), len({c.article for c in CLAIMS})
    return [(claims, articles, claims // articles, claims % articles, claims / articles)]


def facts():
    """(subject, relation, object) among entities -> the articles of its claims, with repetitions."""
    found = defaultdict(list)
    for c in CLAIMS:
        if c.o:
            found[(c.s, c.relation, c.o)].append(c.article)
    return found


@answer("What do all five articles agree on?", "subject | relation | object | claims", True)
def _():
    return sorted((name(s), relation, name(o), len(articles)) for (s, relation, o), articles in facts().items()
                  if len(set(articles)) == 5)


@answer("How many facts does each article tell alone?", "article | facts", True)
def _():
    return sorted(Counter(articles[0] for articles in facts().values() if len(set(articles)) == 1).items())


@answer("Which entities does one article alone mention?", "article | entities | for example", True)
def _():
    found = defaultdict(list)
    for e in ENTITIES.values():
        if len(e.articles) == 1 and "Article" not in e.labels:
            found[e.articles[0]].append(e.name)
    return sorted((article, len(names), sorted(names)[:3]) for article, names in found.items())


@answer("Between which pairs of entities is most said, in how many kinds of claims?",
        "subject | object | claims | relations", True)
def _():
    pairs = defaultdict(list)
    for c in CLAIMS:
        if c.o:
            pairs[(name(c.s), name(c.o))].append(c.relation)
    rows = [(s, o, len(relations), len(set(relations))) for (s, o), relations in pairs.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))[:5]


@answer("Which details do claims carry besides their source?", "detail | claims", True)
def _():
    return sorted(Counter(key for c in CLAIMS for key in c.details).items(), key=lambda row: (-row[1], row[0]))[:8]


@answer("Who has more than one kind of tie to Scale AI?", "person | ties", True)
def _():
    ties = defaultdict(set)
    for c in CLAIMS:
        if c.o == "scale_ai" and has(c.s, "Person"):
            ties[name(c.s)].add(c.relation)
    return sorted((person, sorted(kinds)) for person, kinds in ties.items() if len(kinds) > 1)


# Part four: who said so.

@answer("Who says that Meta invested, how much, and how surely?", "claim | article | amount | hedge", True)
def _():
    return sorted((c.id, c.article, c.get("amount"), c.get("hedge")) for c in said("invested_in", "meta", "scale_ai"))


@answer("Which publishers say that Wang keeps his seat, and in what words?", "article | publisher | status", True)
def _():
    publishers = {article: publisher for article, publisher, _, _ in ARTICLES}
    return sorted({(c.article, publishers[c.article] or "not named", c.get("status"))
                   for c in said("board_member", s="alexandr_wang")})


@answer("How much of each article is hedged?", "article | claims | hedged | percent", True)
def _():
    claims = Counter(c.article for c in CLAIMS)
    hedged = Counter(c.article for c in CLAIMS if "hedge" in c.details)
    return [(article, claims[article], hedged[article], 100 * hedged[article] // claims[article])
            for article in sorted(claims)]


@answer("Which claims rest on reports?", "article | hedge | claims", True)
def _():
    found = Counter((c.article, c.get("hedge")) for c in CLAIMS if "report" in c.get("hedge", ""))
    return sorted((article, hedge, count) for (article, hedge), count in found.items())


@answer("Whose own words are passed on?", "claim | speaker | relation | what", True)
def _():
    return sorted((c.id, c.get("speaker") or name(c.s), c.relation, what(c)) for c in CLAIMS
                  if c.get("speaker") or c.get("where") == "post on X")


@answer("Which parts of a page do claims come from, other than its running text?", "place | claims", True)
def _():
    kinds = {"headline": "headline", "second headline": "headline", "heading": "headline"}
    places = Counter()
    for c in CLAIMS:
        if c.get("where"):
            place = c.get("where").split(";")[0]
            places[kinds.get(place, place)] += 1
    return sorted(places.items(), key=lambda row: (-row[1], row[0]))


@answer("Where does the figure of lost talent come from?", "company | percent | article | source | report", False)
def _():
    return [(name(c.s), c.value["percent"], c.article, name(report.s), report.value["text"])
            for c in said("lost_talent") for report in said("reported") if name(report.s) == c.get("data_source")]


# Part five: where the sources differ.

@answer("What is Scale AI worth now?", "reading | amount | said by", True)
def _():
    words = {"lower": "more than", "upper": "less than", None: "exactly"}
    pairs = [((words[c.value.get("bound")], c.value["amount"]), c.article)
             for c in said("valued_at", s="scale_ai") if not c.get("event")]
    return [(reading, amount, articles) for (reading, amount), articles in articles_by(pairs)]


@answer("How has its value grown, by each article's own figures?",
        "article | before | after | factor | factor it names", True)
def _():
    rows = set()
    for late in said("valued_at"):
        for early in said("valued_at", s=late.s):
            if late.article == early.article and not late.get("event") and early.get("event") == "round_2024":
                before, after = early.value["amount"], late.value["amount"]
                named = [c.value["factor"] for c in said("valuation_change", s=late.s) if c.article == late.article]
                factor = math.floor(100.0 * after / before + 0.5) / 100
                rows.add((late.article, before, after, factor, named[0] if named else None))
    return sorted(rows)


@answer("How much did Meta pay, at least and at most, by article?", "article | at least | at most", True)
def _():
    low, high = defaultdict(list), defaultdict(list)
    for c in said("invested_in", "meta", "scale_ai"):
        if c.get("amount") is not None:
            low[c.article].append(c.get("amount"))
            high[c.article].append(c.get("amount_max", c.get("amount")))
    return sorted((article, min(low[article]), max(high[article])) for article in low)


@answer("Is Droege the chief executive, or only for the time being?", "post | said by", True)
def _():
    return articles_by((c.relation, c.article) for c in said("ceo_of|interim_ceo_of", "jason_droege", "scale_ai"))


@answer("Did Wang found Scale AI alone?", "article | word", True)
def _():
    alone = {c.article for c in said("founded", "alexandr_wang", "scale_ai")}
    together = {c.article for c in said("co_founded", "alexandr_wang", "scale_ai")}
    return [(article, "both" if article in alone & together else "founder" if article in alone else "co-founder")
            for article in sorted(alone | together)]


@answer("Does the stake carry votes?", "article | stake | voting", True)
def _():
    rows = []
    claims = said("invested_in|holds_stake_in", "meta", "scale_ai")
    for article in sorted({c.article for c in claims}):
        mine = [c for c in claims if c.article == article]
        stakes = [c.get("stake_pct") for c in mine if "stake_pct" in c.details]
        rows.append((article, max(stakes), sorted({c.get("voting") for c in mine if "voting" in c.details})))
    return rows


@answer("Which article says of Droege's earlier post both that it is over and that it is not?",
        "article | statuses", False)
def _():
    pairs = [(c.article, c.get("status")) for c in said("chief_strategy_officer_of", s="jason_droege")]
    return [(article, statuses) for article, statuses in articles_by(pairs) if len(statuses) > 1]


@answer("Which articles speak of preferred access for Meta, yet of equal service or independence?",
        "article | relation | words", True)
def _():
    access = {c.article for c in said("has_preferred_access_to", "meta", "scale_ai")}
    return sorted((c.article, c.relation, c.value["text"])
                  for c in said("pledges|remains_independent", s="scale_ai") if c.article in access)


@answer("What say does Meta have at Scale AI?", "article | verdict | words", False)
def _():
    rows = [(c.article, "has influence", c.get("role") or what(c)) for c in said("has_influence_in", s="meta")]
    rows += [(c.article, "has no seat", None) for c in said("lacks_board_seat_at", "meta", "scale_ai")]
    rows += [(c.article, "has no vote", None) for c in said("holds_stake_in", "meta", "scale_ai")
             if c.get("voting") is False]
    return unique(rows)


@answer("Is Wang to lead Meta's new work, or to work on it?",
        "article | to lead | only to work on | to work on, once | without insiders", True)
def _():
    rows = []
    claims = said("leads|works_on", s="alexandr_wang")
    for article in sorted({c.article for c in claims}):
        mine = [c for c in claims if c.article == article]
        leads = [c for c in mine if c.relation == "leads"]
        insiders = [c for c in mine if "insiders" in c.get("hedge", "")]
        rows.append((article, len(leads) > 0, len(leads) == 0, len(mine) - len(leads) == 1, not insiders))
    return rows


@answer("What is Meta's new unit called, and are those names among its aliases?", "name | an alias | said by", True)
def _():
    unit = ENTITIES["meta_superintelligence"]
    pairs = [(c.get("name_in_article"), c.article) for c in CLAIMS
             if unit.id in (c.s, c.o) and c.get("name_in_article")]
    return [(word, word in unit.aliases, articles) for word, articles in articles_by(pairs)]


@answer("What would the whole be worth, going by the price of the stake?",
        "price | stake | whole | above 29 billion", False)
def _():
    pairs = {(c.get("amount"), c.get("stake_pct")) for c in said("invested_in|holds_stake_in", "meta", "scale_ai")}
    return [(price, stake, price * 100 // stake, price * 100 // stake - 29 * 10**9)
            for price, stake in pairs if price is not None and stake is not None]


# Part six: what nobody says.

@answer("Which companies have no chief executive in any claim?", "company", True)
def _():
    led = {c.o for c in said("ceo_of|interim_ceo_of")}
    return sorted((e.name,) for e in all_with("Company") if e.id not in led and "Group" not in e.labels)


@answer("What is named, yet nothing is claimed of it?", "name", True)
def _():
    touched = {c.s for c in CLAIMS} | {c.o for c in CLAIMS}
    return sorted((e.name,) for e in ENTITIES.values()
                  if e.id not in touched and "Article" not in e.labels and "Publisher" not in e.labels)


@answer("How much did each earlier backer put in?", "name | claims | most | total | amounts", True)
def _():
    backers = Counter(name(c.s) for c in said("backed", o="scale_ai"))
    assert not any("amount" in c.details for c in said("backed"))
    return [(backer, count, None, 0, []) for backer, count in sorted(backers.items())]


@answer("Which articles are silent on which subjects?", "subject | silent", True)
def _():
    rows = []
    for subject in ("backed", "board_member", "competes_with", "customer_of", "raised"):
        silent = sorted({article for article, _, _, _ in ARTICLES} - {c.article for c in said(subject)})
        if silent:
            rows.append((subject, silent))
    return rows


@answer("Which companies are rivals of Meta, and which are customers of Scale AI?", "company | rival | customer", True)
def _():
    rivals = {c.o for c in said("competes_with", s="meta")}
    customers = {c.s for c in said("customer_of", o="scale_ai")}
    return sorted((e.name, e.id in rivals, e.id in customers) for e in all_with("Company")
                  if e.id in rivals | customers)


@answer("Which models does article 001 name a maker for?", "model | makers", True)
def _():
    return sorted((e.name, [name(c.s) for c in said("developed", o=e.id) if c.article == "art_001"])
                  for e in all_with("Model"))


@answer("Where do the people work or lead, as far as anyone says?", "person | places", True)
def _():
    return sorted((e.name, sorted({name(c.o) for c in said("ceo_of|interim_ceo_of|works_at", s=e.id)}))
                  for e in all_with("Person") if "Group" not in e.labels)


# Part seven: time, and taking words apart.

@answer("Which dates are there?", "date | year | subject | relation | object | claim", True)
def _():
    rows = [(c.get("date"), int(c.get("date")[:4]), name(c.s), c.relation, what(c), c.id) for c in CLAIMS
            if c.get("date")]
    return sorted(rows, key=lambda row: (row[0], row[-1]))


@answer("What begins and what ends with the deal?", "who | change | relation | what", True)
def _():
    rows = set()
    for c in CLAIMS:
        if c.o and "deal_2025" in (c.get("valid_from_event"), c.get("valid_to_event")):
            change = "begins" if c.get("valid_to_event") is None else "ends"
            rows.add((name(c.s), change, c.relation, name(c.o)))
    return sorted(rows)


@answer("How many pairs of claims confirm each other on Wang's seat?",
        "person | company | found | pairs | across articles", False)
def _():
    seats = said("board_member")
    pairs = [(a, b) for i, a in enumerate(seats) for b in seats[i + 1:] if (a.s, a.o) == (b.s, b.o)]
    across = sum(a.article != b.article for a, b in pairs)
    return unique((name(c.s), name(c.o), 2 * len(pairs), len(pairs), across) for c in seats)


@answer("Which relations have the longest names?", "relation | words | first | between | last", True)
def _():
    rows = []
    for relation in sorted({c.relation for c in CLAIMS}):
        words = relation.split("_")
        if len(words) > 3:
            rows.append((relation, len(words), words[0], words[1:-1], words[-1]))
    return rows


@answer("Which entities go by a name that does not contain their own?", "name | aliases", True)
def _():
    return sorted((e.name, [alias.upper() for alias in e.aliases if len(alias) < 25]) for e in ENTITIES.values()
                  if len(e.aliases or []) > 2 and all(e.name.lower() not in alias.lower() for alias in e.aliases))


def print_relations():
    for relation, count in sorted(Counter(c.relation for c in CLAIMS).items()):
        print(relation, count)


def main():
    if len(sys.argv) != 4 or sys.argv[3] not in ("questions", "relations"):
        sys.exit(__doc__)
    load(sys.argv[1], sys.argv[2])
    if sys.argv[3] == "relations":
        print_relations()
    else:
        print_answers([(title, columns, ordered, function()) for title, columns, ordered, function in ANSWERS])


if __name__ == "__main__":
    main()

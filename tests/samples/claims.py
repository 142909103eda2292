"""The claims, entities and articles that the sample graph is made of, read from the tables outside the project.

CLAIMS.jsonl has one claim a line, FACTS.md the tables of entities and articles. Both expected-answer programs work on
these lists; neither knows Cypher nor Cairn.
"""

import json
from collections import defaultdict
from types import SimpleNamespace

CLAIMS = []    # in order of their ids; those about the page around an article are left out
ENTITIES = {}  # by id, articles included
ARTICLES = []  # (id, publisher, date, title), None for what a page does not give


def table_rows(text):
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith(("| id ", "| file ")):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def section(text, start, stop):
    return text[text.index(start):text.index(stop)]


def read_entities(facts):
    entities = {}
    for key, labels, name, aliases, note, articles in table_rows(section(facts, "## Entities", "The last column")):
        entities[key] = SimpleNamespace(
            id=key, labels=labels.split(", "), name=name, note=None if note == "-" else note,
            aliases=None if aliases == "-" else aliases.split("; "),
            articles=["art_" + article for article in articles.split(", ")])
    return entities


def read_articles(facts):
    articles = []
    for file, title, publisher, date in table_rows(section(facts, "## The articles", "## Entities")):
        publisher = publisher.split(" (")[0].split(";")[0]
        articles.append(("art_" + file[:3], None if publisher == "not named" else publisher,
                         "2025-06-13" if date == "June 13, 2025" else None,
                         None if title.startswith("(no title") else title))
    return sorted(articles)


def read_claims(path):
    """Each claim with `details` (qualifiers and hedge), and with `o` an entity's id or `value` a dictionary."""
    claims = []
    for line in open(path, encoding="utf-8"):
        raw = json.loads(line)
        if raw["qualifiers"].get("furniture"):
            continue
        details = dict(raw["qualifiers"])
        if raw["hedge"] is not None:
            details["hedge"] = raw["hedge"]
        claims.append(SimpleNamespace(
            id=raw["id"], article="art_" + raw["article"][:3], relation=raw["relation"], details=details,
            get=details.get, s=raw["subject"]["id"], o=raw["object"]["id"] if "object" in raw else None,
            value=raw.get("value")))
    return claims


def load(claims_path, facts_path):
    facts = open(facts_path, encoding="utf-8").read()
    CLAIMS.extend(read_claims(claims_path))
    ENTITIES.update(read_entities(facts))
    ARTICLES.extend(read_articles(facts))


def name(key):
    return ENTITIES[key].name if key else None


def has(key, label):
    return label in ENTITIES[key].labels


def all_with(label):
    return [e for e in ENTITIES.values() if label in e.labels]


def said(relations, s=None, o=None):
    return [c for c in CLAIMS
            if c.relation in relations.split("|") and (s is None or c.s == s) and (o is None or c.o == o)]


def what(claim):
    return name(claim.o) or claim.value["text"]


def unique(rows):
    return list(dict.fromkeys(rows))


def articles_by(pairs):
    """(key, article) pairs -> sorted (key, sorted list of articles)."""
    found = defaultdict(set)
    for key, article in pairs:
        found[key].add(article)
    return sorted((key, sorted(articles)) for key, articles in found.items())


def literal(value):
    """A value as Cypher writes it; 1 and 1.0 stay different."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "[" + ", ".join(literal(element) for element in value) + "]"


def print_answers(answers):
    """The format of samples/*.expected: title, `ordered` or `rows` (any order), column names, a line a row."""
    for number, (title, columns, ordered, rows) in enumerate(answers, 1):
        assert rows, title
        print(f"{'' if number == 1 else chr(10)}## {number}. {title}")
        print("---- ordered" if ordered else "---- rows")
        print(columns)
        for row in rows:
            assert len(row) == len(columns.split(" | ")), title
            print(" | ".join(literal(value) for value in row))

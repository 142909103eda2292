#include "shell/help.h"

#include <array>

namespace cairn::shell {
namespace {

struct Topic {
  std::string_view name;
  std::string_view text;
};

constexpr std::array topics{
    Topic{"", R"(Statements are openCypher and end with `;`; they may take several lines.

  CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Charles'});
  MATCH (p:Person)-[:KNOWS]->(friend) RETURN p.name, friend.name;

Lines that begin with `:` are for the shell:

  :help TOPIC     more on commands, params, formats, transactions, scripts,
                  plans, keys
  :schema         labels, types, property keys, indexes and constraints
  :stats          how many nodes and relationships there are
  :quit           leave; so does Ctrl-D
)"},
    Topic{"commands", R"(Commands begin with `:` where a statement may start and end with the line.

  :param NAME => EXPRESSION   set the parameter $NAME
  :params                     show the parameters
  :schema                     labels, types, keys, indexes and constraints
  :stats                      counts of nodes and relationships
  :read FILE                  run the statements and commands in a file
  :format [NAME]              how answers are written; see :help formats
  :timing [on|off]            whether to say how long statements take
  :assert rows N              fail unless the previous statement answered N rows
  :assert error DETAIL        fail unless the previous one failed with DETAIL
  :help [TOPIC]
  :quit
)"},
    Topic{"params", R"(A statement may use $name wherever a value may stand. Set its value with

  :param name => 'Ada'
  :param limit => 2 * 5

The expression may use parameters that were set before. A name with other
characters than letters, digits and _ stands in `backticks`. On the command
line: --param 'name="Ada"' and --params FILE.json, which holds one object.
)"},
    Topic{"formats", R"(Answers are written in one of these formats (`:format NAME`, --format NAME):

  table      for people; the default on a terminal
  csv, tsv   RFC 4180; null is an empty field, the empty string is "";
             csv is the default elsewhere
  json       one array of objects for each statement
  jsonl      one object for each row
  markdown   a table for a page
  typed      one object of typed values for each statement: for programs
)"},
    Topic{"transactions", R"(Each statement is a transaction of its own, unless statements are grouped:

  BEGIN;              the prompt shows a star while the transaction is open
  CREATE (:Note);
  COMMIT;             or ROLLBACK;

BEGIN READ ONLY; sees the database as it was at that moment. A statement that
fails is undone alone and leaves the transaction open. A transaction that is
open when the input ends is rolled back.
)"},
    Topic{"scripts",
          R"(Run a script with `cairn DB -f FILE`, `cairn DB < FILE` or `:read FILE`. Each
statement ends with `;`.

The first failure ends the script (--on-error stop, the default) or not
(--on-error continue); the exit status is 1 if any statement failed, and 2 if
nothing could be run. A failure that `:assert error DETAIL` expects in the next
line does not count.
)"},
    Topic{"plans",
          R"(EXPLAIN before a statement shows how it would run, PROFILE runs it and shows
rows and times of each operator, and what it read from decoded copies in memory
(segment, memo) and from disk or its cache (rocksdb):

  EXPLAIN MATCH (p:Person)-[:KNOWS]->(q) RETURN q.name;
)"},
    Topic{"keys",
          R"(Ctrl-C cancels the running statement, or drops the line that is being typed.
Ctrl-D leaves.

The arrow keys and Ctrl-R find earlier statements; they are kept in
$XDG_STATE_HOME/cairn/history or ~/.cairn_history. Lines in ~/.cairnrc run when
the prompt opens.
)"},
};

}  // namespace

std::optional<std::string_view> help_text(std::string_view topic) {
  if (topic.starts_with(':')) topic = "commands";
  for (const Topic& candidate : topics) {
    if (candidate.name == topic) return candidate.text;
  }
  return std::nullopt;
}

std::string help_topics() {
  std::string names;
  for (const Topic& topic : topics) {
    if (topic.name.empty()) continue;
    if (!names.empty()) names += ", ";
    names += topic.name;
  }
  return names;
}

}  // namespace cairn::shell

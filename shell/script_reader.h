// Reads the items of a script from where its text comes from.
#pragma once

#include "shell/error_text.h"
#include "shell/input_source.h"
#include "shell/script_splitter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cairn::shell {

// Whether the last statement may lack its `;`. In a script that means the script was cut.
enum class FinalStatement : std::uint8_t { NeedsSemicolon, MayEndInput };

class ScriptReader {
 public:
  enum class Outcome : std::uint8_t {
    Item,     // `item` is the next one
    End,      // there are no more
    Failed,   // `error` says why, with a place in `item`, which is what was being read; there may be more to read
    Stopped,  // a signal asks the program to end
  };

  // `source` must outlive the reader; errors call the script `name`.
  ScriptReader(InputSource& source, std::string name, FinalStatement final_statement)
      : source_(source), name_(std::move(name)), final_statement_(final_statement) {}

  Outcome next();

  const ScriptItem& item() const { return item_; }
  const Error& error() const { return error_; }
  const std::string& name() const { return name_; }

  // Whether the next item begins with `prefix`. False as well if that cannot be known without waiting for input.
  bool next_starts_with(std::string_view prefix);

 private:
  // The next item of the script, or its end, as `Item` and `End`.
  Outcome read_item(ScriptItem& item);
  // Feeds the splitter with the next block: `Item` if there was one, or the end.
  Outcome read_block();
  Outcome fail(Error error);

  InputSource& source_;
  std::string name_;
  FinalStatement final_statement_;
  ScriptSplitter splitter_;
  bool at_end_ = false;  // of the source
  ScriptItem item_;
  std::optional<ScriptItem> ahead_;  // looked at before its time
  Error error_;
  std::string block_;
};

}  // namespace cairn::shell

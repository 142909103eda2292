// Reads the items of a script from where its text comes from.
#pragma once

#include "shell/error_text.h"
#include "shell/input_source.h"
#include "shell/script_splitter.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::shell {

// Whether the last statement may lack its `;`. In a script that means the script was cut.
enum class FinalStatement : std::uint8_t { NeedsSemicolon, MayEndInput };

class ScriptReader {
 public:
  enum class Outcome : std::uint8_t {
    Item,     // `item` is the next one
    End,      // there are no more
    Failed,   // `error` says why; `item` is what was being read, if anything. The rest is lost.
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
  // Feeds the splitter with the next block.
  Outcome read_block();
  Outcome last_item();
  Outcome fail(Error error);

  InputSource& source_;
  std::string name_;
  FinalStatement final_statement_;
  ScriptSplitter splitter_;
  bool at_end_ = false;
  ScriptItem item_;
  Error error_;
  std::string block_;
};

}  // namespace cairn::shell

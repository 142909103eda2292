// An Output whose text a test can read.
#pragma once

#include "shell/output.h"

#include <string>

namespace cairn::shell {

class CapturedOutput {
 public:
  CapturedOutput();
  ~CapturedOutput();
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;

  Output& output() { return output_; }

  // Everything written so far.
  std::string text();

 private:
  int file_descriptor_;  // of a file that has no name
  Output output_;
};

}  // namespace cairn::shell

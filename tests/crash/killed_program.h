// A program that is started and then killed, and the numbers it has acknowledged until then on its standard
// output, as eight bytes each.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace cairn::storage::testing {

// Where the programs that tests kill are. Must be set before the first is started.
void set_killed_programs_folder(std::string folder);

// One run. It must be killed.
class KilledProgram {
 public:
  // Starts `name` with one argument.
  KilledProgram(const std::string& name, const std::string& argument);

  // Waits until it has acknowledged something.
  void wait_for_answer() const;

  // Kills it; the last number it acknowledged, 0 if none. The test fails if it ended by itself.
  std::uint64_t kill() const;

 private:
  pid_t process_ = 0;
  int answers_ = -1;
};

// What such a program says.
bool acknowledge(std::uint64_t number);

}  // namespace cairn::storage::testing

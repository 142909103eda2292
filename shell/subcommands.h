// `cairn check` and `cairn info`.
#pragma once

#include "shell/options.h"
#include "shell/output.h"

namespace cairn::shell {

// Exit statuses of the program.
inline constexpr int exit_clean = 0;
inline constexpr int exit_failed = 1;    // a statement failed, `check` found something
inline constexpr int exit_unusable = 2;  // wrong arguments, the database does not open, a file cannot be read

// Verifies the database and reports what is wrong, by key. Returns the exit status.
int run_check(const CheckOptions& options, Output& output, Output& diagnostics);

// Writes what the database holds. Returns the exit status.
int run_info(const InfoOptions& options, Output& output, Output& diagnostics);

// What `run_check` and `run_info` write, apart for tests.
std::string check_report_text(const CheckReport& report);
std::string check_report_json_lines(const CheckReport& report);
std::string info_text(const DatabaseInfo& info);
std::string info_json(const DatabaseInfo& info);

}  // namespace cairn::shell

// The one JSON schema of the command line, the function's answer and the log (docs/json.md).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "job/job.hpp"

namespace stripmeta {

// {"type","message","offset"}; null for none.
nlohmann::ordered_json error_json(const std::optional<Error>& error);

// {"bucket","key","version"}.
nlohmann::ordered_json location_json(const Location& location);

// Adds "format","bytes_in","bytes_out","truncated","removed","kept" to `object`, and "named_as" where the file's `name`
// says another format.
void add_report_json(nlohmann::ordered_json& object, const Report& report, std::string_view name);

// The whole object of a job: "ok","outcome",...,"error","input","output","source","ms".
nlohmann::ordered_json outcome_json(const Outcome& outcome);

// One line without a newline; bytes that are no UTF-8 become U+FFFD.
std::string dump_line(const nlohmann::ordered_json& object);

}  // namespace stripmeta

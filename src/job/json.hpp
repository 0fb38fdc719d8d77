// The one JSON schema of the command line, the function's answer and the log (docs/json.md).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "job/job.hpp"

namespace stripmeta {

// {"type","message","offset"}; null if there is no error.
nlohmann::ordered_json error_json(const std::optional<Error>& error);

// {"bucket","key","version"}.
nlohmann::ordered_json object_name_json(const ObjectName& name);

// Adds "format","bytes_in","bytes_out","truncated","removed","kept" to `object`, and "named_as" if the extension of
// `name` belongs to another format.
void add_report_json(nlohmann::ordered_json& object, const Report& report, std::string_view name);

// The whole object of a job: "ok","outcome",...,"error","input","output","source","ms".
nlohmann::ordered_json outcome_json(const Outcome& outcome);

// One line without a newline. Invalid UTF-8 becomes U+FFFD.
std::string dump_line(const nlohmann::ordered_json& object);

}  // namespace stripmeta

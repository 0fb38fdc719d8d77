// The result of one file, and its line of JSON. The Lambda function and its log use the same schema.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/highlights.hpp"
#include "inspect/inspect.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {

struct Record {
  std::string path;            // as given; "-" is standard input
  std::string_view outcome;    // cleaned, clean, not_clean, duplicate, pending, left_out, unjudged, inspected, failed
  Report report;               // of a failed file, only the format
  std::optional<Error> error;  // set if the file failed, could not be judged, or was left out
  std::optional<std::string> output;         // where the clean image or the thumbnail was written
  std::optional<std::vector<Value>> values;  // only for inspect
  std::optional<Highlights> highlights{};    // only for inspect
};

// Everything that the parts hold, including those that are kept, and what the values add: maker notes name owners and
// serial numbers that the report does not list.
HoldSet held(const Record& record);

// One line without a line feed, safe for a terminal.
std::string json_line(const Record& record);

}  // namespace stripmeta::cli

// What became of one file, and its line of JSON in the schema that the function and the log use too.
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
  std::string path;                          // as given; "-" for standard input
  std::string_view outcome;                  // cleaned, clean, not_clean, unjudged, inspected, failed
  Report report;                             // of a failed file at most its format
  std::optional<Error> error;                // exactly where the file failed or could not be judged
  std::optional<std::string> output;         // where the clean image, or the thumbnail, is; none where none was written
  std::optional<std::vector<Value>> values;  // inspect alone
  std::optional<Highlights> highlights{};    // likewise
};

// All that the parts hold, those that stay included, and what the values say besides: makers' notes name owners and
// serial numbers that no part is known to hold.
HoldSet held(const Record& record);

// One line without its end; harmless to a terminal.
std::string json_line(const Record& record);

}  // namespace stripmeta::cli

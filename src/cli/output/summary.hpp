// Describes a report for a person: kinds of metadata, never values.
#pragma once

#include <string>
#include <vector>

#include "inspect/inspect.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {

// "removed exif (gps, serial), xmp, trailer; 1,234,567 -> 1,200,001 bytes": what strip has done.
std::string strip_summary(const Report& report);

// "would remove exif (gps, serial), xmp" or "already clean": what strip would do.
std::string dry_run_summary(const Report& report);

// "clean", or "not clean: exif (gps, serial), xmp".
std::string check_summary(const Report& report);

// "; the name says JPEG, but it is PNG", to be put at the end of a line about the file; "" if the name fits the format.
std::string naming_note(const std::string& path, const Report& report);

// Whether a person should see a line about the file although it succeeded: its end is missing, or its name is wrong.
bool needs_attention(const std::string& path, const Report& report);

// "jpeg, 1,234,567 bytes", with a line feed.
std::string heading(const Report& report);

// The parts of the file as an indented table. Every line ends with a line feed. "" if there are no parts.
std::string parts_table(const Report& report);

// Everything that the parts hold, including those that are kept.
HoldSet held(const Report& report);

// "gps, serial": what is `held`. If nothing is held, "other metadata: comment" lists the parts that would be removed.
// If no part would be removed either, "nothing personal".
std::string held_summary(const Report& report, HoldSet held);

// The values as an indented table by group, safe for a terminal. Groups are in the order of their first values. Every
// line ends with a line feed. "" if there are no values.
std::string values_table(const std::vector<Value>& values);

// "serial, video": the members of the set; "" if it is empty.
std::string holds_list(HoldSet holds);

// The message of the error, with the byte offset if there is one, safe for a terminal.
std::string error_sentence(const Error& error);

}  // namespace stripmeta::cli

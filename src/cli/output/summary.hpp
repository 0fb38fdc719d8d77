// A report in words for a person: kinds, never values.
#pragma once

#include <string>
#include <vector>

#include "inspect/inspect.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::cli {

// "removed exif (gps, serial), xmp, trailer; 1,234,567 -> 1,200,001 bytes", of what strip has done.
std::string strip_summary(const Report& report);

// "would remove exif (gps, serial), xmp" or "clean already", of what strip would do.
std::string dry_run_summary(const Report& report);

// "clean", or "not clean: exif (gps, serial), xmp", of what strip would do.
std::string check_summary(const Report& report);

// "; named as JPEG, but it is PNG", for the end of a line about the file; "" where its name does not say otherwise.
std::string naming_note(const std::string& path, const Report& report);

// Whether a person wants to hear of a file though it went well: it is cut off, or its name says another format.
bool is_remarkable(const std::string& path, const Report& report);

// "jpeg, 1,234,567 bytes": a line with its end.
std::string heading(const Report& report);

// What is in the file: its parts as an indented table. Several lines, each with its end; "" for none.
std::string parts_table(const Report& report);

// All that the parts hold, those that stay included.
HoldSet held(const Report& report);

// "gps, serial" of what is `held`; "other: comment" where what goes is of no sort that is minded; "nothing personal"
// where nothing goes.
std::string held_summary(const Report& report, HoldSet held);

// The values as an indented table by group, groups in the order of their first value; neutralised for a terminal.
// Several lines, each with its end; "" for none.
std::string values_table(const std::vector<Value>& values);

// "serial, video": what a set holds, in words; "" for nothing.
std::string holds_list(HoldSet holds);

// The error's sentence, with the byte where one is known; neutralised for a terminal.
std::string error_sentence(const Error& error);

}  // namespace stripmeta::cli

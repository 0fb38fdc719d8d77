// The grammar of the AWS tools' shared files: sections of "name = value" lines.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace stripmeta::s3 {

// Names in lower case. A line that is indented beneath an empty value is named after both: "s3.addressing_style".
using IniSection = std::map<std::string, std::string>;

// By the words between the brackets, blanks collapsed and quotes taken off: "default", "profile x".
using Ini = std::map<std::string, IniSection>;

// Sections of one name are one; of two values of a name the later one counts. Lines that start with "#" or ";" are
// comments; a value goes to the end of its line, and on through lines that are indented deeper. The error is the number
// of the first line that is neither a section's head nor "name = value" beneath one.
std::expected<Ini, std::size_t> parse_ini(std::string_view text);

}  // namespace stripmeta::s3

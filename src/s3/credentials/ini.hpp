// The syntax of the AWS tools' shared files: sections of "name = value" lines.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace stripmeta::s3 {

// Values by name, in lower case. A nested value has both names: "s3.addressing_style".
using IniSection = std::map<std::string, std::string>;

// Sections by the text between their brackets, with runs of blanks as one and without quotes: "default", "profile x".
using Ini = std::map<std::string, IniSection>;

// Sections with the same name are joined; of values with the same name the last one counts. Lines that start with "#"
// or ";" are comments. A value extends to the end of its line and through the following lines that are indented deeper.
// If its first line is empty, the deeper lines are nested "name = value" lines. The error is the number of the first
// line that is neither a section header nor "name = value" in a section.
std::expected<Ini, std::size_t> parse_ini(std::string_view text);

}  // namespace stripmeta::s3

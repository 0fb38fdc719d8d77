// Names of inputs and outputs. No file is accessed here.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace stripmeta::cli {

inline constexpr const char* standard_stream = "-";  // as an input: standard input; as an output: standard output

inline constexpr std::string_view object_scheme = "s3://";

// Whether `path` starts with "s3://". A file of such a name can be given as "./s3://...".
bool is_object_url(std::string_view path);

// The last component of a path, without trailing slashes: "b.jpg" of "a/b.jpg". "" of "" and of "/".
std::string_view base_name(std::string_view path);

// "a/b" of "a/b//"; "/" of "//".
std::string without_trailing_slashes(std::string_view path);

// Returns one output for each of `inputs`: `out` itself, or the input's base name in `out` if that is a directory. The
// error is a usage message: two inputs have the same output, standard output would get several images, or an image from
// standard input would need a name.
std::expected<std::vector<std::string>, std::string> name_outputs(const std::vector<std::string>& inputs,
                                                                  const std::string& out, bool out_is_directory);

// Returns `real`, the outputs of inputs that are replaced in place: their paths without symbolic links, in the same
// order. The error is a usage message: standard input cannot be replaced, or two inputs are the same file.
std::expected<std::vector<std::string>, std::string> name_in_place(const std::vector<std::string>& inputs,
                                                                   const std::vector<std::string>& real);

}  // namespace stripmeta::cli

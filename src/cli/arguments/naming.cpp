#include "cli/arguments/naming.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_map>

namespace stripmeta::cli {
namespace {

// "'a/x.jpg' and 'b/x.jpg' would both be written to 'out/x.jpg'" for the first such pair; nullopt if all outputs
// differ.
std::optional<std::string> find_clash(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto [earlier, is_new] = first.try_emplace(outputs[i], i);
    if (is_new) continue;
    return "'" + inputs[earlier->second] + "' and '" + inputs[i] + "' would both be written to '" + outputs[i] +
           "'; strip them in separate runs";
  }
  return std::nullopt;
}

}  // namespace

bool is_object_url(std::string_view path) {
  return path.starts_with(object_scheme);
}

std::string_view base_name(std::string_view path) {
  const auto last = path.find_last_not_of('/');
  if (last == std::string_view::npos) return {};
  path = path.substr(0, last + 1);
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string without_trailing_slashes(std::string_view path) {
  const auto last = path.find_last_not_of('/');
  return std::string{last == std::string_view::npos ? path.substr(0, 1) : path.substr(0, last + 1)};
}

std::expected<std::vector<std::string>, std::string> name_outputs(const std::vector<std::string>& inputs,
                                                                  const std::string& out, bool out_is_directory) {
  if (out == standard_stream) {
    if (inputs.size() == 1) return std::vector{out};
    return std::unexpected("standard output can take only one image, not " + std::to_string(inputs.size()) +
                           "; name a directory with -o");
  }
  if (!out_is_directory) return std::vector{out};
  if (std::ranges::find(inputs, standard_stream) != inputs.end()) {
    return std::unexpected("an image from standard input has no name; give -o a file, not the directory '" + out + "'");
  }
  std::vector<std::string> outputs;
  outputs.reserve(inputs.size());
  for (const auto& input : inputs) {
    outputs.push_back(out + (out.ends_with('/') ? "" : "/") + std::string{base_name(input)});
  }
  if (auto sentence = find_clash(inputs, outputs)) return std::unexpected(std::move(*sentence));
  return outputs;
}

std::expected<std::vector<std::string>, std::string> name_in_place(const std::vector<std::string>& inputs,
                                                                   const std::vector<std::string>& real) {
  if (std::ranges::find(inputs, standard_stream) != inputs.end()) {
    return std::unexpected("standard input ('-') cannot be cleaned in place; use -o");
  }
  if (auto sentence = find_clash(inputs, real)) return std::unexpected(std::move(*sentence));
  return real;
}

}  // namespace stripmeta::cli

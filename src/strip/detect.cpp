#include "strip/detect.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/jpeg.hpp"

namespace stripmeta {
namespace {

struct Row {
  std::string_view signature;
  Format format;
  std::unique_ptr<Grammar> (*make)();
};

template <typename G>
std::unique_ptr<Grammar> make() {
  return std::make_unique<G>();
}

constexpr std::array<Row, 1> formats{{
    {"\xFF\xD8", Format::jpeg, make<JpegGrammar>},  // SOI, T.81 B.1.1.3
}};

}  // namespace

std::size_t longest_signature() {
  return std::ranges::max(formats, {}, [](const Row& row) { return row.signature.size(); }).signature.size();
}

std::expected<Format, Error> detect(Bytes front, bool ended) {
  for (const auto& row : formats) {
    if (starts_with(front, row.signature)) return row.format;
  }
  const auto may_become = [&](const Row& row) { return row.signature.starts_with(as_text(front)); };
  if (!ended && std::ranges::any_of(formats, may_become)) return Format::unknown;
  if (front.empty()) return std::unexpected(Error{ErrorKind::unsupported, "the input is empty", 0});
  return std::unexpected(Error{ErrorKind::unsupported, "not an image of a supported format (JPEG)", 0});
}

std::unique_ptr<Grammar> make_grammar(Format format) {
  return std::ranges::find(formats, format, &Row::format)->make();
}

}  // namespace stripmeta

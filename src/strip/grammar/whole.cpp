#include "strip/grammar/whole.hpp"

#include <algorithm>
#include <string>

namespace stripmeta {
namespace {

std::unexpected<Error> too_large(std::uint64_t limit) {
  return std::unexpected(Error{ErrorKind::too_large,
                               "this format has to be held in memory, and the image is larger than the " +
                                   std::to_string(limit) + " bytes allowed for that",
                               std::nullopt});
}

// Passes the output on, and tells whether it equals the input.
struct Comparison {
  Output& to;
  Bytes input;
  std::size_t at{0};  // bytes passed on
  bool equal{true};

  static bool emit(void* self, Slice slice) noexcept {
    auto& comparison = *static_cast<Comparison*>(self);
    comparison.compare(slice.bytes);
    return comparison.to.forward(slice);
  }

  bool is_the_same() const { return equal && at == input.size(); }

 private:
  void compare(Bytes bytes) {
    equal = equal && bytes.size() <= input.size() - at;
    if (!equal) return;
    const auto source = input.subspan(at, bytes.size());
    equal = source.data() == bytes.data() || same_bytes(source, bytes);
    at += bytes.size();
  }
};

}  // namespace

void WholeGrammar::reset() {
  held_.clear();
  expected_ = 0;
  prefix_checked_ = false;
}

Status WholeGrammar::feed(Bytes piece, Output& out) {
  if (!prefix_checked_) {
    const auto taken = piece.first(std::min(piece.size(), front_limit - held_.size()));
    put_bytes(held_, taken);
    if (auto status = check_prefix(held_); !status) return status;
    prefix_checked_ = held_.size() == front_limit;
    piece = piece.subspan(taken.size());
  }
  const auto limit = out.policy().max_whole_bytes;
  if (std::max<std::uint64_t>(expected_, held_.size() + piece.size()) > limit) return too_large(limit);
  held_.reserve(static_cast<std::size_t>(expected_));
  put_bytes(held_, piece);
  return {};
}

Status WholeGrammar::run(Bytes file, Output& out) {
  if (auto status = check_prefix(file.first(std::min(file.size(), front_limit))); !status) return status;
  return strip_whole(file, out);
}

// Whatever changes has a row. If the format's own rows do not say what, only the layout has changed.
Status WholeGrammar::strip_whole(Bytes input, Output& out) {
  Comparison comparison{out, input};
  Output compared = out.divert(out.report(), Comparison::emit, &comparison);
  if (auto status = strip(input, compared); !status) return status;
  auto& report = out.report();
  if (!comparison.is_the_same() && !report.changed()) report.add(Kind::layout, Fate::removed, 0);
  return {};
}

}  // namespace stripmeta

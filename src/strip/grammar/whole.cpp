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
  return strip(file, out);
}

}  // namespace stripmeta

#include "strip/verify/verifier.hpp"

#include <algorithm>

namespace stripmeta::verify {

void StreamVerifier::reject(std::uint64_t ahead, std::string_view rule) {
  if (!verdict_) verdict_ = Unaccounted{offset_ + ahead, rule};
}

bool StreamVerifier::reject(const Verdict& part, std::uint64_t ahead) {
  if (part) reject(ahead + part->offset, part->rule);
  return part.has_value();
}

// Returns how many bytes of the run are accounted for.
std::size_t StreamVerifier::steps(Bytes run) {
  std::size_t done = 0;
  while (done < run.size() && !verdict_) {
    const auto read = step(run.subspan(done));
    if (read == 0) break;
    done += read;
    offset_ += read;
  }
  return done;
}

Verdict StreamVerifier::feed(Bytes piece) {
  while (!held_.empty() && !piece.empty() && !verdict_) {
    const auto more = piece.first(std::min(piece.size(), std::max<std::size_t>(held_.size(), 64)));
    put_bytes(held_, more);
    piece = piece.subspan(more.size());
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(steps(held_)));
  }
  if (!verdict_ && held_.empty()) put_bytes(held_, piece.subspan(steps(piece)));
  return verdict_;
}

Verdict StreamVerifier::finish() {
  if (!held_.empty()) reject(held_.size(), "the file ends inside of a part");
  if (!verdict_) end();
  return verdict_;
}

Verdict judge_range(Verifier& verifier, const File& file, std::uint64_t at, std::uint64_t count) {
  for (const auto piece : file.pieces(at, count)) {
    if (const auto verdict = verifier.feed(piece)) return within(verdict, at);
  }
  return within(verifier.finish(), at);
}

}  // namespace stripmeta::verify

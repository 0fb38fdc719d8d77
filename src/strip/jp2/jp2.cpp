#include "strip/jp2/jp2.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "strip/bmff/writer.hpp"
#include "strip/jp2/box_kind.hpp"
#include "strip/jp2/header.hpp"
#include "strip/metadata/icc.hpp"

namespace stripmeta {
namespace {

using bmff::BoxFate;
using bmff::type;

// The payload of ftyp: the main brand, a version, the compatible brands (I.5.2).
constexpr std::size_t compatible_at = 8;
constexpr std::size_t brand_size = 4;

bool has_brand(Bytes brands, std::string_view wanted) {
  for (std::size_t at = compatible_at; at + brand_size <= brands.size(); at += brand_size) {
    if (starts_with(brands.subspan(at), wanted)) return true;
  }
  return false;
}

// What the file is if JP2 readers cannot show it; empty if they can.
std::string_view other_kind(Bytes brands) {
  if (starts_with(brands, "mjp2")) return "a Motion JPEG 2000";
  if (starts_with(brands, "jpm ")) return "a compound document (JPM)";
  if (starts_with(brands, "jp2 ") || starts_with(brands, "jph ") || has_brand(brands, "jp2 ")) return {};
  return "a JPEG 2000 that JP2 readers cannot show";
}

}  // namespace

void Jp2Grammar::reset() {
  StreamGrammar::reset();
  state_ = State::start;
  boxes_.reset();
  box_count_ = 0;
  header_seen_ = codestream_seen_ = false;
}

Status Jp2Grammar::step(Output& out) {
  if (state_ == State::start) {
    state_ = u8(piece_, at_) == 0xFF ? State::bare : State::boxes;
    codestream_.start_bare();
  }
  const auto at = offset();
  const auto piece = take(piece_.size());
  return state_ == State::bare ? codestream_.feed(piece, at, out) : boxes_.feed(piece, out);
}

std::expected<std::uint64_t, Error> Jp2Grammar::on_head(const Box& box, Output& out) {
  constexpr std::uint64_t signature_size = 4;
  if (auto status = check_order(box, out); !status) return std::unexpected(status.error());
  if (box_count_ == 0) return signature_size;
  switch (box.type()) {
    case type("jp2c"): return 0;
    case type("jp2h"): return box.head.payload_size();
    default: return out.policy().max_header_bytes;
  }
}

Status Jp2Grammar::check_order(const Box& box, const Output& out) const {
  if ((box_count_ == 1) != (box.type() == type("ftyp"))) {
    return fail(ErrorKind::malformed, box.at, "the signature is not followed by the only ftyp");
  }
  switch (box.type()) {
    case type("jp2h"): {
      const auto limit = out.policy().max_header_bytes + std::uint64_t{icc_chunk_limit} * icc_chunk_size;
      if (header_seen_ || codestream_seen_ || box.head.runs_to_end) {
        return fail(ErrorKind::malformed, box.at, "a second header, or one after the codestream");
      }
      if (box.head.payload_size() <= limit) return {};
      return fail(ErrorKind::too_large, box.at, "the header is longer than the limit for headers");
    }
    case type("jp2c"):
      if (codestream_seen_) return fail(ErrorKind::unsupported, box.at, "a JPEG 2000 with several codestreams");
      if (header_seen_) return {};
      return fail(ErrorKind::malformed, box.at, "the codestream comes before the header");
    case type("ftbl"): return fail(ErrorKind::unsupported, box.at, "a JPEG 2000 with its codestream in fragments");
    case type("comp"): return fail(ErrorKind::unsupported, box.at, "a JPEG 2000 composed of several pictures");
    default: return {};
  }
}

Jp2Grammar::Verdict Jp2Grammar::on_front(const Box& box, Bytes front, bool whole, Output& out) {
  goes_ = false;
  if (box_count_ == 0) return BoxFate::pass;
  switch (box.type()) {
    case type("ftyp"): return on_brands(box, front, whole, out);
    case type("jp2h"): return on_header(box, front, out);
    case type("jp2c"):
      codestream_seen_ = true;
      codestream_.start_in(box, std::move(header_));
      return BoxFate::pieces;
    default: return drop(box, front, out);
  }
}

// The boxes that only a JPX has go, so the output is a JP2 or a JPH, and one brand is enough.
Jp2Grammar::Verdict Jp2Grammar::on_brands(const Box& box, Bytes front, bool whole, Output& out) {
  if (front.size() < compatible_at) return fail(ErrorKind::malformed, box.at, "ftyp is too short");
  if (const auto other = other_kind(front); !other.empty()) return fail(ErrorKind::unsupported, box.at, other);
  bmff::BoxWriter writer;
  const auto brand = starts_with(front, "jph ") ? type("jph ") : type("jp2 ");
  writer.open(box.type());
  writer.u32(brand);
  writer.u32(0);
  writer.u32(brand);
  writer.close();
  const auto brands = writer.take();
  constexpr std::size_t head_size = 8;
  if (whole && same_bytes(Bytes{brands}.subspan(head_size), front)) return BoxFate::pass;
  goes_ = true;
  kind_ = Kind::slack;
  holds_ = {};
  written_ = brands.size();
  if (auto status = out.put(brands, no_source_offset); !status) return std::unexpected(status.error());
  return BoxFate::drop;
}

Jp2Grammar::Verdict Jp2Grammar::on_header(const Box& box, Bytes front, Output& out) {
  header_seen_ = true;
  const auto payload = jp2::rewrite_header(front, box.at + box.head.size, out);
  if (!payload) return std::unexpected(payload.error());
  if (same_bytes(*payload, front)) {
    header_.assign(box.head_bytes.begin(), box.head_bytes.end());
    put_bytes(header_, front);
    return BoxFate::drop;
  }
  bmff::BoxWriter writer;
  writer.box(box.type(), *payload);
  header_ = writer.take();
  return BoxFate::drop;
}

Jp2Grammar::Verdict Jp2Grammar::drop(const Box& box, Bytes front, const Output& out) {
  goes_ = true;
  kind_ = jp2::box_kind(box.type(), front);
  const auto content = jp2::box_content(box.type(), kind_, front);
  holds_ = jp2::box_holds(kind_, content);
  written_ = 0;
  out.found(kind_, content, box.at);
  return BoxFate::drop;
}

Status Jp2Grammar::on_piece(const Box& /*box*/, Bytes piece, std::uint64_t at, Output& out) {
  return codestream_.feed(piece, at, out);
}

Status Jp2Grammar::on_end(const Box& box, Output& out) {
  if (goes_) out.report().add(kind_, Fate::removed, box.read - std::min(box.read, written_), holds_);
  ++box_count_;
  return box.type() == type("jp2c") ? codestream_.finish(box.at + box.read, out) : Status{};
}

bool Jp2Grammar::is_complete_without(bmff::Type type) const {
  return codestream_seen_ && type != bmff::type("jp2c");
}

Status Jp2Grammar::finish(Output& out) {
  if (state_ == State::bare) return codestream_.finish(base_, out);
  if (auto status = boxes_.finish(out); !status) return status;
  if (codestream_seen_) return {};
  return fail(ErrorKind::truncated, base_, "the input ends before the codestream");
}

}  // namespace stripmeta

#include "strip/gif/extension.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::gif {
namespace {

constexpr std::uint8_t plain_text = 0x01;
constexpr std::uint8_t graphic_control = 0xF9;
constexpr std::uint8_t comment = 0xFE;
constexpr std::uint8_t application = 0xFF;
constexpr std::size_t name_size = 11;  // identifier and authentication code
constexpr std::size_t control_size = 4;
constexpr std::size_t full_part = 255;
constexpr std::size_t profile_limit = 16U << 20U;
constexpr std::size_t shown_limit = 64U << 10U;  // of an extension that goes: the most that the observer gets

struct Application {
  std::string_view name;
  Kind kind;
};
// Application extensions that have a kind of their own in the report.
constexpr std::array<Application, 4> applications{{
    {"XMP DataXMP", Kind::xmp},
    {std::string_view("C2PA_GIF\1\0\0", name_size), Kind::c2pa},
    {"MGK8BIM0000", Kind::photoshop},  // ImageMagick
    {"MGKIPTC0000", Kind::iptc},
}};

// The packet is not divided into sub-blocks. The bytes after it let readers of sub-blocks find its end (XMP part 3,
// 1.1.2).
Bytes packet_of(Bytes raw) {
  const auto end = as_text(raw).rfind("\1\xFF\xFE\xFD");
  return end == std::string_view::npos ? raw : raw.first(end);
}

}  // namespace

void Extension::start(std::uint64_t offset) {
  offset_ = offset;
  size_ = 2;  // introducer and label
  parts_ = wanted_ = 0;
  part_.clear();
  first_.clear();
  content_.clear();
  output_.clear();
  role_ = Role::other;
  too_long_ = has_short_part_ = loop_seen_ = is_source_ = false;
}

void Extension::start_part(std::uint8_t size) {
  // The first sub-block, an application's name, does not count.
  has_short_part_ = has_short_part_ || (parts_ > 1 && wanted_ != full_part);
  wanted_ = size;
  size_ += 1;
  part_.clear();
  if (role_ == Role::xmp && content_.size() < shown_limit) put_u8(content_, size);
}

void Extension::add(Bytes piece) {
  size_ += piece.size();
  put_bytes(part_, piece);
  if (part_.size() == wanted_) end_part();
}

void Extension::end_part() {
  ++parts_;
  if (parts_ == 1) {
    first_ = part_;
    on_identifier();
    if (is_application() && first_.size() == name_size) return;
  }
  if (is_loop(role_)) add_loop_part();
  const std::size_t limit = role_ == Role::profile ? profile_limit : shown_limit;
  too_long_ = too_long_ || part_.size() > limit - std::min(limit, content_.size());
  put_bytes(content_, Bytes{part_}.first(std::min(part_.size(), limit - std::min(limit, content_.size()))));
}

bool Extension::is_application() const {
  return label_ == application;
}

void Extension::on_identifier() {
  if (!is_application()) return;
  const auto name = as_text(first_);
  if (name == "NETSCAPE2.0" || name == "ANIMEXTS1.0") {
    role_ = name == "NETSCAPE2.0" ? Role::netscape_loop : Role::animexts_loop;
    write_head();
  } else if (name == "ICCRGBG1012") {
    role_ = Role::profile;
  } else if (name == applications[0].name) {
    role_ = Role::xmp;
  }
}

void Extension::write_head() {
  put_u8(output_, introducer);
  put_u8(output_, application);
  put_u8(output_, name_size);
  put_bytes(output_, first_);
}

// A sub-block begins with its number. Number 1 says how often the animation runs (two bytes); browsers also accept a
// longer one. Number 2 says how much of the file to read ahead, which shows nothing.
void Extension::add_loop_part() {
  constexpr std::size_t loop_size = 3;
  if (u8(part_, 0) != 1 || part_.size() < loop_size || loop_seen_) return;
  loop_seen_ = true;
  put_u8(output_, loop_size);
  put_bytes(output_, Bytes{part_}.first(loop_size));
}

Status Extension::finalize(FileFacts& facts, Output& out) {
  if (label_ == graphic_control) return write_control(facts, out);
  if (is_loop(role_)) return write_loop(out), Status{};
  if (role_ == Role::profile) return write_profile(facts.profile_seen, out);
  drop(out);
  return {};
}

// A graphic control precedes an image or a plain text (23). Browsers apply it to the next image, whatever is in
// between. Its three reserved bits say nothing, nor does the transparent colour if the flag for it is not set. No
// viewer waits for the user, as the second bit asks.
Status Extension::write_control(FileFacts& facts, Output& out) {
  // Decoders disagree about other lengths.
  if (first_.size() != control_size)
    return fail(ErrorKind::malformed, offset_, "a graphic control extension has a wrong length");
  constexpr unsigned disposal = 0x1C;
  constexpr unsigned transparent = 0x01;
  const unsigned flags = u8(first_, 0);
  const bool is_used = (flags & transparent) != 0;
  role_ = Role::control;
  put_u8(output_, introducer);
  put_u8(output_, graphic_control);
  put_u8(output_, control_size);
  put_u8(output_, flags & (disposal | transparent));
  put_bytes(output_, Bytes{first_}.subspan(1, 2));
  put_u8(output_, is_used ? u8(first_, 3) : 0U);
  put_u8(output_, 0);
  is_source_ = size() == output_.size() && same_bytes(Bytes{output_}.subspan(3, control_size), first_);
  const std::uint64_t slack = size() - output_.size() + (u8(output_, 3) != flags ? 1 : 0);
  if (slack > 0) out.report().add(Kind::slack, Fate::removed, slack);
  const unsigned unused = is_used ? 0U : u8(first_, 3);
  if (unused != 0) out.report().add(facts.transparent_index.kind_of(unused), Fate::removed, 1);
  return {};
}

void Extension::write_loop(Output& out) {
  if (!loop_seen_) {
    output_.clear();
    return drop(out);
  }
  put_u8(output_, 0);
  // Sub-blocks are only cut, so an equal size means equal bytes.
  is_source_ = size() == output_.size();
  if (!is_source_) out.report().add(Kind::application, Fate::removed, size() - output_.size());
}

KeptExtension Extension::take_output() {
  return {role_, std::move(output_), is_source_ ? offset_ : stripmeta::no_source_offset};
}

Status Extension::write_profile(bool& profile_seen, Output& out) {
  out.found(Kind::icc, content_, offset_);
  const bool first = !profile_seen;
  profile_seen = true;
  const auto kept = keep_profile_once(first, out.policy());
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) {
    out.report().add(Kind::icc, Fate::removed, size());
    return {};
  }
  write_head();
  for (Bytes rest = kept->bytes; !rest.empty(); rest = rest.subspan(std::min(rest.size(), full_part))) {
    const auto part = rest.first(std::min(rest.size(), full_part));
    put_u8(output_, static_cast<unsigned>(part.size()));
    put_bytes(output_, part);
  }
  put_u8(output_, 0);
  is_source_ = !kept->changed && !has_short_part_;
  report_reduced_profile(*kept, size(), output_.size(), out.report());
  if (!kept->changed && !is_source_) out.report().add(Kind::layout, Fate::removed, 0);  // the sub-blocks' sizes
  out.report().add(Kind::icc, Fate::kept, output_.size());
  return {};
}

std::expected<KeptProfile, Error> Extension::keep_profile_once(bool is_first, const Policy& policy) const {
  if (!is_first) return KeptProfile{};
  return too_long_ ? keep_damaged_profile(offset_, policy) : keep_profile(content_, offset_, policy);
}

void Extension::drop(Output& out) {
  Kind kind = Kind::chunk;
  Bytes content = content_;
  if (label_ == comment) kind = Kind::comment;
  if (label_ == plain_text) kind = Kind::plain_text;
  std::vector<std::byte> named;
  if (is_application()) {
    const auto row = std::ranges::find(applications, as_text(first_), &Application::name);
    kind = row == applications.end() ? Kind::application : row->kind;
    if (kind == Kind::xmp) content = packet_of(content);
    if (kind == Kind::application && first_.size() == name_size) {
      put_bytes(named, first_);
      put_bytes(named, content_);
      content = named;
    }
  }
  out.found(kind, content, offset_);
  out.report().add(kind, Fate::removed, size(), sensitive_in(kind, content));
}

}  // namespace stripmeta::gif

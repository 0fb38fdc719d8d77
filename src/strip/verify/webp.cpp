#include "strip/verify/webp.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "strip/verify/exif.hpp"
#include "strip/verify/icc.hpp"
#include "strip/verify/xmp.hpp"

namespace stripmeta::verify {
namespace {

constexpr auto little = ByteOrder::little;
constexpr std::uint64_t head_size = 8;
constexpr std::uint64_t form_size = 12;  // "RIFF", its size, "WEBP"
constexpr std::uint64_t canvas_at = 24;  // the size in VP8X, which is the first chunk
constexpr unsigned flag_animation = 0x02;
constexpr unsigned flag_xmp = 0x04;
constexpr unsigned flag_exif = 0x08;
constexpr unsigned flag_alpha = 0x10;
constexpr unsigned flag_icc = 0x20;

struct Chunk {
  std::string_view name;
  std::uint64_t at;  // of its payload
  std::uint64_t size;

  std::uint64_t begin() const { return at - head_size; }
  std::uint64_t end() const { return at + size + size % 2; }
  bool is_picture() const { return name == "VP8 " || name == "VP8L"; }
};

class WebpVerifier {
 public:
  WebpVerifier(const File& file, const Policy& policy) : file_(file), policy_(policy) {}

  Verdict judge() {
    judge_form();
    if (!verdict_) judge_chunks();
    return verdict_;
  }

 private:
  void judge_form();
  void judge_chunks();
  void judge_canvas(const Chunk& chunk);
  void judge_extended();
  void judge_profile();
  void judge_still();
  void judge_animation();
  void judge_frame(const Chunk& chunk);
  struct Size {
    std::uint64_t width{0};
    std::uint64_t height{0};
  };
  Size judge_picture(std::uint64_t end);
  Size judge_coded(const Chunk& chunk);
  void judge_alpha(const Chunk& chunk, std::uint64_t pixels);
  void judge_exif();
  void judge_xmp();

  std::optional<Chunk> next(std::uint64_t end);
  std::optional<Chunk> next_named(std::string_view name, unsigned flag);
  std::uint64_t u24(std::uint64_t at) const { return file_.u8(at + 2) * 65536U + file_.u16(at, little); }
  void reject(std::uint64_t at, std::string_view rule) {
    if (!verdict_) verdict_ = Unaccounted{at, rule};
  }
  void reject(const Verdict& part, std::uint64_t at) {
    if (part) reject(at + part->offset, part->rule);
  }

  const File& file_;
  const Policy& policy_;
  Verdict verdict_;
  std::uint64_t at_{form_size};
  unsigned flags_{0};
  std::uint64_t width_{0};  // of the canvas; 0 in a simple file
  std::uint64_t height_{0};
};

void WebpVerifier::judge_form() {
  if (!file_.has(0, form_size)) return reject(file_.size(), "a file without a RIFF header");
  if (as_text(file_.bytes(0, 4)) != "RIFF") return reject(0, "a file without a RIFF header");
  if (file_.u32(4, little) + head_size != file_.size()) return reject(4, "a RIFF size that is not the file's");
  if (as_text(file_.bytes(8, 4)) != "WEBP") reject(8, "a RIFF that is not a WebP");
}

void WebpVerifier::judge_chunks() {
  const auto before = at_;
  const auto first = next(file_.size());
  if (!first) return reject(before, "a WebP without a picture");
  if (first->name == "VP8X") {
    judge_canvas(*first);
    if (!verdict_) judge_extended();
  } else {
    at_ = before;
    judge_picture(file_.size());
  }
  if (at_ < file_.size()) reject(at_, "bytes that belong to no chunk of the picture");
}

// The chunk at at_, which is behind it afterwards. nullopt if there is none, or if it is rejected.
std::optional<Chunk> WebpVerifier::next(std::uint64_t end) {
  if (verdict_ || at_ == end) return std::nullopt;
  if (end - at_ < head_size) return reject(at_, "bytes that are not a chunk"), std::nullopt;
  const Chunk chunk{as_text(file_.bytes(at_, 4)), at_ + head_size, file_.u32(at_ + 4, little)};
  if (chunk.end() > end) return reject(at_ + 4, "a chunk past its end"), std::nullopt;
  if (chunk.size % 2 != 0 && file_.u8(chunk.end() - 1) != 0) {
    return reject(chunk.end() - 1, "padding that is not zero"), std::nullopt;
  }
  at_ = chunk.end();
  return chunk;
}

// The next chunk if the flag says that it is there. Rejects it if it has another name.
std::optional<Chunk> WebpVerifier::next_named(std::string_view name, unsigned flag) {
  if ((flags_ & flag) == 0) return std::nullopt;
  const auto before = at_;
  auto chunk = next(file_.size());
  if (chunk && chunk->name == name) return chunk;
  reject(before, "a missing chunk that VP8X names");
  return std::nullopt;
}

void WebpVerifier::judge_canvas(const Chunk& chunk) {
  constexpr unsigned known = flag_animation | flag_xmp | flag_exif | flag_alpha | flag_icc;
  if (chunk.size != 10) return reject(chunk.at - 4, "a canvas (VP8X) of a wrong size");
  flags_ = file_.u8(chunk.at);
  if ((flags_ & ~known) != 0) return reject(chunk.at, "reserved flags of the canvas (VP8X)");
  if (u24(chunk.at + 1) != 0) return reject(chunk.at + 1, "reserved bytes of the canvas (VP8X)");
  width_ = u24(chunk.at + 4) + 1;
  height_ = u24(chunk.at + 7) + 1;
  if (width_ * height_ >= std::uint64_t{1} << 32U) reject(chunk.at + 4, "a canvas (VP8X) that is too large");
}

void WebpVerifier::judge_extended() {
  judge_profile();
  if ((flags_ & flag_animation) != 0) {
    judge_animation();
  } else {
    const auto [width, height] = judge_picture(file_.size());
    if (width != width_ || height != height_) reject(canvas_at, "a canvas (VP8X) that is not as large as the picture");
  }
  judge_exif();
  judge_xmp();
}

void WebpVerifier::judge_profile() {
  const auto chunk = next_named("ICCP", flag_icc);
  if (!chunk) return;
  if (!policy_.keeps(Keep::icc)) return reject(chunk->begin(), "a profile that the policy does not keep");
  reject(verify_icc(file_.bytes(chunk->at, chunk->size), policy_), chunk->at);
}

void WebpVerifier::judge_exif() {
  const auto chunk = next_named("EXIF", flag_exif);
  if (chunk) reject(verify_exif(file_.bytes(chunk->at, chunk->size), policy_), chunk->at);
}

void WebpVerifier::judge_xmp() {
  const auto chunk = next_named("XMP ", flag_xmp);
  if (chunk) reject(verify_xmp(file_.bytes(chunk->at, chunk->size), policy_), chunk->at);
}

void WebpVerifier::judge_animation() {
  const auto control = next_named("ANIM", flag_animation);
  if (!control) return;
  if (control->size != 6) return reject(control->at - 4, "an animation (ANIM) of a wrong size");
  bool any = false;
  while (file_.has(at_, head_size) && as_text(file_.bytes(at_, 4)) == "ANMF") {
    const auto frame = next(file_.size());
    if (!frame) return;
    judge_frame(*frame);
    any = true;
  }
  if (!any) reject(at_, "an animation without a frame");
}

void WebpVerifier::judge_frame(const Chunk& chunk) {
  constexpr std::uint64_t fields = 16;
  if (chunk.size < fields) return reject(chunk.at - 4, "a frame (ANMF) that is too short");
  const auto width = u24(chunk.at + 6) + 1;
  const auto height = u24(chunk.at + 9) + 1;
  const bool inside = 2 * u24(chunk.at) + width <= width_ && 2 * u24(chunk.at + 3) + height <= height_;
  if (!inside) return reject(chunk.at, "a frame (ANMF) past the canvas");
  if (file_.u8(chunk.at + 15) > 3) return reject(chunk.at + 15, "reserved bits of a frame (ANMF)");
  const auto behind = at_;
  const auto end = chunk.at + chunk.size;
  at_ = chunk.at + fields;
  const auto [coded_width, coded_height] = judge_picture(end);
  if (coded_width != width || coded_height != height) {
    return reject(chunk.at + 6, "a frame (ANMF) that is not as large as its picture");
  }
  if (at_ != end) return reject(at_, "bytes behind the picture of a frame");
  at_ = behind;
}

// ALPH and VP8, or VP8 or VP8L alone, before `end`. Returns the picture's size.
WebpVerifier::Size WebpVerifier::judge_picture(std::uint64_t end) {
  auto chunk = next(end);
  std::optional<Chunk> alpha;
  if (chunk && chunk->name == "ALPH" && width_ > 0) {
    alpha = chunk;
    chunk = next(end);
  }
  if (!chunk || !chunk->is_picture()) {
    reject(chunk ? chunk->begin() : at_, "a missing picture");
    return {};
  }
  const auto size = judge_coded(*chunk);
  if (verdict_ || !alpha) return size;
  if (chunk->name == "VP8L") {
    reject(alpha->begin(), "an alpha plane (ALPH) that no decoder reads");
  } else {
    judge_alpha(*alpha, size.width * size.height);
  }
  return size;
}

WebpVerifier::Size WebpVerifier::judge_coded(const Chunk& chunk) {
  if (chunk.name == "VP8L") {
    const bool starts = chunk.size >= 5 && file_.u8(chunk.at) == 0x2F;
    if (!starts) return reject(chunk.at, "a picture that is not lossless WebP"), Size{};
    const auto sides = file_.u32(chunk.at + 1, little);
    return {sides % 0x4000 + 1, sides / 0x4000 % 0x4000 + 1};
  }
  const bool starts =
      chunk.size >= 10 && file_.u8(chunk.at) % 2 == 0 && as_text(file_.bytes(chunk.at + 3, 3)) == "\x9D\x01\x2A";
  if (!starts) return reject(chunk.at, "a picture that is not a key frame of VP8"), Size{};
  return {file_.u16(chunk.at + 6, little) % 0x4000U, file_.u16(chunk.at + 8, little) % 0x4000U};
}

void WebpVerifier::judge_alpha(const Chunk& chunk, std::uint64_t pixels) {
  if (chunk.size == 0) return reject(chunk.at, "an empty alpha plane (ALPH)");
  const auto head = file_.u8(chunk.at);
  if (head >= 0x20) return reject(chunk.at, "reserved bits of an alpha plane (ALPH)");
  if (head % 4 > 1) return reject(chunk.at, "an alpha plane (ALPH) with an unknown compression");
  const bool is_plain = head % 4 == 0;
  if (is_plain && chunk.size > 1 + pixels) reject(chunk.at + 1 + pixels, "bytes behind an alpha plane (ALPH)");
}

}  // namespace

Verdict verify_webp(const File& file, const Policy& policy) {
  return WebpVerifier{file, policy}.judge();
}

}  // namespace stripmeta::verify

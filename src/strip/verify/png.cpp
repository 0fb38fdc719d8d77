#include "strip/verify/png.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/plain_text.hpp"
#include "strip/base/zlib_stream.hpp"
#include "strip/verify/exif.hpp"
#include "strip/verify/icc.hpp"
#include "strip/verify/png_values.hpp"
#include "strip/verify/xmp.hpp"

namespace stripmeta::verify {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto signature = "\x89PNG\r\n\x1A\n"sv;
constexpr std::size_t head_size = 8;  // length and type
constexpr std::size_t crc_size = 4;
constexpr std::size_t framing = head_size + crc_size;
constexpr std::uint32_t most_length = 0x7FFFFFFF;
constexpr std::uint32_t checked_data = 4096;  // the longest picture data whose checksum is checked
constexpr std::size_t profile_limit = 16U << 20U;
constexpr std::size_t other_limit = 256U << 10U;

// What libpng reads only in front of a palette.
bool is_colour_chunk(std::string_view type) {
  constexpr std::array<std::string_view, 8> names{"gAMA", "cHRM", "sRGB", "sBIT", "cICP", "iCCP", "mDCV", "cLLI"};
  return std::ranges::find(names, type) != names.end();
}

class PngVerifier final : public StreamVerifier {
 public:
  explicit PngVerifier(const Policy& policy) : policy_(policy) {}

 protected:
  std::size_t step(Bytes run) override;
  void end() override {
    if (part_ != Part::end) reject(0, "a PNG without IEND");
  }

 private:
  enum class Part : std::uint8_t { start, header, front, data, behind, end };

  // Rejects, and says that nothing more is read.
  std::size_t refuse(std::uint64_t ahead, std::string_view rule) {
    reject(ahead, rule);
    return 0;
  }

  std::size_t read_signature(Bytes run);
  std::size_t read_coded(Bytes run);
  std::size_t read_chunk(Bytes run);
  std::size_t open_data(Bytes run, bool is_frame);
  std::string_view data_fault(bool is_frame) const;
  void judge(std::string_view type, Bytes payload);
  std::string_view fault_of(std::string_view type, Bytes payload);
  std::string_view front_fault(std::string_view type, Bytes payload);
  std::string_view frame_fault(Bytes payload);
  std::string_view end_fault(Bytes payload);
  bool is_allowed(std::string_view type) const;
  void judge_profile(Bytes payload);
  void judge_text(std::string_view type, Bytes payload);
  bool is_first(std::string_view name);

  const Policy policy_;
  Part part_{Part::start};
  PngShape shape_;
  std::vector<std::string> seen_;  // chunks and texts that occur once

  std::uint32_t frames_{0};    // as acTL says; 0: no animation
  std::uint32_t controls_{0};  // fcTL chunks
  std::uint32_t sequence_{0};
  bool frame_waits_{false};  // an fcTL has no data yet
  bool frame_open_{false};   // an fcTL came behind IDAT

  std::uint64_t data_left_{0};  // of a chunk of picture data, its checksum included
  bool data_checked_{false};
  std::uint32_t data_sum_{0};
};

std::size_t PngVerifier::step(Bytes run) {
  if (part_ == Part::start) return read_signature(run);
  if (data_left_ > 0) return read_coded(run);
  if (part_ == Part::end) return refuse(0, "bytes behind IEND");
  return read_chunk(run);
}

std::size_t PngVerifier::read_signature(Bytes run) {
  if (run.size() < signature.size()) return 0;
  if (!starts_with(run, signature)) return refuse(0, "a file without the PNG signature");
  part_ = Part::header;
  return signature.size();
}

std::size_t PngVerifier::read_coded(Bytes run) {
  if (data_left_ > crc_size) {
    const auto most = std::min<std::uint64_t>(run.size(), data_left_ - crc_size);
    const auto data = run.first(static_cast<std::size_t>(most));
    if (data_checked_) data_sum_ = crc32_of(data_sum_, data);
    data_left_ -= data.size();
    return data.size();
  }
  if (run.size() < crc_size) return 0;
  if (data_checked_ && u32(run, 0) != data_sum_) return refuse(0, "picture data with a wrong checksum");
  data_left_ = 0;
  return crc_size;
}

std::size_t PngVerifier::read_chunk(Bytes run) {
  if (run.size() < head_size) return 0;
  const auto length = u32(run, 0);
  const auto type = as_text(run.subspan(4, 4));
  if (length > most_length) return refuse(0, "a chunk of a length out of range");
  if (type == "IDAT" || type == "fdAT") return open_data(run, type == "fdAT");
  if (length > (type == "iCCP" ? profile_limit : other_limit)) return refuse(0, "a chunk that is too long");
  if (run.size() < length + framing) return 0;
  const auto named = run.subspan(4, std::size_t{4} + length);
  if (crc32_of(0, named) != u32(run, head_size + length)) return refuse(0, "a chunk with a wrong checksum");
  judge(type, run.subspan(head_size, length));
  return length + framing;
}

// Begins picture data. Of fdAT the number is read, too.
std::size_t PngVerifier::open_data(Bytes run, bool is_frame) {
  const auto length = u32(run, 0);
  const std::size_t size = head_size + (is_frame ? 4 : 0);
  if (run.size() < size) return 0;
  if (const auto fault = data_fault(is_frame); !fault.empty()) return refuse(0, fault);
  if (is_frame && (length < 4 || u32(run, head_size) != sequence_++)) {
    return refuse(head_size, "an animation with a gap in its numbers");
  }
  part_ = is_frame ? Part::behind : Part::data;
  frame_waits_ = false;
  data_left_ = std::uint64_t{length} + framing - size;
  data_checked_ = length <= checked_data;
  data_sum_ = data_checked_ ? crc32_of(0, run.subspan(4, size - 4)) : 0;
  return size;
}

std::string_view PngVerifier::data_fault(bool is_frame) const {
  if (is_frame) {
    return frame_open_ ? "" : "data of a frame that is not there";
  }
  if (part_ == Part::data) return "";
  if (part_ != Part::front) return "picture data in a wrong place";
  return shape_.is_palette() && shape_.palette == 0 ? "a palette picture without its palette" : "";
}

void PngVerifier::judge(std::string_view type, Bytes payload) {
  if (part_ == Part::data) part_ = Part::behind;
  if (const auto fault = fault_of(type, payload); !fault.empty()) return reject(0, fault);
  if (type == "iCCP") judge_profile(payload);
  if (type == "eXIf") reject(verify_exif(payload, policy_), head_size);
  if (type == "tEXt" || type == "iTXt") judge_text(type, payload);
}

std::string_view PngVerifier::fault_of(std::string_view type, Bytes payload) {
  if (part_ == Part::header) {
    part_ = Part::front;
    return type == "IHDR" && read_png_shape(payload, shape_) ? "" : "no valid IHDR at the start";
  }
  if (type == "fcTL") return frame_fault(payload);
  if (type == "IEND") return end_fault(payload);
  if (type == "tEXt" || type == "iTXt") return "";  // see judge_text()
  if (!has_png_values(type) && type != "iCCP" && type != "eXIf") return "a chunk that is not kept";
  if (!is_allowed(type)) return "a chunk that the policy does not keep";
  if (!is_first(type)) return "a chunk that occurs twice";
  if (type == "eXIf") return "";
  return part_ == Part::front ? front_fault(type, payload) : "a chunk that belongs before the picture data";
}

std::string_view PngVerifier::front_fault(std::string_view type, Bytes payload) {
  if (shape_.palette > 0 && is_colour_chunk(type)) return "a chunk about colour behind the palette";
  if (type == "iCCP") return "";
  if (!are_png_values(type, payload, shape_)) return "a chunk of a wrong length or with invalid values";
  if (type == "PLTE") shape_.palette = payload.size() / 3;
  if (type == "acTL") frames_ = u32(payload, 0);
  return "";
}

std::string_view PngVerifier::frame_fault(Bytes payload) {
  const bool before = part_ == Part::front;
  if (controls_ == frames_) return "a frame past those that acTL says";
  if (frame_waits_) return "a frame without data";
  if (!is_png_frame(payload, shape_, before)) return "a frame with invalid values";
  if (u32(payload, 0) != sequence_++) return "an animation with a gap in its numbers";
  ++controls_;
  frame_waits_ = true;
  frame_open_ = !before;
  return "";
}

std::string_view PngVerifier::end_fault(Bytes payload) {
  if (part_ != Part::behind) return "a PNG without picture data";
  if (!payload.empty()) return "bytes in IEND";
  if (frame_waits_) return "a frame without data";
  if (controls_ != frames_) return "fewer frames than acTL says";
  part_ = Part::end;
  return "";
}

bool PngVerifier::is_allowed(std::string_view type) const {
  if (type == "pHYs") return policy_.keeps(Keep::density);
  if (type == "iCCP") return policy_.keeps(Keep::icc);
  return !type.starts_with("np") || policy_.keeps(Keep::ninepatch);
}

// The stream must be what zlib makes of the profile, since one profile has many streams.
void PngVerifier::judge_profile(Bytes payload) {
  constexpr auto head = "icc\0\0"sv;
  if (!starts_with(payload, head)) return reject(head_size, "a profile with a name of its own");
  const auto stream = payload.subspan(head.size());
  const auto profile = inflate_zlib(stream, profile_limit);
  if (!profile) return reject(head_size + head.size(), "a profile that does not inflate");
  const auto made = deflate_zlib(profile->bytes);
  if (!made || !same_bytes(*made, stream)) {
    return reject(head_size + head.size(), "a profile that is not compressed as zlib does");
  }
  if (const auto verdict = verify_icc(profile->bytes, policy_)) reject(head_size + head.size(), verdict->rule);
}

void PngVerifier::judge_text(std::string_view type, Bytes payload) {
  constexpr auto flags = "\0\0\0\0"sv;  // not compressed, no languages
  const auto all = as_text(payload);
  const auto keyword = all.substr(0, all.find('\0'));
  const auto text_at = keyword.size() + 1 + (type == "iTXt" ? flags.size() : 0);
  const bool is_right = keyword == "Author" || keyword == "Copyright";
  const bool is_packet = type == "iTXt" && keyword == "XML:com.adobe.xmp";
  if (!is_right && !is_packet) return reject(0, "a text that is not kept");
  if (!is_first(keyword)) return reject(0, "a text that occurs twice");
  if (payload.size() <= text_at) return reject(0, "a text without a value");
  if (type == "iTXt" && all.substr(keyword.size() + 1, flags.size()) != flags) {
    return reject(head_size + keyword.size() + 1, "a text that is compressed or names a language");
  }
  const auto value = payload.subspan(text_at);
  if (is_packet) {
    reject(verify_xmp(value, policy_), head_size + text_at);
    return;
  }
  if (!policy_.keeps(Keep::copyright)) return reject(0, "a text that the policy does not keep");
  const bool visible = type == "iTXt" ? is_kept_text(as_text(value)) : printable_text(value) == as_text(value);
  if (!visible) reject(head_size + text_at, "a text that is not visible text");
}

bool PngVerifier::is_first(std::string_view name) {
  if (std::ranges::find(seen_, name) != seen_.end()) return false;
  seen_.emplace_back(name);
  return true;
}

}  // namespace

std::unique_ptr<Verifier> make_png_verifier(const Policy& policy) {
  return std::make_unique<PngVerifier>(policy);
}

}  // namespace stripmeta::verify

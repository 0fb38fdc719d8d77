#include "strip/verify/gif.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "strip/verify/icc.hpp"

namespace stripmeta::verify {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t screen_size = 13;
constexpr std::size_t image_size = 11;  // separator, descriptor and code size, without a palette
constexpr std::size_t control_size = 8;
constexpr std::size_t name_size = 14;  // introducer, label, size and name of an application
constexpr std::size_t loop_size = 19;
constexpr std::size_t profile_limit = 16U << 20U;
constexpr unsigned has_palette = 0x80;

std::size_t palette_bytes(unsigned flags) {
  return (flags & has_palette) != 0 ? std::size_t{6} << (flags & 7U) : 0;
}

class GifVerifier final : public StreamVerifier {
 public:
  explicit GifVerifier(const Policy& policy) : policy_(policy) {}

 protected:
  std::size_t step(Bytes run) override;
  void end() override {
    if (part_ != Part::end) reject(0, "a GIF without its trailer");
  }

 private:
  enum class Part : std::uint8_t { screen, block, data, profile, end };

  std::size_t refuse(std::uint64_t ahead, std::string_view rule) {
    reject(ahead, rule);
    return 0;
  }

  std::size_t read_screen(Bytes run);
  std::size_t read_block(Bytes run);
  std::size_t read_extension(Bytes run);
  std::size_t read_control(Bytes run);
  std::size_t read_loop(Bytes run, bool& seen);
  std::size_t open_profile();
  std::size_t read_profile(Bytes run);
  std::size_t read_image(Bytes run);
  std::size_t read_data(Bytes run);
  std::size_t read_trailer();

  const Policy policy_;
  Part part_{Part::screen};
  std::size_t left_{0};       // of a palette or a sub-block of picture data
  bool control_seen_{false};  // before the next image
  bool netscape_seen_{false};
  bool animexts_seen_{false};
  bool profile_seen_{false};
  bool image_seen_{false};
  std::vector<std::byte> profile_;
  bool profile_full_{true};  // its last sub-block has 255 bytes
};

std::size_t GifVerifier::step(Bytes run) {
  if (left_ > 0) {
    const auto skipped = std::min(left_, run.size());
    left_ -= skipped;
    return skipped;
  }
  switch (part_) {
    case Part::screen: return read_screen(run);
    case Part::block: return read_block(run);
    case Part::data: return read_data(run);
    case Part::profile: return read_profile(run);
    case Part::end: break;
  }
  return refuse(0, "bytes behind the trailer");
}

std::size_t GifVerifier::read_screen(Bytes run) {
  if (run.size() < screen_size) return 0;
  if (!starts_with(run, "GIF87a") && !starts_with(run, "GIF89a")) return refuse(0, "a file without the GIF signature");
  const auto flags = u8(run, 10);
  if ((flags & has_palette) == 0 && u8(run, 11) != 0) return refuse(11, "a background without a palette");
  left_ = palette_bytes(flags);
  part_ = Part::block;
  return screen_size;
}

std::size_t GifVerifier::read_block(Bytes run) {
  switch (u8(run, 0)) {
    case 0x21: return read_extension(run);
    case 0x2C: return read_image(run);
    case 0x3B: return read_trailer();
    default: return refuse(0, "a byte that begins no block");
  }
}

std::size_t GifVerifier::read_trailer() {
  if (!image_seen_) return refuse(0, "a GIF without an image");
  if (control_seen_) return refuse(0, "a graphic control before no image");
  part_ = Part::end;
  return 1;
}

std::size_t GifVerifier::read_extension(Bytes run) {
  if (run.size() < 2) return 0;
  if (u8(run, 1) == 0xF9) return read_control(run);
  if (u8(run, 1) != 0xFF) return refuse(0, "an extension that is not kept");
  if (run.size() < name_size) return 0;
  const auto name = as_text(run.subspan(2, name_size - 2));
  if (name.substr(1) == "NETSCAPE2.0" && u8(run, 2) == 11) return read_loop(run, netscape_seen_);
  if (name.substr(1) == "ANIMEXTS1.0" && u8(run, 2) == 11) return read_loop(run, animexts_seen_);
  if (name == "\x0BICCRGBG1012"sv) return open_profile();
  return refuse(0, "an extension that is not kept");
}

std::size_t GifVerifier::read_control(Bytes run) {
  if (run.size() < control_size) return 0;
  const auto flags = u8(run, 3);
  if (control_seen_) return refuse(0, "two graphic controls before an image");
  if (u8(run, 2) != 4 || u8(run, 7) != 0) return refuse(2, "a graphic control of a wrong length");
  if ((flags & 0xE2U) != 0) return refuse(3, "bits of a graphic control that say nothing");
  if ((flags & 1U) == 0 && u8(run, 6) != 0) return refuse(6, "a transparent colour that is not used");
  control_seen_ = true;
  return control_size;
}

std::size_t GifVerifier::read_loop(Bytes run, bool& seen) {
  if (run.size() < loop_size) return 0;
  if (seen) return refuse(0, "a second loop of the same name");
  if (u8(run, 14) != 3 || u8(run, 15) != 1 || u8(run, 18) != 0) return refuse(14, "a loop of another form");
  seen = true;
  return loop_size;
}

std::size_t GifVerifier::open_profile() {
  if (!policy_.keeps(Keep::icc)) return refuse(0, "a profile that the policy does not keep");
  if (profile_seen_) return refuse(0, "a second profile");
  profile_seen_ = true;
  part_ = Part::profile;
  return name_size;
}

std::size_t GifVerifier::read_profile(Bytes run) {
  const std::size_t size = u8(run, 0);
  if (run.size() < size + 1) return 0;
  if (size == 0) {
    if (const auto verdict = verify_icc(profile_, policy_)) reject(0, verdict->rule);
    part_ = Part::block;
    return 1;
  }
  if (!profile_full_) return refuse(0, "a profile in short sub-blocks");
  if (profile_.size() > profile_limit) return refuse(0, "a profile that is too long");
  profile_full_ = size == 255;
  put_bytes(profile_, run.subspan(1, size));
  return size + 1;
}

std::size_t GifVerifier::read_image(Bytes run) {
  const auto flags_known = run.size() >= image_size - 1;
  if (!flags_known) return 0;
  const auto flags = u8(run, 9);
  const auto palette = palette_bytes(flags);
  if (run.size() < image_size + palette) return 0;
  const bool sized = u16(run, 5, ByteOrder::little) != 0 && u16(run, 7, ByteOrder::little) != 0;
  if (!sized) return refuse(5, "an image of no width or height");
  if ((flags & (palette > 0 ? 0x18U : 0xBFU)) != 0) return refuse(9, "bits of an image that say nothing");
  image_seen_ = true;
  control_seen_ = false;
  part_ = Part::data;
  return image_size + palette;
}

std::size_t GifVerifier::read_data(Bytes run) {
  left_ = u8(run, 0);
  if (left_ == 0) part_ = Part::block;
  return 1;
}

}  // namespace

std::unique_ptr<Verifier> make_gif_verifier(const Policy& policy) {
  return std::make_unique<GifVerifier>(policy);
}

}  // namespace stripmeta::verify

#include "strip/gif/location.hpp"

#include <algorithm>
#include <string_view>

#include "strip/gif/extension.hpp"
#include "strip/location/jpeg.hpp"
#include "strip/location/sign.hpp"
#include "strip/location/xmp.hpp"

namespace stripmeta::location {
namespace {

constexpr std::uint8_t application_label = 0xFF;
constexpr std::size_t name_at = 3;  // after introducer, label and size
constexpr std::size_t name_size = 11;
constexpr std::size_t magic_size = 256;  // FF down to 00, between 01 and the terminator (XMP part 3, 1.1.2)

class GifPatcher {
 public:
  GifPatcher(Patch& patch, const Survey& found) : patch_(patch), found_(found) {}

  void run() {
    for (const auto& part : found_.parts) on_part(part);
    if (!found_.is_truncated) patch_trailer(patch_, patch_.full_range().part(found_.end), true, 0);
    for (const auto& part : found_.parts) {
      if (is_credential(part) && (patch_.changed() || may_hold_place(patch_.bytes(extension(part))))) {
        patch_.cut(extension(part), Kind::c2pa, HoldSet{}.add(Holds::edit_history));
      }
    }
  }

 private:
  // The extension from its introducer to its terminator, which is found by the sizes of the sub-blocks.
  Range extension(const Part& part) const {
    const auto bytes = patch_.bytes();
    auto at = part.at + 2;
    while (at < bytes.size() && u8(bytes, at) != 0) at += std::size_t{1} + u8(bytes, at);
    return {part.at, std::min(at + 1, bytes.size())};
  }

  bool is_application(const Part& part) const {
    const auto bytes = patch_.bytes(patch_.full_range().part(part.at));
    return bytes.size() > name_at + name_size && u8(bytes, 0) == gif::introducer && u8(bytes, 1) == application_label;
  }

  std::string_view name(const Part& part) const {
    return is_application(part) ? as_text(patch_.bytes().subspan(part.at + name_at, name_size)) : std::string_view{};
  }
  bool is_credential(const Part& part) const { return name(part).starts_with("C2PA_GIF"); }

  void on_part(const Part& part) {
    if (!is_application(part) || is_credential(part)) return;
    const auto all = extension(part);
    const bool is_xmp = part.kind == Kind::xmp;
    if (is_xmp ? !patch_packet(all) : may_hold_place(patch_.bytes(all))) {
      patch_.cut(all, part.kind, holds_gps());
    }
  }

  bool patch_packet(Range all) {
    const auto text = all.part(name_at + name_size);
    constexpr std::size_t tail = magic_size + 2;
    if (text.size() < tail) return false;
    const auto magic = patch_.bytes(text.part(text.size() - tail));
    for (std::size_t i = 1; i <= magic_size; ++i) {
      if (u8(magic, i) != magic_size - i) return false;
    }
    return u8(magic, 0) == 1 && patch_xmp(patch_, text.part(0, text.size() - tail));
  }

  Patch& patch_;
  const Survey& found_;
};

}  // namespace

Status patch_gif(Patch& patch, const Survey& found) {
  GifPatcher{patch, found}.run();
  return {};
}

}  // namespace stripmeta::location

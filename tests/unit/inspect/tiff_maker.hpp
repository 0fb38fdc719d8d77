// Makes Exif blocks for the tests, in either byte order.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "findings.hpp"

namespace stripmeta::test {

struct MadeEntry {
  std::uint16_t tag;
  std::uint16_t type;
  std::uint32_t count;
  Buffer value;  // of any length; shorter than four bytes is padded
};
using MadeIfd = std::vector<MadeEntry>;

class TiffMaker {
 public:
  explicit TiffMaker(ByteOrder order) : order_(order) {}

  MadeIfd ifd0;
  MadeIfd exif;
  MadeIfd gps;
  MadeIfd interop;
  MadeIfd ifd1;
  Buffer thumbnail;

  static MadeEntry ascii(std::uint16_t tag, std::string_view text) {
    Buffer value = bytes_of(text);
    value.push_back(std::byte{0});
    return {tag, 2, static_cast<std::uint32_t>(value.size()), value};
  }
  static MadeEntry raw(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::string_view value) {
    return {tag, type, count, bytes_of(value)};
  }
  static MadeEntry undefined(std::uint16_t tag, std::string_view value) {
    return {tag, 7, static_cast<std::uint32_t>(value.size()), bytes_of(value)};
  }
  MadeEntry shorts(std::uint16_t tag, std::vector<unsigned> numbers, std::uint16_t type = 3) const {
    MadeEntry entry{tag, type, static_cast<std::uint32_t>(numbers.size()), {}};
    for (const unsigned number : numbers) put_u16(entry.value, number, order_);
    return entry;
  }
  MadeEntry longs(std::uint16_t tag, std::vector<std::uint32_t> numbers, std::uint16_t type = 4) const {
    MadeEntry entry{tag, type, static_cast<std::uint32_t>(numbers.size()), {}};
    for (const std::uint32_t number : numbers) put_u32(entry.value, number, order_);
    return entry;
  }
  // Numerators and denominators in turn.
  MadeEntry rationals(std::uint16_t tag, const std::vector<std::uint32_t>& numbers, std::uint16_t type = 5) const {
    MadeEntry entry = longs(tag, numbers, type);
    entry.count /= 2;
    return entry;
  }

  // "Exif\0\0", header, IFD0, Exif, GPS, interop, IFD1 with their values behind each, the thumbnail.
  Buffer payload() {
    constexpr std::uint32_t header = 8;
    if (!interop.empty()) exif.push_back(longs(40965, {0}));
    if (!exif.empty()) ifd0.push_back(longs(34665, {0}));
    if (!gps.empty()) ifd0.push_back(longs(34853, {0}));
    if (!thumbnail.empty()) {
      ifd1.push_back(longs(513, {0}));
      ifd1.push_back(longs(514, {static_cast<std::uint32_t>(thumbnail.size())}));
    }
    const std::uint32_t exif_at = header + size(ifd0);
    const std::uint32_t gps_at = exif_at + size(exif);
    const std::uint32_t interop_at = gps_at + size(gps);
    const std::uint32_t ifd1_at = interop_at + size(interop);
    point(ifd0, 34665, exif_at);
    point(ifd0, 34853, gps_at);
    point(exif, 40965, interop_at);
    point(ifd1, 513, ifd1_at + size(ifd1));
    Buffer out = bytes_of(order_ == ByteOrder::big ? "MM" : "II");
    put_u16(out, 42, order_);
    put_u32(out, header, order_);
    write(out, ifd0, ifd1.empty() ? 0 : ifd1_at);
    for (const auto* ifd : {&exif, &gps, &interop, &ifd1}) write(out, *ifd, 0);
    put_bytes(out, thumbnail);
    Buffer payload = bytes_of(std::string_view("Exif\0\0", 6));
    put_bytes(payload, out);
    return payload;
  }

  // A directory with its values behind, that is to stand `at` bytes behind where its offsets count from.
  Buffer directory(std::size_t at, const MadeIfd& ifd) const {
    Buffer out(at);
    write(out, ifd, 0);
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(at));
    return out;
  }

 private:
  static std::uint32_t size(const MadeIfd& ifd) {
    if (ifd.empty()) return 0;
    std::size_t all = 6 + 12 * ifd.size();
    for (const auto& entry : ifd) all += entry.value.size() > 4 ? entry.value.size() : 0;
    return static_cast<std::uint32_t>(all);
  }

  void point(MadeIfd& ifd, std::uint16_t tag, std::uint32_t at) const {
    for (auto& entry : ifd) {
      if (entry.tag == tag) entry = longs(tag, {at});
    }
  }

  void write(Buffer& out, const MadeIfd& ifd, std::uint32_t next) const {
    if (ifd.empty()) return;
    std::size_t value_at = out.size() + 6 + 12 * ifd.size();
    Buffer values;
    put_u16(out, static_cast<unsigned>(ifd.size()), order_);
    for (const auto& entry : ifd) {
      put_u16(out, entry.tag, order_);
      put_u16(out, entry.type, order_);
      put_u32(out, entry.count, order_);
      if (entry.value.size() > 4) {
        put_u32(out, static_cast<std::uint32_t>(value_at + values.size()), order_);
        put_bytes(values, entry.value);
      } else {
        put_bytes(out, entry.value);
        out.resize(out.size() + 4 - entry.value.size());
      }
    }
    put_u32(out, next, order_);
    put_bytes(out, values);
  }

  ByteOrder order_;
};

// A block with every directory and sort of value, as large cameras write it.
inline Buffer rich_exif(ByteOrder order) {
  TiffMaker maker{order};
  maker.ifd0 = {TiffMaker::ascii(271, "Canon"),
                TiffMaker::ascii(272, "Canon EOS 5D"),
                maker.shorts(274, {6}),
                maker.rationals(282, {72, 1}),
                maker.rationals(283, {0, 0}),
                maker.shorts(296, {2}),
                TiffMaker::ascii(305, "Firmware 1.0"),
                TiffMaker::ascii(306, "2024:01:15 10:20:30"),
                TiffMaker::ascii(315, "Ann Example"),
                TiffMaker::raw(33432, 2, 8, std::string_view("Ann\0Bob\0", 8)),
                TiffMaker::raw(40091, 1, 6, std::string_view("\xE4\0b\0\0\0", 6))};
  maker.exif = {maker.rationals(33434, {10, 2500}),
                maker.rationals(33437, {28, 10}),
                maker.shorts(34850, {3}),
                TiffMaker::undefined(36864, "0232"),
                TiffMaker::undefined(37121, std::string_view("\1\2\3\0", 4)),
                maker.rationals(37380, {0xFFFFFFFF, 3}, 10),
                maker.shorts(37383, {5}),
                maker.shorts(37384, {99}),
                maker.shorts(37385, {0x5D}),
                TiffMaker::undefined(37500, std::string(64, '\7')),
                TiffMaker::undefined(37510, std::string_view("ASCII\0\0\0a remark   ", 19)),
                maker.shorts(40961, {65535}),
                TiffMaker::ascii(42033, "SN-0042"),
                maker.rationals(42034, {24, 1, 70, 1, 28, 10, 4, 1}),
                maker.shorts(0xC5A1, {1, 2, 3, 4})};
  maker.gps = {TiffMaker::raw(0, 1, 4, std::string_view("\2\3\0\0", 4)),
               TiffMaker::ascii(1, "N"),
               maker.rationals(2, {51, 1, 30, 1, 26, 10}),
               TiffMaker::ascii(3, "W"),
               maker.rationals(4, {0, 1, 7, 1, 2865, 100}),
               TiffMaker::raw(5, 1, 1, std::string_view("\1", 1)),
               maker.rationals(6, {352, 10}),
               maker.rationals(7, {14, 1, 7, 1, 15, 2}),
               TiffMaker::ascii(16, "T"),
               TiffMaker::undefined(27, std::string_view("ASCII\0\0\0NETWORK", 15)),
               TiffMaker::ascii(29, "2024:01:15")};
  maker.interop = {TiffMaker::ascii(1, "R98"), TiffMaker::undefined(2, "0100")};
  maker.ifd1 = {maker.shorts(259, {6})};
  // SOI, an APP0 of four bytes, a frame of 160x120, EOI.
  maker.thumbnail =
      bytes_of(std::string_view("\xFF\xD8\xFF\xE0\0\4JF\xFF\xC0\0\x0B\x08\0\x78\0\xA0\1\1\x11\0\xFF\xD9", 23));
  return maker.payload();
}

}  // namespace stripmeta::test

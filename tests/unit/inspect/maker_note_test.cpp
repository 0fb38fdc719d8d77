// Notes in the makers' layouts. tests/unit/inspect/compare_exiftool.py compares real ones with ExifTool.
#include "inspect/maker_note.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "findings.hpp"
#include "tiff_maker.hpp"

namespace stripmeta::test {
namespace {

// The bytes of a note, `at` bytes behind the block's TIFF header.
using MakeNote = std::function<Buffer(std::size_t at)>;

std::string said_by(const TiffMaker& shape, std::string_view make, const MakeNote& make_note) {
  const std::string hole(make_note(0).size(), '\xAA');
  auto maker = shape;
  maker.ifd0 = {TiffMaker::ascii(271, make)};
  maker.exif = {TiffMaker::undefined(37500, hole)};
  auto payload = maker.payload();
  const auto wanted = bytes_of(hole);
  const auto found = std::ranges::search(payload, wanted);
  constexpr std::ptrdiff_t signature = 6;
  const auto note = make_note(static_cast<std::size_t>(found.begin() - payload.begin() - signature));
  std::ranges::copy(note, found.begin());
  std::string lines;
  for (const auto& value : read_one(Kind::exif, payload)) {
    const bool is_own = value.group == "maker_note" && value.name != "Vendor" && value.name != "Size";
    if (is_own) lines += value.name + ": " + value.value + "\n";
  }
  return lines;
}

Buffer operator+(Buffer left, const Buffer& right) {
  put_bytes(left, right);
  return left;
}

class MakerNote : public testing::TestWithParam<ByteOrder> {
 protected:
  TiffMaker shape{GetParam()};
  std::string_view word{GetParam() == ByteOrder::big ? "MM" : "II"};
};
INSTANTIATE_TEST_SUITE_P(BothOrders, MakerNote, testing::Values(ByteOrder::big, ByteOrder::little));

TEST_P(MakerNote, OfCanonHasNoHeader) {
  const auto note = [&](std::size_t at) {
    return shape.directory(at, {TiffMaker::ascii(9, "Jane Owner"), shape.longs(12, {1234567}),
                                TiffMaker::ascii(0x96, "INTERNAL-1"), TiffMaker::ascii(7, "Firmware")});
  };
  EXPECT_EQ(said_by(shape, "Canon", note),
            "OwnerName: Jane Owner\nSerialNumber: 1234567\nInternalSerialNumber: INTERNAL-1\n");
  EXPECT_EQ(said_by(shape, "Nobody", note), "") << "neither signature nor Make names Canon";
}

TEST_P(MakerNote, OfNikonHasAHeaderOfTiff) {
  const auto note = [&](std::size_t) {
    Buffer tiff = bytes_of(word);
    put_u16(tiff, 42, GetParam());
    put_u32(tiff, 8, GetParam());
    return bytes_of(std::string_view("Nikon\0\2\x10\0\0", 10)) + tiff +
           shape.directory(8, {TiffMaker::ascii(0x1d, "2004567")});
  };
  EXPECT_EQ(said_by(shape, "NIKON CORPORATION", note), "SerialNumber: 2004567\n");
}

TEST_P(MakerNote, OfOlympusHasADirectoryOfEquipment) {
  const MadeIfd equipment{TiffMaker::ascii(0x101, "B9V508278"), TiffMaker::ascii(0x202, "LENS-77")};
  const auto note = [&](std::size_t) {
    constexpr std::size_t first = 12;
    constexpr std::size_t second = first + 6 + 12;
    auto head = bytes_of(std::string_view("OLYMPUS\0", 8)) + bytes_of(word) + bytes_of(std::string_view("\3\0", 2));
    return head + shape.directory(first, {shape.longs(0x2010, {second}, 13)}) + shape.directory(second, equipment);
  };
  EXPECT_EQ(said_by(shape, "OLYMPUS", note), "SerialNumber: B9V508278\nLensSerialNumber: LENS-77\n");
}

TEST_P(MakerNote, OfOthersHaveSignatures) {
  const auto in_block = [&](std::string_view head, MadeIfd entries) {
    return [=, this](std::size_t at) { return bytes_of(head) + shape.directory(at + head.size(), entries); };
  };
  const auto text = [](std::uint16_t tag) { return MadeIfd{TiffMaker::ascii(tag, "SN-1")}; };
  EXPECT_EQ(
      said_by(shape, "Panasonic", in_block({"Panasonic\0\0\0", 12}, {TiffMaker::undefined(0x25, {"\0\0S0106\0", 8})})),
      "InternalSerialNumber: S0106\n");
  EXPECT_EQ(said_by(shape, "SIGMA", in_block({"SIGMA\0\0\0\1\0", 10}, text(2))), "SerialNumber: SN-1\n");
  EXPECT_EQ(said_by(shape, "PENTAX", in_block({"AOC\0\0\0", 6}, text(0x229))), "SerialNumber: SN-1\n");
  EXPECT_EQ(said_by(shape, "RICOH", in_block({"Ricoh\0\0\0", 8}, text(5))), "SerialNumber: SN-1\n");
}

TEST(MakerNoteOfFujifilm, IsAlwaysLittleEndian) {
  const TiffMaker little{ByteOrder::little};
  const auto note = [&](std::size_t) {
    return bytes_of(std::string_view("FUJIFILM\x0c\0\0\0", 12)) +
           little.directory(12, {TiffMaker::ascii(0x10, "FC-99")});
  };
  EXPECT_EQ(said_by(TiffMaker{ByteOrder::big}, "FUJIFILM", note), "InternalSerialNumber: FC-99\n");
}

TEST_P(MakerNote, BlankValuesAreLeftOut) {
  const auto note = [&](std::size_t at) {
    return shape.directory(at, {TiffMaker::ascii(9, "   "), shape.longs(12, {0}), TiffMaker::ascii(0x96, "0000"),
                                TiffMaker::undefined(0x96, {"\1\2binary", 8})});
  };
  EXPECT_EQ(said_by(shape, "Canon", note), "");
}

TEST_P(MakerNote, HostileNotesAreHarmless) {
  const auto lie = [&](MadeEntry entry, std::uint32_t count) {
    entry.count = count;
    return [=, this](std::size_t at) { return shape.directory(at, {entry}); };
  };
  EXPECT_EQ(said_by(shape, "Canon", lie(TiffMaker::ascii(9, "Jane Owner"), 0xFFFFFFFF)), "");
  EXPECT_EQ(said_by(shape, "Canon", lie(TiffMaker::ascii(9, "Jane Owner"), 100000)), "");
  const auto of_itself = [&](std::size_t) {  // its equipment is the note again
    return bytes_of(std::string_view("OLYMPUS\0", 8)) + bytes_of(word) + bytes_of(std::string_view("\3\0", 2)) +
           shape.directory(12, {shape.longs(0x2010, {12}), shape.longs(0x2010, {0xFFFFFFFF}, 13)});
  };
  EXPECT_EQ(said_by(shape, "OLYMPUS", of_itself), "");
  for (const std::string_view head : {std::string_view{"OLYMPUS\0", 8}, std::string_view{"Nikon\0\2", 7},
                                      std::string_view{"FUJIFILM"}, std::string_view{"RICOH\0", 6}}) {
    EXPECT_EQ(said_by(shape, "", [&](std::size_t) { return bytes_of(head); }), "") << "cut behind its signature";
  }
}

// Otherwise this would take hours.
TEST_P(MakerNote, OfManyEntriesIsReadOnce) {
  constexpr std::size_t most = 0xFFFF;
  constexpr std::size_t large = 4'000'000;
  const auto shared = [&](std::size_t at) {
    auto entry = shape.longs(9, {static_cast<std::uint32_t>(at + 6 + (12 * most))}, 2);
    entry.count = large;
    auto note = shape.directory(at, MadeIfd(most, entry));
    note.resize(note.size() + large, std::byte{'a'});
    return note;
  };
  EXPECT_EQ(said_by(shape, "Canon", shared), "OwnerName: " + std::string(1024, 'a') + "… (4000000 bytes)\n");

  const auto of_equipment = [&](std::size_t) {
    auto entries = MadeIfd(most, shape.longs(0x2010, {12}, 13));
    entries.front() = TiffMaker::raw(0x101, 2, 3, std::string_view("SN\0", 3));
    return bytes_of(std::string_view("OLYMPUS\0", 8)) + bytes_of(word) + bytes_of(std::string_view("\3\0", 2)) +
           shape.directory(12, entries);
  };
  EXPECT_EQ(said_by(shape, "OLYMPUS", of_equipment), "SerialNumber: SN\n");
}

}  // namespace
}  // namespace stripmeta::test

// The reader of TIFF directories on whole and damaged structures, and what its callers make of them.
#include "strip/metadata/tiff_directory.hpp"

#include <gtest/gtest.h>

#include <list>

#include "strip/metadata/exif.hpp"
#include "strip/metadata/mpf.hpp"
#include "support/cpp/location_bytes.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

using tiff::Block;
using tiff::Broken;

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

std::vector<tiff::Entry> entries(const Block& block, std::uint64_t at, Broken broken = Broken::skip) {
  std::vector<tiff::Entry> all;
  const auto directory = block.directory(at, broken);
  if (!directory) return all;
  for (const auto& entry : block.entries(*directory)) all.push_back(entry);
  return all;
}

TEST(TiffDirectory, BothSizesAndBothByteOrdersAreRead) {
  for (const bool little : {false, true}) {
    for (const bool big : {false, true}) {
      TiffMaker maker{little, big};
      maker.page(maker.grey());
      const auto file = maker.bytes();
      const auto block = Block::open(view(file));
      ASSERT_TRUE(block);
      EXPECT_EQ(block->is_big(), big);
      EXPECT_EQ(Block::open_classic(view(file)).has_value(), !big);
      const auto directory = block->directory(block->first(), Broken::refuse);
      ASSERT_TRUE(directory);
      EXPECT_TRUE(directory->is_whole);
      EXPECT_EQ(directory->next, 0U);
      EXPECT_EQ(directory->size, block->count_size() + directory->count * block->entry_size() + block->pointer_size());
      for (const auto& entry : block->entries(*directory)) EXPECT_TRUE(entry.is_readable) << entry.tag;
      EXPECT_EQ(block->entry(*directory, 0).tag, 256);
    }
  }
}

TEST(TiffDirectory, AHeaderHasTheWholeNumber42) {
  const Tiff t{true};
  const auto directory = t.ifd({t.short_entry(274, 6)});
  for (const auto& header : {lit("II*X"), lit("II\0*"), lit("MM*\0"), lit("XX*\0"), lit("II,\0")}) {
    const auto file = header + t.n32(8) + directory;
    EXPECT_FALSE(Block::open(view(file)));
    EXPECT_EQ(read_exif(view(file)).keepable.orientation, 0);
    EXPECT_TRUE(read_mp_entries(view("MPF" + lit("\0") + file)).empty());
  }
  EXPECT_EQ(Block::open(view(lit("MM\0*\0\0\0"))).error().kind, ErrorKind::truncated);
  EXPECT_EQ(Block::open(view(lit("MM\0+\0\4\0\0") + std::string(8, '\0'))).error().kind, ErrorKind::malformed);
}

TEST(TiffDirectory, AValueStandsInItsEntryIfItFits) {
  const Tiff t;
  const auto file = t.header() + t.ifd({t.entry(1, 2, 4, "four"), t.entry(2, 2, 5, t.n32(38))}) + "fives";
  const auto found = entries(*Block::open(view(file)), 8);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FALSE(found[0].is_apart);
  EXPECT_EQ(found[0].value_at, 18U);
  EXPECT_EQ(as_text(found[0].value), "four");
  EXPECT_TRUE(found[1].is_apart);
  EXPECT_EQ(found[1].value_at, 38U);
  EXPECT_EQ(as_text(found[1].value), "fives");
}

TEST(TiffDirectory, OffsetsOfABlockWithoutAHeaderCountFromItsFirstByte) {
  const Tiff t;
  const auto note = t.ifd({t.entry(2, 2, 5, t.n32(18))}) + "fives";
  const auto found = entries(Block::headless(view(note), ByteOrder::big), 0);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(as_text(found[0].value), "fives");
}

TEST(TiffDirectory, ValuesThatDoNotLieWithinTheBlockAreNotReadable) {
  const Tiff t;
  for (const auto& entry : {t.entry(1, 2, 5, t.n32(30)), t.entry(1, 2, 0xFFFFFFFF, t.n32(8)),
                            t.entry(1, 12, 0xFFFFFFFF, t.n32(0xFFFFFFFF)), t.entry(1, 99, 1, "x")}) {
    const auto file = t.header() + t.ifd({entry, t.short_entry(274, 6)}).substr(0, 26);
    const auto found = entries(*Block::open(view(file)), 8);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_TRUE(found[0].is_lost());
    EXPECT_TRUE(found[0].value.empty());
    EXPECT_EQ(found[1].integer(), 6U) << "the next one is read all the same";
  }
}

TEST(TiffDirectory, NumbersAreThoseOfWholeNumberTypes) {
  const Tiff t;
  std::list<std::string> files;  // an entry refers to its file
  const auto read = [&](unsigned type, std::uint32_t count, const std::string& value) {
    files.push_back(t.header() + t.ifd({t.entry(1, type, count, value)}));
    return entries(*Block::open(view(files.back())), 8).at(0);
  };
  EXPECT_EQ(read(1, 4, "\1\2\3\4").integer(3), 4U);
  EXPECT_EQ(read(3, 2, be16(7) + be16(8)).integer(1), 8U);
  EXPECT_EQ(read(3, 2, be16(7) + be16(8)).integer(2), std::nullopt);
  EXPECT_EQ(read(9, 1, be32(7)).integer(), 7U);
  EXPECT_EQ(read(9, 1, be32(0xFFFFFFFF)).integer(), std::nullopt) << "negative";
  for (const unsigned type : {2U, 7U, 11U, 129U}) EXPECT_EQ(read(type, 1, be32(7)).integer(), std::nullopt) << type;
  EXPECT_EQ(read(13, 1, be32(7)).integer(), std::nullopt);
  EXPECT_EQ(read(13, 1, be32(7)).only_pointer(), 7U);
  EXPECT_EQ(read(3, 2, be16(7) + be16(8)).pointer(1), 8U);
  EXPECT_EQ(read(3, 2, be16(7) + be16(8)).only_pointer(), std::nullopt);
}

TEST(TiffDirectory, TypesOfBigTiffAndExif3AreKnown) {
  const auto size = [](int type) { return tiff::type_size(static_cast<std::uint16_t>(type)); };
  for (const int type : {16, 17, 18}) EXPECT_EQ(size(type), 8U);
  EXPECT_EQ(tiff::type_size(tiff::type_utf8), 1U);
  for (const int type : {0, 14, 15, 19, 128, 130, 65535}) EXPECT_EQ(size(type), 0U) << type;
  const Tiff t;
  EXPECT_EQ(read_exif(view(t.header() + t.ifd({t.entry(315, 129, 3, "J\xC3\xB8")}))).holds,
            HoldSet{}.add(Holds::owner));
}

TEST(TiffDirectory, ATextOfExif3IsRemovedForItsPosition) {
  const Tiff t;
  const auto before = t.header() + t.ifd({t.entry(42112, 129, 7, be32(26))}) + "GEO 1 2";
  const auto after = t.header() + t.ifd({}) + std::string(12 + 7, '\0');
  expect_located(soi + jfif + exif_segment(before) + picture, soi + jfif + exif_segment(after) + picture);
}

// A directory of three entries, of which the second has an unknown type, cut at any byte.
TEST(TiffDirectory, WhatIsDoneAtABrokenEntryIsTheCallersChoice) {
  const Tiff t;
  const auto whole =
      t.header() + t.ifd({t.short_entry(274, 6), t.entry(1, 99, 1, "x"), t.short_entry(259, 1)}, 0x12345678);
  for (std::size_t size = 8; size <= whole.size(); ++size) {
    const auto file = whole.substr(0, size);
    const auto block = *Block::open(view(file));
    const std::size_t complete = size < 10 ? 0 : std::min<std::size_t>((size - 10) / 12, 3);
    EXPECT_EQ(entries(block, 8, Broken::skip).size(), complete);
    EXPECT_EQ(entries(block, 8, Broken::stop).size(), std::min<std::size_t>(complete, 1));
    EXPECT_EQ(entries(block, 8, Broken::refuse).size(), size == whole.size() ? 3U : 0U);
    const auto skipping = block.directory(8, Broken::skip);
    ASSERT_EQ(skipping.has_value(), size >= 10);
    if (!skipping) continue;
    EXPECT_EQ(skipping->is_whole, complete == 3);
    EXPECT_EQ(skipping->next, size == whole.size() ? 0x12345678U : 0U) << "no other bytes are taken for it";
    EXPECT_FALSE(block.directory(8, Broken::stop)->is_whole);
    EXPECT_LE(skipping->at + skipping->size, size);
  }
}

TEST(TiffDirectory, ADirectoryDoesNotStandInTheHeaderOrPastTheEnd) {
  const Tiff t;
  const auto file = t.header() + t.ifd({t.short_entry(274, 6)});
  const auto block = *Block::open(view(file));
  for (const auto broken : {Broken::skip, Broken::stop, Broken::refuse}) {
    EXPECT_EQ(block.directory(7, broken).error().kind, ErrorKind::malformed);
    EXPECT_EQ(block.directory(file.size() - 1, broken).error().kind, ErrorKind::truncated);
    EXPECT_EQ(block.directory(~std::uint64_t{0}, broken).error().kind, ErrorKind::truncated);
  }
  EXPECT_TRUE(read_mp_entries(view(lit("MPF\0") + t.header(4) + std::string(80, '\1'))).empty());
}

TEST(TiffDirectory, AHugeCountIsBounded) {
  const auto file = lit("MM\0+\0\x8\0\0") + be32(0) + be32(16) + std::string(8, '\xFF') + std::string(100, '\0');
  const auto block = *Block::open(view(file));
  EXPECT_EQ(block.directory(16, Broken::skip)->count, 5U);
  EXPECT_EQ(block.directory(16, Broken::refuse).error().kind, ErrorKind::malformed);
}

TEST(TiffDirectory, APointerOfAnyWholeNumberIsFollowed) {
  const Tiff t;
  for (const unsigned type : {1U, 3U, 4U, 8U, 9U, 13U}) {
    const auto value = type == 1 ? bytes({26}) : type == 3 || type == 8 ? be16(26) : be32(26);
    const auto file = t.header() + t.ifd({t.entry(34853, type, 1, value)}) + t.ifd({t.entry(1, 2, 2, "N")});
    EXPECT_EQ(read_exif(view(file)).holds, HoldSet{}.add(Holds::gps)) << type;
  }
}

TEST(TiffDirectory, AListOfPicturesThatIsCutOffIsNotRead) {
  const Tiff t;
  const auto index = lit("MPF\0") + t.header() + t.ifd({t.entry(0xB002, 7, 48, be32(26))});
  EXPECT_EQ(read_mp_entries(view(index + std::string(48, '\0'))).size(), 2U);
  EXPECT_TRUE(read_mp_entries(view(index + std::string(47, '\0'))).empty());
}

// The bytes behind the last entry that is there began a further entry; they are no offset of the next directory.
TEST(TiffDirectory, ADirectoryThatIsCutOffHasNoNextOneWherePlacesGo) {
  const Tiff t;
  const auto orientation = t.short_entry(274, 1);
  const auto before = t.header() + be16(9) + orientation + t.long_entry(0x8825, 9999) + be32(8) + "tail";
  const auto after = t.header() + be16(1) + orientation + std::string(12 + 4, '\0') + "tail";
  expect_located(soi + jfif + exif_segment(before) + picture, soi + jfif + exif_segment(after) + picture);
}

// A stale pointer leads to a number of entries none of which is there.
TEST(TiffDirectory, BytesWithoutAnEntryAreNoGpsDirectory) {
  const Tiff t;
  const auto before = t.header() + t.ifd({t.entry(271, 2, 6, be32(38)), t.long_entry(0x8825, 38)}) + "Camera";
  const auto after = t.header() + t.ifd({t.entry(271, 2, 6, be32(38))}) + std::string(12, '\0') + "Camera";
  expect_located(soi + jfif + exif_segment(before) + picture, soi + jfif + exif_segment(after) + picture);
}

}  // namespace
}  // namespace stripmeta::test

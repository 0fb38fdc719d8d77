// What the sequence header of AV1 says: which layers, how long a header is that shows a frame again, and what av1C
// says.
#include <gtest/gtest.h>

#include "strip/coded/sequence_header.hpp"
#include "strip/verify/units.hpp"
#include "support/cpp/av1_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::coded {
namespace {

using namespace test;

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

std::string picture_with(const std::string& header) {
  return obu(1, header) + obu(6, "\x10 a frame that is shown");
}

std::string avif(const std::string& data, const std::string& configuration) {
  auto heif = plain_avif();
  heif.items.front().data = data;
  heif.property_boxes.back() = configuration;
  return heif.file();
}

// Strips, with the second reader, and again.
std::string clean(const std::string& file) {
  Stripper stripper;
  stripper.verify(true);
  const auto result = strip_with(stripper, file);
  EXPECT_FALSE(result.error) << result.error->message;
  stripper.reset();
  EXPECT_EQ(strip_with(stripper, result.output).output, result.output);
  return result.output;
}

const std::vector<Av1Sequence> sequences{
    {},
    {.profile = 1},
    {.level = 3},
    {.is_reduced = true},
    {.width = 4000, .height = 70, .high_depth = true},
    {.mono = true},
    {.profile = 2, .high_depth = false},
};

TEST(Av1Sequence, IsReadToItsLastField) {
  for (const auto& sequence : sequences) {
    const auto payload = sequence.payload();
    const auto header = read_sequence_header(view(payload));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, sequence.width);
    EXPECT_EQ(header->height, sequence.height);
    EXPECT_EQ(as_text(header->bytes), payload);
    EXPECT_FALSE(read_sequence_header(view(payload.substr(0, payload.size() / 2))));
    if (sequence.profile == 2) continue;  // format() does not know it
    EXPECT_EQ(as_text(header->profile), sequence.format());
  }
}

TEST(Av1Sequence, EndsWithItsLastField) {
  const auto payload = Av1Sequence{}.payload();
  const auto configuration = av1_configuration(Av1Sequence{}.format());
  const auto want = clean(avif(picture_with(payload), configuration));
  EXPECT_EQ(clean(avif(picture_with(payload + "planted"), configuration)), want);
  EXPECT_EQ(clean(avif(picture_with(payload + lit("\0\0")), configuration)), want);
}

TEST(Av1Configuration, IsThatOfThePicture) {
  for (const auto& sequence : sequences) {
    const auto data = picture_with(sequence.payload());
    const auto header = read_sequence_header(view(sequence.payload()));
    const std::string format{as_text(header->profile)};
    const auto want = clean(avif(data, av1_configuration(format)));
    EXPECT_TRUE(want.contains(av1_configuration(format)));
    EXPECT_EQ(clean(avif(data, av1_configuration("JO"))), want);
    const auto other = obu(1, Av1Sequence{.level = 5, .width = 0x4A4F, .height = 0x4521}.payload());
    EXPECT_EQ(clean(avif(data, av1_configuration(format, other))), want);
    const auto own = av1_configuration(format, obu(1, sequence.payload()));
    EXPECT_TRUE(clean(avif(data, own)).contains(own));
    EXPECT_EQ(clean(avif(data, av1_configuration(format, obu(1, sequence.payload()) + obu(1, sequence.payload())))),
              clean(avif(data, own)));
  }
}

TEST(Av1Configuration, IsCheckedBySecondReader) {
  const Av1Sequence sequence;
  const auto data = picture_with(sequence.payload());
  const auto judge = [&](const std::string& payload) {
    const auto file = payload + data;
    const verify::File whole{view(file)};
    return verify::verify_own_configuration(whole, {0, payload.size()}, {{payload.size(), data.size()}});
  };
  const auto front = bytes({0x81}) + sequence.format() + bytes({0});
  EXPECT_FALSE(judge(front));
  EXPECT_FALSE(judge(front + obu(1, sequence.payload())));
  EXPECT_EQ(judge(bytes({0x81}) + "JO" + bytes({0}))->offset, 1U);
  EXPECT_EQ(judge(front + obu(1, Av1Sequence{.level = 5}.payload()))->offset, 6U);
}

TEST(Av1Layers, AreThoseOfAnOperatingPoint) {
  const auto frame = [](unsigned layer) {
    return bytes({6 << 3 | 6, static_cast<int>(layer << 3U), 6}) + "\x10" + "layer";
  };
  for (const unsigned layers : {0U, 1U, 3U, 7U}) {
    const Av1Sequence sequence{.layers = layers};
    const auto front = obu(1, sequence.payload()) + frame(0);
    const auto rest = frame(1) + frame(2);
    const auto result = clean(avif(front + rest, av1_configuration(sequence.format())));
    EXPECT_EQ(result.contains(frame(1)), (layers & 2U) != 0) << layers;
    EXPECT_EQ(result.contains(frame(2)), (layers & 4U) != 0) << layers;
  }
}

TEST(Av1Repetition, IsAsLongAsItsFields) {
  const Av1Sequence sequence;
  const auto hidden = obu(1, sequence.payload()) + obu(6, lit("\0hidden"));
  const auto want = clean(avif(hidden + obu(3, "\x98"), av1_configuration(sequence.format())));
  for (const std::string text : {"JOE!", "planted text", "\x80"}) {
    EXPECT_EQ(clean(avif(hidden + obu(3, "\x98" + text), av1_configuration(sequence.format()))), want) << text;
    EXPECT_EQ(clean(avif(hidden + obu(3, "\x98") + obu(4, text), av1_configuration(sequence.format()))), want) << text;
  }
}

}  // namespace
}  // namespace stripmeta::coded

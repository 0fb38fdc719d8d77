// Where a JPEG XL codestream ends, and what becomes of what follows.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/jxl_bits.hpp"
#include "support/cpp/jxl_bytes.hpp"

namespace stripmeta::test {
namespace {

// Codestreams of every kind of header that says something about the end. Each ends with its last frame.
std::vector<std::string> codestreams() {
  std::vector<std::string> all{codestream, jxl_image_header() + jxl_frame({})};
  const auto add = [&](const JxlPicture& picture, const JxlFrame& frame) {
    all.push_back(jxl_image_header(picture) + jxl_frame(picture, frame));
  };
  add({.small = false, .has_more = true}, {.is_modular = false, .name = "layer"});
  add({.channel_name = "alpha"}, {});
  add({.channel_name = "alpha", .is_xyb = false}, {.is_permuted = true});
  add({.is_xyb = false, .has_profile = true}, {.is_modular = false});
  add({.has_more = true, .has_profile = true}, {.sections = ""});
  const JxlPicture animated{.has_more = true, .is_animated = true, .has_timecodes = true};
  all.push_back(jxl_image_header(animated) + jxl_frame(animated, {.is_last = false, .name = "first"}) +
                jxl_frame(animated, {.is_last = false, .sections = std::string(600, 'x')}) + jxl_frame(animated));
  const JxlPicture previewed{.has_more = true, .has_preview = true};
  all.push_back(jxl_image_header(previewed) + jxl_frame(previewed, {.sections = "preview"}) +
                jxl_frame(previewed, {.is_last = false}) + jxl_frame(previewed));
  return all;
}

std::string unhex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const auto value = [&](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    out += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
  }
  return out;
}

// Made with cjxl 0.7: 1 x 1 with a profile; 300 x 300 with its sections in another order, lossy and lossless. Their
// profiles and orders are coded with ANS.
const std::vector<std::string> coded{
    unhex("ff0a001010c2adc2808469005455a45347d4fd9e43b1ade0336b5568e1e3e050dad165e1c75aa680d3a690d3a2a0b384306e4cf8"
          "6ab5ba358bf7b1ba3221003a2e3e3af507f015cf7db264c19a20ae0318f046d757d712187e4465ad355619ffc5351d53575fdd00"
          "67250f8580d0b8c0cf64060606fe45806f45105c3b9c85806229d05b0b70b15908e907f625406d45027364c2f7cf9d4b31c05ceb"
          "f3ad67a2eb18171013f05e3af82a0bfb2a1b4a9b7e7691818189000802010028004b188b1542a1c4039007"),
    unhex("ff0a5819901417024013880600500141680b00800a9551c60d5ecef57cf9a1c362dac67586b6dab6b08412d3cd373a6178202121"
          "000ac63fce370bb201009263b48efb3096f56700ee40e48cf6239e627c8cfc8a41b8fd480d8845a088d69a0d952400"),
    unhex("ff0a58191014170208020128614c7a414801000040021cc0011c002b59918282c23d4b00e7caad76090a50fb774adeab8f7877d0"
          "c17087e0496837f469128deb450fdad51f1f0fc686636ebe049747c8fe217a3d4bb3d4d7e9b10e79e8d21347cfffc55948b1f3ff"
          "0f00c00400031c560aa0389d8708031c2901908309031c1e00d0d607031c2901908309")};

std::vector<std::string> all_codestreams() {
  auto all = codestreams();
  all.insert(all.end(), coded.begin(), coded.end());
  return all;
}

TEST(JxlCodestream, PassesAsItIs) {
  for (const auto& stream : all_codestreams()) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{63}, std::string::npos}) {
      const auto result = strip(stream, {}, step);
      ASSERT_FALSE(result.error) << result.error->message;
      EXPECT_EQ(result.output, stream);
      EXPECT_FALSE(result.report.changed());
    }
    expect_output(jxl_front + box("jxlc", stream), jxl_front + box("jxlc", stream));
  }
}

TEST(JxlCodestream, WhatFollowsTheLastFrameIsCut) {
  const std::string tail = lit("PK\3\4 a file, GPS 52");
  for (const auto& stream : all_codestreams()) {
    for (const auto& more : {tail, std::string(5, '\0'), std::string(3000, 'x')}) {
      expect_removed(expect_output(stream + more, stream), Kind::trailer, more.size());
      EXPECT_EQ(strip(stream + more, {}, 1).output, stream);
      const auto open = jxl_front + last_box("jxlc", stream);
      expect_removed(expect_output(open + more, open), Kind::trailer, more.size());
    }
  }
}

TEST(JxlCodestream, InABoxWithItsLengthTheTailBecomesZeros) {
  for (const auto& stream : all_codestreams()) {
    for (const std::size_t size : {1U, 1000U}) {
      const auto with = jxl_front + box("jxlc", stream + std::string(size, 'x'));
      const auto without = jxl_front + box("jxlc", stream + std::string(size, '\0'));
      expect_removed(expect_output(with, without), Kind::trailer, size);
      EXPECT_FALSE(expect_output(without, without).report.changed());
    }
  }
}

TEST(JxlCodestream, HeadersMayReachOverParts) {
  for (const auto& stream : all_codestreams()) {
    for (const std::size_t size : {1U, 3U, 50U}) {
      std::string file = jxl_front;
      unsigned number = 0;
      for (std::size_t at = 0; at < stream.size(); at += size, ++number) {
        file += jxlp(number, at + size >= stream.size(), stream.substr(at, size));
      }
      EXPECT_FALSE(expect_output(file, file).report.changed());
      EXPECT_EQ(strip(file, {}, 1).output, file);
    }
  }
}

TEST(JxlCodestream, PartsBehindTheEndGo) {
  const auto stream = codestreams()[2];
  const auto long_stream = stream + std::string(100, '\0');  // so long that its end is known before the next box
  const auto front = jxl_front + jxlp(0, false, long_stream);
  expect_removed(expect_output(front + jxlp(1, false, "text") + jxlp(2, true, "more text"), front + jxlp(1, true, "")),
                 Kind::trailer, 16 + 21 - 12, 2);
  const auto short_front = jxl_front + jxlp(0, false, codestream);
  expect_removed(expect_output(short_front + jxlp(1, true, "text"), short_front + jxlp(1, true, lit("\0\0\0\0"))),
                 Kind::trailer, 4);
}

TEST(JxlCodestream, ExtensionsBecomeZeros) {
  const std::string text(25, 'x');
  const std::string zeros(25, '\0');
  const auto with = [](const std::string& picture, const std::string& frame) {
    const JxlPicture extended{.extension = picture};
    return jxl_image_header(extended) + jxl_frame(extended, {.extension = frame});
  };
  expect_removed(expect_output(with(text, ""), with(zeros, "")), Kind::slack, text.size());
  expect_removed(expect_output(with("", text), with("", zeros)), Kind::slack, text.size());
  EXPECT_FALSE(expect_output(with(zeros, zeros), with(zeros, zeros)).report.changed());
}

// Names are a part of what is coded: they stay.
TEST(JxlCodestream, NamesStay) {
  const JxlPicture picture{.channel_name = "a channel"};
  const auto file = jxl_image_header(picture) + jxl_frame(picture, {.name = "a frame"});
  EXPECT_FALSE(expect_output(file, file).report.changed());
}

TEST(JxlCodestream, OneThatIsCutPasses) {
  for (const auto& stream : all_codestreams()) {
    for (std::size_t size = 2; size < stream.size(); size += 1 + size / 16) {
      const auto cut = stream.substr(0, size);
      EXPECT_FALSE(expect_output(cut, cut).report.changed());
    }
  }
}

TEST(JxlCodestream, AHeaderThatCannotBeReadIsRefused) {
  JxlBitWriter padded;  // bits before the first frame that are not zero
  padded.bits(16, 0x0AFF).flag(true).bits(5, 0).bits(3, 1).flag(true).flag(true).bits(5, 0x1F);
  auto wrong_state = coded[0];  // the profile's ANS stream
  wrong_state[100] = static_cast<char>(wrong_state[100] ^ 1);
  for (const auto& file : {padded.bytes() + std::string(70, '\0'), wrong_state}) {
    const auto result = strip(file);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, 0);
  }
}

}  // namespace
}  // namespace stripmeta::test

// The second reader of JPEG XL names each byte that it cannot account for.
#include "strip/verify/jxl.hpp"

#include <gtest/gtest.h>

#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/jxl_bits.hpp"
#include "support/cpp/jxl_bytes.hpp"

namespace stripmeta::test {
namespace {

verify::Verdict judge(std::string_view file, const Policy& policy = {}, std::size_t step = 5) {
  const auto verifier = verify::make_jxl_verifier(policy);
  for (std::size_t at = 0; at < file.size(); at += step) {
    const auto piece = file.substr(at, step);
    if (const auto verdict = verifier->feed(std::as_bytes(std::span{piece}))) return verdict;
  }
  return verifier->finish();
}

void expect_named(const std::string& file, std::uint64_t offset, std::string_view rule) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{16}, file.size()}) {
    const auto verdict = judge(file, {}, step);
    ASSERT_TRUE(verdict) << rule;
    EXPECT_EQ(verdict->rule, rule);
    EXPECT_EQ(verdict->offset, offset) << rule;
  }
}

TEST(VerifyJxl, AcceptsCleanFiles) {
  const JxlPicture animated{.has_more = true, .is_animated = true, .channel_name = "alpha", .has_profile = true};
  const auto frames = jxl_image_header(animated) + jxl_frame(animated, {.is_last = false, .is_permuted = true}) +
                      jxl_frame(animated, {.is_modular = false, .name = "last"});
  const auto parts = jxlp(0, false, frames.substr(0, 9)) + jxll + jxlp(1, true, frames.substr(9));
  for (const auto& file :
       {codestream, plain_jxl, frames, jxl_front + parts, jxl_front + jxll + last_box("jxlc", frames),
        jxl_front + box("jxlc", codestream + std::string(300, '\0'))}) {
    for (const std::size_t step : {std::size_t{1}, file.size()}) {
      const auto verdict = judge(file, {}, step);
      EXPECT_FALSE(verdict) << verdict->rule << verdict->offset;
    }
  }
}

TEST(VerifyJxl, NamesWhatStandsBetweenBoxes) {
  const std::string unknown = "a box that shows nothing, or comes twice";
  const auto start = box("JXL ", "\r\n\x87\n");
  expect_named(start + box("ftyp", lit("jxl \0\0\0\1jxl ")) + jxlc, 20, "other brands");
  for (const auto* type : {"Exif", "jxli", "jhgm", "free", "jbrd"}) {
    expect_named(jxl_front + box(type, "text") + jxlc, 32, unknown);
    expect_named(plain_jxl + box(type, ""), plain_jxl.size(), unknown);
  }
  expect_named(jxl_front + box("jxll", "\x06") + jxlc, 40, "a level that does not exist");
  expect_named(jxl_front + jxll + jxll + jxlc, 41, "a second level, or one of another length");
  expect_named(jxl_front + jxlp(3, true, codestream), 40, "a part of the codestream with another number");
}

TEST(VerifyJxl, NamesWhatFollowsTheLastFrame) {
  const JxlPicture picture;
  const auto longer = jxl_image_header() + jxl_frame(picture, {.sections = std::string(900, 'x')});
  const std::string rule = "bytes behind the last frame";
  for (const std::size_t step : {std::size_t{300}, std::string::npos}) {
    const auto verdict = judge(longer + "text", {}, step);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->rule, rule);
  }
  EXPECT_EQ(judge(longer + lit("\0"))->offset, longer.size());
  EXPECT_EQ(judge(codestream + "t")->rule, rule);
  EXPECT_EQ(judge(jxl_front + box("jxlc", longer + lit("\0\0t")))->offset, 40 + longer.size() + 2);
  EXPECT_EQ(judge(jxl_front + jxlp(0, false, codestream) + jxlp(1, true, "t"))->rule, rule);
}

TEST(VerifyJxl, NamesFreeBits) {
  const auto with = [](const std::string& extension) {
    const JxlPicture picture{.extension = extension};
    return jxl_image_header(picture) + jxl_frame(picture);
  };
  EXPECT_FALSE(judge(with(std::string(9, '\0'))));
  EXPECT_EQ(judge(with("some text"))->rule, "extensions of a JPEG XL codestream that are not zero");
}

TEST(VerifyJxl, NamesWhatIsMissing) {
  EXPECT_TRUE(judge(jxl_front));
  EXPECT_TRUE(judge(jxl_front + jxlp(0, false, codestream)));
  EXPECT_TRUE(judge(plain_jxl.substr(0, plain_jxl.size() - 1)));
  EXPECT_TRUE(judge("\xFF"));
}

TEST(VerifyJxl, AGainMapIsReadByItsFields) {
  const auto policy = *make_policy({.keep = "gainmap"});
  const auto with = [](const std::string& colour, const std::string& profile, const std::string& picture) {
    const auto metadata = gain_map_metadata(1);
    return plain_jxl + box("jhgm", lit("\0") + be16(static_cast<unsigned>(metadata.size())) + metadata +
                                       bytes({static_cast<int>(colour.size())}) + colour +
                                       be32(static_cast<std::uint32_t>(profile.size())) + profile + picture);
  };
  EXPECT_FALSE(judge(with("", "", codestream), policy));
  EXPECT_FALSE(judge(with("\1", lit("\xC8\x07"), codestream), policy));
  EXPECT_TRUE(judge(with("\1text", "", codestream), policy));
  EXPECT_TRUE(judge(with("", lit("\xC8\x07text"), codestream), policy));
  EXPECT_TRUE(judge(with("", "", codestream + "text"), policy));
  EXPECT_TRUE(judge(with("", "", codestream)));
}

}  // namespace
}  // namespace stripmeta::test

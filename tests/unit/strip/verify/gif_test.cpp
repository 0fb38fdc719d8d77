// What the second reader of GIF accepts, and which byte it names if it does not.
#include "strip/verify/gif.hpp"

#include <gtest/gtest.h>

#include "support/cpp/gif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/verdicts.hpp"

namespace stripmeta::test {
namespace {

using namespace gif;

void accepted(const std::string& file, const Policy& policy = {}) {
  expect_accepted_by(verify::make_gif_verifier, file, policy);
}
void rejected(const std::string& before, const std::string& rest, const Policy& policy = {}) {
  expect_rejected_by(verify::make_gif_verifier, before + rest, before.size(), policy);
}

TEST(VerifyGif, AcceptsWhatIsClean) {
  accepted(plain);
  accepted("GIF87a" + plain.substr(6));
  accepted(with(loop() + loop("ANIMEXTS1.0") + control, control + own_colours));
  accepted(with(control + profile_extension(icc_profile({{"rTRC", icc_curve(250)}}))));
}

TEST(VerifyGif, NamesABlockThatHasNoReason) {
  for (const auto& part : {comment("x"), plain_text("x"), xmp("x"), application("Somebody1.0", parts("x")),
                           extension(0x77, parts("x")), std::string("x")}) {
    rejected(screen, part + image + ";");
  }
  rejected(screen + control, control + image + ";");
  rejected(screen + image + control, ";");
  rejected(screen + loop(), loop() + image + ";");
  rejected(screen, ";");
  rejected(plain, "x");
  rejected(screen + image, "");
}

TEST(VerifyGif, NamesAByteThatSaysNothing) {
  const auto spoilt = [](const std::string& block, std::size_t at, int value) {
    rejected(screen + block.substr(0, at), bytes({value}) + block.substr(at + 1) + image + ";");
  };
  spoilt(control, 3, 0x21);
  spoilt(control, 3, 0x03);
  spoilt(control, 2, 5);
  spoilt(extension(0xF9, bytes({4, 0, 10, 0, 0, 0})), 6, 1);
  spoilt(image, 9, 0x08);
  spoilt(image, 9, 0x01);
  spoilt(own_colours, 9, 0x91);
  spoilt(image, 5, 0);
  spoilt(loop(), 14, 5);
  const std::string start = "GIF89a" + le16(1) + le16(1) + bytes({0x70});
  rejected(start, bytes({1, 0}) + own_colours + ";");
}

TEST(VerifyGif, ReadsAProfileToItsEnd) {
  const auto profile = profile_extension(icc_profile({{"rTRC", icc_curve(250)}}));
  rejected(screen + profile, profile + image + ";");
  rejected(screen, profile + image + ";", *make_policy({.remove = "icc"}));
  const auto uneven = profile_extension(icc_profile({{"rTRC", icc_curve(250)}}), 100);
  rejected(screen + uneven.substr(0, 14 + 101), uneven.substr(14 + 101) + image + ";");
  const auto damaged = profile_extension("x");
  rejected(screen + damaged.substr(0, damaged.size() - 1), lit("\0") + image + ";");
}

}  // namespace
}  // namespace stripmeta::test

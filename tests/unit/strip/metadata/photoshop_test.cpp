#include "strip/metadata/photoshop.hpp"

#include <gtest/gtest.h>

#include "strip/base/plain_text.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string utf8_mark = bytes({0x1C, 1, 90, 0, 3}) + "\x1B%G";

std::string iptc_of(const std::string& iim) {
  return std::string{as_text(kept_iptc(std::as_bytes(std::span{iim})))};
}

std::string resource(unsigned id, const std::string& data, const std::string& name = lit("\0\0")) {
  return "8BIM" + be16(id) + name + be32(static_cast<std::uint32_t>(data.size())) + data +
         (data.size() % 2 != 0 ? lit("\0") : "");
}

std::string resources_of(const std::string& resources) {
  return std::string{as_text(kept_resources(std::as_bytes(std::span{resources})))};
}

TEST(Photoshop, OfIptcTheRightsStay) {
  const std::string mine = iptc_dataset(80, "Jo") + iptc_dataset(80, "Al") + iptc_dataset(116, "(c) Jo");
  EXPECT_EQ(iptc_of(iptc_dataset(0, bytes({0, 4})) + iptc_dataset(55, "20261123") + mine + iptc_dataset(110, "no") +
                    iptc_dataset(90, "Vienna")),
            mine);
  EXPECT_EQ(iptc_of(mine), mine);
  EXPECT_EQ(iptc_of(iptc_dataset(110, "credit") + iptc_dataset(80, "") + iptc_dataset(116, "  ")), "");
  EXPECT_EQ(iptc_of(iptc_dataset(116, "a") + iptc_dataset(116, "b") + iptc_dataset(80, "c")),
            iptc_dataset(80, "c") + iptc_dataset(116, "a"))
      << "the first notice, behind the by-lines";
  EXPECT_EQ(iptc_of(bytes({0x1C, 3, 80, 0, 2}) + "no"), "") << "another record";
}

TEST(Photoshop, ItsCharacterSetIsSaidWhereTheSourceSaysUtf8) {
  const std::string utf8 = iptc_dataset(80, "J\u00FC");
  EXPECT_EQ(iptc_of(utf8_mark + utf8), utf8_mark + utf8);
  EXPECT_EQ(iptc_of(utf8), utf8);
  const std::string latin1 = iptc_dataset(80, "J\xFC");
  EXPECT_EQ(iptc_of(latin1), latin1) << "bytes as they stand";
  EXPECT_EQ(iptc_of(utf8_mark + latin1), "") << "not what it says";
  EXPECT_EQ(iptc_of(utf8_mark + iptc_dataset(80, "\xC0\xAF")), "") << "overlong";
  EXPECT_EQ(iptc_of(bytes({0x1C, 1, 90, 0, 3}) + "\x1B.A" + latin1), latin1) << "another mark goes";
}

TEST(Photoshop, TextsAreText) {
  EXPECT_EQ(iptc_of(iptc_dataset(80, lit("Jo\0hidden"))), iptc_dataset(80, "Jo"));
  EXPECT_EQ(iptc_of(iptc_dataset(80, " J\x01o\n\x7F!\t")), iptc_dataset(80, "Jo !"));
  EXPECT_EQ(iptc_of(iptc_dataset(80, std::string(text_limit, 'x'))), iptc_dataset(80, std::string(text_limit, 'x')));
  EXPECT_EQ(iptc_of(iptc_dataset(80, std::string(text_limit + 1, 'x'))), "");
}

TEST(Photoshop, TheResourceIsWrittenAnew) {
  const std::string rights = iptc_dataset(80, "Jon");
  const std::string fresh = resource(0x0404, rights);
  EXPECT_EQ(resources_of(resource(0x03ED, "resolution") + resource(0x0404, rights + iptc_dataset(5, "t"),
                                                                   "\x03"
                                                                   "abc")),
            fresh);
  EXPECT_EQ(resources_of(fresh), fresh);
  EXPECT_EQ(resources_of(fresh + "trailing"), fresh);
  EXPECT_EQ(resources_of(resource(0x0404, iptc_dataset(5, "t")) + fresh), fresh) << "the first with any";
  EXPECT_EQ(resources_of(resource(0x0404, iptc_dataset(5, "t"))), "");
  EXPECT_EQ(resources_of(resource(0x0422, rights)), "");
  for (std::size_t size = 0; size < fresh.size(); ++size) {
    const auto cut = fresh.substr(0, size);
    EXPECT_LE(resources_of(cut).size(), cut.size() + 1) << size;
  }
}

}  // namespace
}  // namespace stripmeta::test

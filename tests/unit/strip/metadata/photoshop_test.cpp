#include "strip/metadata/photoshop.hpp"

#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string resource(unsigned id, const std::string& data, const std::string& name = lit("\0\0"),
                     const std::string& signature = "8BIM") {
  return signature + be16(id) + name + be32(static_cast<std::uint32_t>(data.size())) + data +
         (data.size() % 2 != 0 ? lit("\0") : "");
}

std::string resources_of(const std::string& resources) {
  return std::string{as_text(kept_resources(std::as_bytes(std::span{resources})))};
}

TEST(Photoshop, ReadsResourcesOfEachSignature) {
  for (const std::string signature : {"8BIM", "PHUT", "DCSR", "AgHg", "MeSa"}) {
    const auto whole = resource(0x0404, "odd",
                                "\x03"
                                "abc",
                                signature);
    const auto all = whole + resource(0x0425, "");
    const auto read = photoshop::read_resource(std::as_bytes(std::span{all}));
    ASSERT_TRUE(read && read->is_complete) << signature;
    EXPECT_EQ(read->is(photoshop::iptc), signature == "8BIM");
    EXPECT_EQ(read->name, "abc");
    EXPECT_EQ(as_text(read->data), "odd");
    EXPECT_EQ(read->all.size(), whole.size()) << "with its padding";
  }
  const auto other = resource(0x0404, "data", lit("\0\0"), "8BIN");
  EXPECT_FALSE(photoshop::read_resource(std::as_bytes(std::span{other})));
}

TEST(Photoshop, AResourceThatIsCutOffReachesToTheEnd) {
  const auto whole = resource(0x0404, "data");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = whole.substr(0, size);
    const auto read = photoshop::read_resource(std::as_bytes(std::span{cut}));
    ASSERT_EQ(read.has_value(), size >= 12) << size;
    if (!read) continue;
    EXPECT_FALSE(read->is_complete);
    EXPECT_EQ(read->all.size(), size);
    EXPECT_EQ(read->data.size(), size - 12);
  }
  const auto odd = resource(0x0404, "odd");
  const auto unpadded = odd.substr(0, odd.size() - 1);
  EXPECT_TRUE(photoshop::read_resource(std::as_bytes(std::span{unpadded}))->is_complete) << "only padding is missing";
}

TEST(Photoshop, KeepsRightsBehindAnotherProgramsResource) {
  const auto rights = resource(0x0404, iptc_dataset(80, "Jon"));
  EXPECT_EQ(resources_of(resource(1, "plug-in", lit("\0\0"), "AgHg") + rights), rights);
  EXPECT_EQ(resources_of(resource(0x0404, iptc_dataset(80, "Jon"), lit("\0\0"), "PHUT")), "");
}

TEST(Photoshop, WritesTheRightsAsOneResource) {
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

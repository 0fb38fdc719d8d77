// The second reader of JPEG 2000 names each byte that it cannot account for.
#include "strip/verify/jp2.hpp"

#include <gtest/gtest.h>

#include "support/cpp/jp2_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace jp2;

verify::Verdict judge(std::string_view file, const Policy& policy = {}, std::size_t step = 5) {
  const auto verifier = verify::make_jp2_verifier(policy);
  for (std::size_t at = 0; at < file.size(); at += step) {
    const auto piece = file.substr(at, step);
    if (const auto verdict = verifier->feed(std::as_bytes(std::span{piece}))) return verdict;
  }
  return verifier->finish();
}

void expect_named(const std::string& file, std::uint64_t offset, std::string_view rule, const Policy& policy = {}) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{16}, file.size()}) {
    const auto verdict = judge(file, policy, step);
    ASSERT_TRUE(verdict) << rule;
    EXPECT_EQ(verdict->rule, rule);
    EXPECT_EQ(verdict->offset, offset) << rule;
  }
}

const std::string end = tile_part("", data) + eoc;
const auto box_at = (front + header()).size();

TEST(VerifyJp2, AcceptsCleanFiles) {
  const auto two = main_header + tile_part("", data) + tile_part(cod + qcd + blank(com("text")), data, 1) + eoc;
  for (const auto& file : {stream, plain, two, file(two), main_header + open_tile_part("", data) + eoc,
                           front + header() + last_box("jp2c", stream),
                           front + header(grey + resolution) + box("jp2c", stream + std::string(9, '\0'))}) {
    const auto verdict = judge(file);
    EXPECT_FALSE(verdict) << verdict->rule << verdict->offset;
  }
}

TEST(VerifyJp2, NamesWhatStandsBetweenBoxes) {
  expect_named(signature + box("ftyp", lit("jp2 \0\0\0\1jp2 ")) + header() + box("jp2c", stream), 20, "other brands");
  expect_named(front + box("xml ", "text") + header() + box("jp2c", stream), front.size(),
               "a box before the JPEG 2000 header");
  expect_named(front + header() + box("free", "") + box("jp2c", stream), box_at,
               "a box between the header and the codestream");
  expect_named(plain + box("free", ""), plain.size(), "bytes behind the codestream");
  expect_named(file(stream + "text"), plain.size(), "bytes behind the codestream");
  expect_named(stream + lit("\0"), stream.size(), "bytes behind the codestream");
}

TEST(VerifyJp2, NamesWhatTheHeaderCannotHold) {
  const auto at = front.size() + 8 + ihdr.size() + 8;
  const auto with = [](const std::string& more) { return front + header(more) + box("jp2c", stream); };
  expect_named(with(box("colr", bytes({1, 1, 0}) + be32(17))), at + 1, "free fields of colr that are not zero");
  expect_named(with(box("colr", bytes({1, 0, 0}) + be32(99))), at + 3, "a colour space without a name");
  expect_named(with(box("colr", bytes({1, 0, 0}) + be32(17) + "x")), at + 7, "bytes behind the colour space");
  expect_named(with(box("uuid", "text")), at, "a box that shows nothing in a JPEG 2000 header");
  expect_named(with(resolution), at, "a density that the policy removes", *make_policy({.preset = "share"}));
  expect_named(with(box("pclr", be16(1) + bytes({1, 3, 0x15}))), at + 4,
               "a colour of a palette with bits above its depth");
  const auto other =
      front + box("jp2h", box("ihdr", be32(7) + be32(8) + be16(1) + bytes({7, 7, 0, 0})) + grey) + box("jp2c", stream);
  expect_named(other, box_at + 8 + main_header.size(),
               "a JPEG 2000 header that says something else than its codestream");
}

TEST(VerifyJp2, NamesWhatTheCodestreamCannotHold) {
  const auto size_at = soc.size() + siz().size();
  expect_named(soc + siz() + com("text") + cod + qcd + end, size_at + 4, "a segment that shows nothing");
  expect_named(main_header + tile_part(com("text"), data) + eoc, main_header.size() + 12 + 4,
               "a comment that is not blank");
  expect_named(soc + siz() + cod + segment(0x5C, bytes({0x40, 8, 9, 8, 8})) + end, size_at + cod.size() + 4 + 2,
               "free bits of a quantization that are not zero");
  expect_named(soc + siz() + cod + segment(0x5C, bytes({0x40}) + std::string(7, '\x08')) + end,
               size_at + cod.size() + 12, "a quantization of bands that no level has");
  expect_named(soc + siz(1, 0x2000) + cod + qcd + end, 2 + 4, "a profile that does not exist");
  expect_named(main_header + cod + end, main_header.size() + 4, "a segment that comes twice");
  expect_named(main_header + tile_part("", data) + tile_part("", data, 2) + eoc, main_header.size() + 19 + 4 + 6,
               "a tile-part with another number");
  expect_named(main_header + tile_part("", data) + "text" + std::string(12, 'x'), main_header.size() + 19,
               "bytes behind a tile-part");
}

TEST(VerifyJp2, NamesWhatIsMissing) {
  for (const std::size_t size : {stream.size() - 1, stream.size() - 4, main_header.size(), std::size_t{1}}) {
    EXPECT_TRUE(judge(stream.substr(0, size))) << size;
    EXPECT_TRUE(judge(file(stream.substr(0, size)))) << size;
  }
  EXPECT_TRUE(judge(plain.substr(0, plain.size() - 1)));
  EXPECT_TRUE(judge(front + header() + last_box("jp2c", "")));
}

TEST(VerifyJp2, ABareCodestreamHasNoBoxes) {
  const auto accepts = [](const std::string& file) {
    const auto verifier = verify::make_jp2_codestream_verifier({});
    return !verifier->feed(std::as_bytes(std::span{file})) && !verifier->finish();
  };
  EXPECT_TRUE(accepts(stream));
  EXPECT_FALSE(accepts(plain));
}

}  // namespace
}  // namespace stripmeta::test

// What the second reader of HEIF accepts, and which byte it names.
#include "strip/verify/heif.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::verify {
namespace {

using namespace test;

// The offset of the verdict; nullopt: accepted.
std::optional<std::uint64_t> judge(const std::string& file, const Policy& policy = {}) {
  const auto verdict = verify_heif(File{std::as_bytes(std::span{file})}, policy);
  return verdict ? std::optional{verdict->offset} : std::nullopt;
}

std::string cleaned(const std::string& file, const Policy& policy = {}) {
  const auto result = strip(file, policy);
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(judge(result.output, policy), std::nullopt);
  return result.output;
}

Heif grid() {
  auto heif = plain_avif();
  heif.property_boxes.push_back(auxc(alpha_purpose));
  heif.items = {{1, "grid", grid_data(1, 2), {1}, "", "", true},
                {2, "av01", av1_picture("left"), {1, 0x82}},
                {3, "av01", av1_picture("right"), {1, 0x82}},
                {4, "av01", av1_picture("alpha"), {1, 0x82, 3}}};
  heif.references = reference("dimg", 1, {2, 3}) + reference("auxl", 4, {1});
  return heif;
}

HeifTrack alpha_track() {
  HeifTrack track;
  track.id = 2;
  track.handler_type = "auxv";
  track.samples = {av1_picture("alpha")};
  track.more_entry = full_box("auxi", alpha_purpose + lit("\0"));
  track.more_track = box("tref", box("auxl", be32(1)));
  return track;
}

TEST(VerifyHeif, AcceptsWhatTheStripperWrites) {
  cleaned(plain_heif().file());
  cleaned(plain_avif().file());
  cleaned(grid().file());
  cleaned(sequence({HeifTrack{}}));
  cleaned(sequence({HeifTrack{}, alpha_track()}));
}

// Where the payload of the first box of this name begins.
std::size_t payload_of(const std::string& file, const std::string& name) {
  return file.find(name) + 4;
}

// Flips each byte. Returns the offsets at which the file is still accepted.
std::vector<std::size_t> silent_bytes(const std::string& file) {
  std::vector<std::size_t> silent;
  for (std::size_t at = 0; at < file.size(); ++at) {
    auto changed = file;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    if (!judge(changed)) silent.push_back(at);
  }
  return silent;
}

TEST(VerifyHeif, EachByteOfAStillCountsButNumbersThatShowSomething) {
  const auto file = cleaned(grid().file());
  const auto size_at = payload_of(file, "ispe") + 4;    // width, height
  const auto canvas_at = payload_of(file, "idat") + 2;  // rows, columns, width, height
  const auto configuration_at = payload_of(file, "av1C");
  const auto media_at = payload_of(file, "mdat");
  for (const auto at : silent_bytes(file)) {
    const auto within = [at](std::size_t begin, std::size_t size) { return at >= begin && at < begin + size; };
    EXPECT_TRUE(within(size_at, 8) || within(canvas_at, 6) || within(configuration_at, 4) || at >= media_at) << at;
  }
}

TEST(VerifyHeif, EachByteOfASequenceCountsButNumbersThatShowSomething) {
  const auto file = cleaned(sequence({HeifTrack{}}));
  const auto movie_at = payload_of(file, "mvhd");
  const auto track_at = payload_of(file, "tkhd");
  const auto media_at = payload_of(file, "mdhd");
  const auto entry_at = payload_of(file, "av01");
  const auto durations_at = payload_of(file, "stts");
  const auto configuration_at = payload_of(file, "av1C");
  const auto data_at = payload_of(file, "mdat");
  for (const auto at : silent_bytes(file)) {
    const auto within = [at](std::size_t begin, std::size_t size) { return at >= begin && at < begin + size; };
    EXPECT_TRUE(within(movie_at + 12, 12) || within(movie_at + 36, 36) ||    // scale, duration, rate, matrix
                within(track_at + 3, 1) || within(track_at + 20, 4) ||       // flags, duration
                within(track_at + 32, 4) || within(track_at + 40, 44) ||     // layer, matrix, size
                within(media_at + 12, 8) || within(entry_at + 24, 4) ||      // scale and duration; size
                within(entry_at + 74, 2) || within(durations_at + 12, 4) ||  // depth; duration
                within(configuration_at, 4) || at >= data_at)
        << at;
  }
}

// Inserts bytes in the payload of a box, and corrects the sizes of all boxes around it.
std::string inserted(std::string file, std::size_t at, const std::string& bytes,
                     const std::vector<std::size_t>& heads) {
  for (const auto head : heads) {
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size << 8U | static_cast<unsigned char>(file[head + i]);
    file.replace(head, 4, be32(size + static_cast<std::uint32_t>(bytes.size())));
  }
  return file.insert(at, bytes);
}

TEST(VerifyHeif, NamesWhatIsInsertedIntoTables) {
  const auto file = cleaned(plain_heif().file());
  const auto head = [&](const std::string& name) { return file.find(name) - 4; };
  const auto end = [&](const std::string& name) {
    const auto at = head(name);
    return at + static_cast<unsigned char>(file[at + 3]) + 256U * static_cast<unsigned char>(file[at + 2]);
  };
  EXPECT_EQ(judge(inserted(file, end("hdlr"), "x", {head("hdlr"), head("meta")})), end("hdlr"));
  EXPECT_EQ(judge(inserted(file, end("pitm"), "x", {head("pitm"), head("meta")})), end("pitm"));
  EXPECT_EQ(judge(inserted(file, end("infe"), "x", {head("infe"), head("iinf"), head("meta")})), end("infe"));
  EXPECT_EQ(judge(inserted(file, end("ispe"), "x", {head("ispe"), head("ipco"), head("iprp"), head("meta")})),
            end("ispe"));
  EXPECT_EQ(judge(inserted(file, end("ipma"), box("free", "x"), {head("iprp"), head("meta")})), head("iprp"));
  EXPECT_EQ(judge(inserted(file, end("iprp"), box("free", "x"), {head("meta")})), end("iprp"));
}

TEST(VerifyHeif, NamesWhatIsInTheFileBesides) {
  const auto file = cleaned(plain_avif().file());
  EXPECT_EQ(judge(file + "x"), file.size());
  EXPECT_EQ(judge(file + box("free", "")), file.size());
  const auto media = file.find("mdat") - 4;
  EXPECT_EQ(judge(inserted(file, file.size(), "tail", {media})), file.size());
}

TEST(VerifyHeif, NamesBrandsThatAreNotTrue) {
  const auto file = cleaned(plain_avif().file());
  for (const std::string brand : {"heic", "msf1", "isom", "avis", "JOE!", "avif"}) {
    auto changed = file;
    changed.replace(20, 4, brand);
    EXPECT_EQ(judge(changed), 20U) << brand;
  }
}

TEST(VerifyHeif, NamesWhatIsBehindDerivedPictures) {
  auto heif = grid();
  heif.items.front().data += "x";
  auto canonical = cleaned(grid().file());
  const auto at = canonical.find(grid_data(1, 2));
  EXPECT_EQ(judge(std::string{canonical}.replace(at + 1, 1, "\x02")), at + 1);
  EXPECT_EQ(judge(std::string{canonical}.replace(at + 3, 1, lit("\0"))), canonical.find("infe") - 4);
}

TEST(VerifyHeif, NamesNumbersThatNoPictureHas) {
  const auto fraction = [](std::uint32_t above, std::uint32_t below) { return be32(above) + be32(below); };
  const auto whole = fraction(8, 1);
  const auto none = fraction(0, 1);
  const auto rec709 = be16(15000) + be16(30000) + be16(7500) + be16(3000) + be16(32000) + be16(16500);
  const auto d65 = be16(15635) + be16(16450);
  const std::vector<std::array<std::string, 3>> all{
      {"clap", whole + whole + none + none, whole + whole + fraction(2, 2) + none},
      {"clap", whole + whole + none + none, fraction(8, 0) + whole + none + none},
      {"clap", whole + whole + fraction(0xFFFFFFFF, 2) + none, whole + whole + fraction(0xFFFFFFFE, 2) + none},
      {"pasp", fraction(2, 1), fraction(2, 2)},
      {"pasp", fraction(2, 1), fraction(0, 1)},
      {"clli", be16(1000) + be16(400), "JOE!"},
      {"mdcv", rec709 + d65 + be32(10'000'000) + be32(50), std::string(12, 'J') + d65 + be32(10'000'000) + be32(50)},
      {"mdcv", rec709 + d65 + be32(10'000'000) + be32(50), rec709 + "JOE!" + be32(10'000'000) + be32(50)},
      {"mdcv", rec709 + d65 + be32(10'000'000) + be32(50), rec709 + d65 + be32(50) + be32(51)},
      {"amve", be32(3'140'000) + d65, be32(3'140'000) + "JOE!"},
      {"ndwt", be32(0) + be32(2'030'000), be32(0) + "JOE!"},
      {"cclv", bytes({0x20}) + std::string(24, '\0'), bytes({0x20}) + "JOE!" + std::string(20, '\0')},
      {"pixi", be32(0) + bytes({1, 8}), be32(0) + bytes({1, 65})},
      {"colr", "nclx" + be16(1) + be16(13) + be16(6) + bytes({0x80}), "nclxJO" + be16(13) + be16(6) + bytes({0x80})}};
  for (const auto& [name, good, bad] : all) {
    auto heif = plain_avif();
    heif.property_boxes.push_back(box(name, good));
    heif.items.front().properties.push_back(3);
    auto file = cleaned(heif.file());
    const auto at = file.find(box(name, good));
    ASSERT_NE(at, std::string::npos) << name;
    const auto found = judge(file.replace(at, good.size() + 8, box(name, bad))).value_or(0);
    EXPECT_GE(found, at + 8) << name;
    EXPECT_LT(found, at + 8 + bad.size()) << name;
  }
}

TEST(VerifyHeif, NamesASecondAlphaPlane) {
  auto heif = grid();
  heif.items.push_back({5, "av01", av1_picture("other"), {1, 0x82, 3}});
  heif.references = reference("dimg", 1, {2, 3}) + reference("auxl", 4, {1}) + reference("auxl", 5, {2});
  auto file = cleaned(heif.file());
  const auto at = file.find(reference("auxl", 5, {2}));
  ASSERT_NE(at, std::string::npos);
  file.replace(at, 14, reference("auxl", 5, {1}));
  EXPECT_EQ(judge(file), file.find(full_box("infe", be16(5) + be16(0) + "av01" + lit("\0"), 2)));
}

TEST(VerifyHeif, ToneMapsNeedThePolicy) {
  auto heif = plain_avif();
  heif.items.front().type = "tmap";
  EXPECT_NE(judge(heif.file()), std::nullopt);
}

TEST(VerifyHeif, ProfilesNeedThePolicy) {
  const auto profile = "prof" + std::string(128, '\0') + be32(0);
  auto heif = plain_avif();
  heif.property_boxes.push_back(box("colr", profile));
  heif.items.front().properties.push_back(3);
  Policy none;
  none.keep = none.keep.without(Keep::icc);
  EXPECT_NE(judge(heif.file(), none), std::nullopt);
  EXPECT_NE(judge(heif.file()), std::nullopt);  // the profile is damaged
}

}  // namespace
}  // namespace stripmeta::verify

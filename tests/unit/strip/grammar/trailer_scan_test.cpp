#include "strip/grammar/trailer_scan.hpp"

#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

TEST(TrailerScan, FindsAFilmWithoutAFileTypeBox) {
  const std::string quicktime = be32(8) + "wide" + be32(20) + "mdat" + std::string(12, 'x') + be32(100) + "moov";
  const std::string avi = "RIFF" + be32(5000) + "AVI LIST";
  const auto is_film = [](std::string_view trailer, std::size_t step) {
    TrailerScan scan_of;
    for (std::size_t at = 0; at < trailer.size(); at += step) scan_of.feed(view(trailer.substr(at, step)));
    return scan_of.has_video();
  };
  for (std::size_t step = 1; step <= 60; ++step) {
    for (const std::string before : {"", "a", "RIFF....text of AVI "}) {
      EXPECT_TRUE(is_film(before + quicktime, step)) << step;
      EXPECT_TRUE(is_film(before + avi, step)) << step;
    }
    for (const std::string other :
         {"RIFF....WAVEfmt ", "an AVI is one kind of RIFF", "mdat wide moo", "AVI RIFF", "RIFF....text of AVI "})
      EXPECT_FALSE(is_film(other, step)) << other;
  }
}

TEST(TrailerScan, SearchesAcrossPieces) {
  const std::string trailer = "....\xFF\xD8\xFF....ftypmp42....hdrgm:Version....hdrgainmap....";
  for (std::size_t step = 1; step <= trailer.size(); ++step) {
    TrailerScan scan_of;
    for (std::size_t at = 0; at < trailer.size(); at += step)
      scan_of.feed(view(std::string_view{trailer}.substr(at, step)));
    EXPECT_TRUE(scan_of.has_picture() && scan_of.has_video() && scan_of.has_gain_map()) << step;
  }
  TrailerScan plain;
  plain.feed(view("fty"));
  plain.feed({});
  plain.feed(view("x\xFF\xD8"));
  EXPECT_FALSE(plain.has_picture() || plain.has_video() || plain.has_gain_map());
}

}  // namespace
}  // namespace stripmeta::test

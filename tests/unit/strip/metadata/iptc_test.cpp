#include "strip/metadata/iptc.hpp"

#include <gtest/gtest.h>

#include "strip/base/plain_text.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}

const std::string utf8_mark = bytes({0x1C, 1, 90, 0, 3}) + "\x1B%G";

std::string iptc_of(const std::string& iim) {
  return std::string{as_text(kept_iptc(std::as_bytes(std::span{iim})))};
}

// An extended dataset of the application record (IIM 4.2 section 1.5(d)): its length has `width` bytes.
std::string extended_dataset(int number, const std::string& value, unsigned width) {
  std::string length(width, '\0');
  for (std::size_t i = 0, rest = value.size(); i < width; ++i, rest >>= 8U) {
    length[width - 1 - i] = static_cast<char>(rest & 0xFFU);
  }
  return bytes({0x1C, 2, number}) + be16(0x8000U + width) + length + value;
}

TEST(Iptc, ReadsADatasetOfEitherForm) {
  const auto plain = iptc_dataset(80, "Jo");
  for (const auto& form :
       {plain, extended_dataset(80, "Jo", 1), extended_dataset(80, "Jo", 4), extended_dataset(80, "Jo", 8)}) {
    const std::string text = form + plain;
    const auto dataset = iptc::read_dataset(view(text));
    ASSERT_TRUE(dataset && dataset->is_complete);
    EXPECT_TRUE(dataset->is(iptc::application, iptc::by_line));
    EXPECT_EQ(as_text(dataset->value), "Jo");
    EXPECT_EQ(dataset->all.size(), form.size());
  }
  EXPECT_FALSE(iptc::read_dataset({}));
  const std::string zeros(8, '\0');
  EXPECT_FALSE(iptc::read_dataset(view(zeros)));
  const auto empty = extended_dataset(80, "", 0);
  EXPECT_TRUE(iptc::read_dataset(view(empty))->is_complete) << "no length bytes are a length of 0";
}

TEST(Iptc, ADatasetThatIsCutOffReachesToTheEnd) {
  for (const auto& whole : {iptc_dataset(80, "Jo"), extended_dataset(80, "Jo", 4)}) {
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const auto cut = whole.substr(0, size);
      const auto dataset = iptc::read_dataset(view(cut));
      ASSERT_TRUE(dataset) << size;
      EXPECT_FALSE(dataset->is_complete) << size;
      EXPECT_EQ(dataset->all.size(), size);
      EXPECT_EQ(dataset->record, size > 1 ? 2 : 0) << size;
    }
  }
  const auto wide = extended_dataset(80, "Jo", 9);
  EXPECT_FALSE(iptc::read_dataset(view(wide))->is_complete) << "a length of nine bytes";
  const auto huge = bytes({0x1C, 2, 80}) + be16(0x8008) + std::string(8, '\xFF') + "Jo";
  EXPECT_EQ(as_text(iptc::read_dataset(view(huge))->value), "Jo");
}

TEST(Iptc, VisitsEachDatasetAndReturnsWhereTheLastOneEnds) {
  const auto two = iptc_dataset(5, std::string(0x7FFF, 't')) + extended_dataset(202, std::string(0x8001, 'p'), 4);
  std::vector<std::size_t> sizes;
  const auto with_padding = two + lit("\0\0\0");
  const auto end = iptc::visit_datasets(view(with_padding),
                                        [&](const iptc::Dataset& dataset) { sizes.push_back(dataset.value.size()); });
  EXPECT_EQ(end, two.size());
  EXPECT_EQ(sizes, (std::vector<std::size_t>{0x7FFF, 0x8001}));
}

TEST(Iptc, KeepsWhatStandsBehindAnExtendedDataset) {
  const auto preview = extended_dataset(202, std::string(40'000, 'p'), 4);
  const auto mine = iptc_dataset(80, "Jo") + iptc_dataset(116, "(c) Jo");
  EXPECT_EQ(iptc_of(preview + mine), mine);
  EXPECT_EQ(iptc_of(extended_dataset(80, "Jo", 4)), iptc_dataset(80, "Jo")) << "written with a plain length";
}

TEST(Iptc, DoesNotKeepATextThatIsCutOff) {
  const auto mine = iptc_dataset(80, "Jo");
  const auto notice = iptc_dataset(116, "not to be copied");
  EXPECT_EQ(iptc_of(mine + notice.substr(0, notice.size() - 1)), mine);
}

TEST(Iptc, KeepsByLinesAndTheFirstNotice) {
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

TEST(Iptc, KeepsTheCharacterSetIfItIsUtf8) {
  const std::string utf8 = iptc_dataset(80, "J\u00FC");
  EXPECT_EQ(iptc_of(utf8_mark + utf8), utf8_mark + utf8);
  EXPECT_EQ(iptc_of(utf8), utf8);
  const std::string latin1 = iptc_dataset(80, "J\xFC");
  EXPECT_EQ(iptc_of(latin1), latin1) << "bytes as they stand";
  EXPECT_EQ(iptc_of(utf8_mark + latin1), "") << "not what it says";
  EXPECT_EQ(iptc_of(utf8_mark + iptc_dataset(80, "\xC0\xAF")), "") << "overlong";
  EXPECT_EQ(iptc_of(bytes({0x1C, 1, 90, 0, 3}) + "\x1B.A" + latin1), latin1) << "another mark goes";
}

TEST(Iptc, KeepsOnlyPlainText) {
  EXPECT_EQ(iptc_of(iptc_dataset(80, lit("Jo\0hidden"))), iptc_dataset(80, "Jo"));
  EXPECT_EQ(iptc_of(iptc_dataset(80, " J\x01o\n\x7F!\t")), iptc_dataset(80, "Jo !"));
  EXPECT_EQ(iptc_of(iptc_dataset(80, std::string(text_limit, 'x'))), iptc_dataset(80, std::string(text_limit, 'x')));
  EXPECT_EQ(iptc_of(iptc_dataset(80, std::string(text_limit + 1, 'x'))), "");
}

}  // namespace
}  // namespace stripmeta::test

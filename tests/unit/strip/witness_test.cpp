#include "strip/witness.hpp"

#include <gtest/gtest.h>

#include "strip/formats.hpp"

namespace stripmeta {
namespace {

Slice slice_of(std::string_view text) {
  return {std::as_bytes(std::span{text.data(), text.size()}), no_source_offset};
}

verify::Verdict reject_third(const verify::File& file, const Policy& /*policy*/) {
  return file.size() > 2 ? verify::Verdict{verify::Unaccounted{2, "a third byte"}} : std::nullopt;
}

TEST(Witness, an_output_that_cannot_be_accounted_for_is_an_internal_error) {
  const auto grammar = make_grammar(Format::webp, {});
  for (const auto* text : {"abc", "ab"}) {
    Witness witness{*grammar, {.stream = nullptr, .whole = reject_third}, {}};
    witness.see(slice_of(std::string_view{text}.substr(0, 1)));
    witness.see(slice_of(std::string_view{text}.substr(1)));
    const auto status = witness.judge();
    ASSERT_EQ(status.has_value(), std::string_view{text} == "ab");
    if (status) continue;
    EXPECT_EQ(status.error().kind, ErrorKind::internal);
    EXPECT_EQ(status.error().offset, 2U);
    EXPECT_NE(status.error().message.find("a third byte"), std::string::npos);
  }
}

TEST(Witness, every_format_has_a_second_reader) {
  for (const auto& row : format_rows()) {
    EXPECT_NE(row.verify.stream == nullptr, row.verify.whole == nullptr) << row.info.word;
    EXPECT_NE(verify_rules(row.info.format, {.preset = Preset::location}).whole, nullptr);
  }
}

}  // namespace
}  // namespace stripmeta

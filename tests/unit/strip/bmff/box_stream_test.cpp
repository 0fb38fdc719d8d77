// Boxes that come in pieces of any size.
#include "strip/bmff/box_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/cpp/heif_bytes.hpp"

namespace stripmeta::test {
namespace {

using bmff::BoxFate;
using bmff::StreamedBox;
using bmff::type;

// Writes down what it is asked. Boxes `free` are dropped, `jp2c` are handed over in pieces after two bytes, `xml ` are
// gathered up to eight bytes, others pass.
class Diary final : public bmff::BoxHandler {
 public:
  std::expected<std::uint64_t, Error> on_head(const StreamedBox& box, Output& /*out*/) override {
    lines += "head " + std::to_string(box.at) + "\n";
    if (box.type() == type("jp2c")) return 2;
    return box.type() == type("xml ") ? 8 : 0;
  }
  std::expected<BoxFate, Error> on_front(const StreamedBox& box, Bytes front, bool whole, Output& /*out*/) override {
    lines += "front " + std::string{as_text(front)} + (whole ? " whole\n" : "\n");
    if (box.type() == type("fail")) return fail(ErrorKind::unsupported, box.at, "as asked");
    if (box.type() == type("jp2c")) return BoxFate::pieces;
    return box.type() == type("free") ? BoxFate::drop : BoxFate::pass;
  }
  Status on_piece(const StreamedBox& box, Bytes piece, std::uint64_t at, Output& out) override {
    EXPECT_EQ(at, box.at + box.head.size + 2 + pieces.size());
    pieces += as_text(piece);
    return out.put(piece, at);
  }
  Status on_end(const StreamedBox& box, Output& /*out*/) override {
    lines += "end " + std::to_string(box.read) + "\n";
    return {};
  }
  bool is_complete_without(bmff::Type /*type*/) const override { return false; }

  std::string lines;
  std::string pieces;
};

struct Streamed {
  Status status;
  std::string output;
  std::string lines;
  std::string pieces;
};

struct Sink {
  std::string text;
  std::vector<std::uint64_t> offsets;
  std::vector<const std::byte*> places;
};
bool add(void* caller, Slice slice) noexcept {
  auto& sink = *static_cast<Sink*>(caller);
  sink.text += as_text(slice.bytes);
  sink.offsets.push_back(slice.source_offset);
  sink.places.push_back(slice.bytes.data());
  return true;
}

Streamed stream(const std::string& input, std::size_t step, Sink* seen = nullptr) {
  const Policy policy;
  Report report;
  Sink sink;
  Output out{policy, report, add, seen == nullptr ? &sink : seen, nullptr, nullptr};
  Diary diary;
  bmff::BoxStream boxes{diary};
  Status status;
  const auto bytes = std::as_bytes(std::span{input});
  for (std::size_t at = 0; at < bytes.size() && status; at += step) {
    status = boxes.feed(bytes.subspan(at, std::min(step, bytes.size() - at)), out);
  }
  if (status) status = boxes.finish(out);
  return {status, sink.text, diary.lines, diary.pieces};
}

const std::string input = box("jP  ", "sign") + box("free", "padding") + large_box("xml ", "<a/>") +
                          box("xml ", "0123456789") + box("jp2c", "code stream") + box("none", "");

TEST(BoxStream, AsksAboutEachBoxHoweverTheInputIsCut) {
  for (std::size_t step = 1; step <= input.size(); ++step) {
    const auto result = stream(input, step);
    ASSERT_TRUE(result.status);
    EXPECT_EQ(result.output, box("jP  ", "sign") + large_box("xml ", "<a/>") + box("xml ", "0123456789") + "de stream" +
                                 box("none", ""));
    EXPECT_EQ(result.pieces, "de stream");
    EXPECT_EQ(result.lines,
              "head 0\nfront \nend 12\nhead 12\nfront \nend 15\nhead 27\nfront <a/> whole\nend 20\n"
              "head 47\nfront 01234567\nend 18\nhead 65\nfront co\nend 19\nhead 84\nfront  whole\nend 8\n");
  }
}

TEST(BoxStream, PassesSlicesOfTheInput) {
  Sink sink;
  const auto file = box("long", "payload");
  ASSERT_TRUE(stream(file, file.size(), &sink).status);
  ASSERT_EQ(sink.places.size(), 2U);
  EXPECT_EQ(sink.places.back(), std::as_bytes(std::span{file}).data() + 8);
  EXPECT_EQ(sink.offsets, (std::vector<std::uint64_t>{0, 8}));
}

TEST(BoxStream, ABoxMayRunToTheEnd) {
  for (const std::size_t step : {1U, 3U, 100U}) {
    const auto passed = stream(be32(0) + "last" + "payload", step);
    EXPECT_EQ(passed.output, be32(0) + "last" + "payload");
    const auto short_one = stream(be32(0) + "xml " + "<a/>", step);
    EXPECT_EQ(short_one.lines, "head 0\nfront <a/> whole\nend 12\n");
    EXPECT_EQ(short_one.output, be32(0) + "xml <a/>");
    const auto long_one = stream(be32(0) + "xml " + "0123456789", step);
    EXPECT_EQ(long_one.lines, "head 0\nfront 01234567\nend 18\n");
  }
}

TEST(BoxStream, ErrorsSayWhere) {
  const auto expect_error = [](const std::string& bytes, ErrorKind kind, std::uint64_t offset) {
    for (const std::size_t step : {1U, 3U, 100U}) {
      const auto result = stream(bytes, step);
      ASSERT_FALSE(result.status);
      EXPECT_EQ(result.status.error().kind, kind);
      EXPECT_EQ(result.status.error().offset, offset);
    }
  };
  const auto first = box("free", "");
  expect_error(first + be32(7) + "free", ErrorKind::malformed, 8);
  expect_error(first + be32(1) + "free" + be64(0), ErrorKind::malformed, 8);
  expect_error(first + "1234", ErrorKind::truncated, 12);
  expect_error(first + be32(9) + "free", ErrorKind::truncated, 16);
  expect_error(first + be32(1) + "free" + be64(UINT64_MAX), ErrorKind::truncated, 24);
  expect_error(first + box("fail", ""), ErrorKind::unsupported, 8);
}

}  // namespace
}  // namespace stripmeta::test

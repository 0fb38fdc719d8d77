// Strips, tiles, JPEG tables and colour profiles of a TIFF on their way into the output. Each is written once, however
// many pages refer to it, and JPEGs go through the JPEG grammar.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "strip/jpeg/jpeg.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "strip/tiff/layout.hpp"

namespace stripmeta::tiff {

enum class Form : std::uint8_t { plain, jpeg, jpeg_tables, icc };

// Where a strip, a tile or a value stands, as TIFF says it: an offset and a count of bytes.
struct Placement {
  std::uint64_t at;
  std::uint64_t size;
};

class Data {
 public:
  Data(Bytes input, Layout& layout, UsedRanges& used, Output& out)
      : input_(input), layout_(layout), used_(used), out_(out) {}

  // Writes a range of the input and returns its range in the output. Errors: truncated, malformed (ranges overlap so
  // much that the output would be too long), too_large, and those of the JPEG grammar.
  std::expected<Placement, Error> write(Placement source, Form form);
  // The same, but writes `bytes`, which were made from that range.
  std::expected<Placement, Error> write_made(Placement source, Form form, Bytes bytes);

  // Strips a JPEG, or JPEG tables, that begin at offset `at`.
  std::expected<std::vector<std::byte>, Error> strip_jpeg(std::uint64_t at, Bytes bytes, Form form);
  // What stays of a profile that begins at offset `at`. Pages that share a profile share the result. Errors: those of
  // stripmeta::keep_profile() and charge_work().
  std::expected<KeptProfile, Error> keep_profile(std::uint64_t at, Bytes profile);
  // Counts work on bytes that is done again for each page that refers to them. Error `malformed`: too much for the size
  // of the file.
  Status charge_work(std::uint64_t at, std::uint64_t size);

 private:
  using Key = std::tuple<std::uint64_t, std::uint64_t, Form>;
  Status charge_range(Placement source);
  void merge_report(const Report& report);

  Bytes input_;
  Layout& layout_;
  UsedRanges& used_;
  Output& out_;
  JpegGrammar image_{JpegGrammar::Content::image};
  JpegGrammar tables_{JpegGrammar::Content::tables};
  std::map<Key, Placement> written_;
  KeptProfile profile_;                                       // the last one
  std::pair<std::uint64_t, std::uint64_t> profile_at_{0, 0};  // its offset and size
  std::uint64_t worked_{0};
  std::uint64_t taken_{0};  // bytes of all ranges so far; shared bytes count for each range
};

}  // namespace stripmeta::tiff

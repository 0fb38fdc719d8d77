// Strips, tiles, JPEG tables and profiles of a TIFF on their way into the output: each once, however often it is
// referred to, and JPEGs by the JPEG grammar.
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
#include "strip/tiff/ranges.hpp"

namespace stripmeta::tiff {

enum class Form : std::uint8_t { plain, jpeg, jpeg_tables, icc };

struct Place {  // in the output
  std::uint64_t at;
  std::uint64_t size;
};

class Data {
 public:
  Data(Bytes input, Layout& layout, Extents& extents, Output& out)
      : input_(input), layout_(layout), extents_(extents), out_(out) {}

  // Takes a range of the input and answers where it stands in the output. Errors: truncated, malformed (ranges overlap,
  // so that the output would pass its bound), too_large, and those of the JPEG grammar.
  std::expected<Place, Error> place(std::uint64_t at, std::uint64_t size, Form form);
  // The same of what was made from such a range.
  std::expected<Place, Error> place_made(std::uint64_t at, std::uint64_t size, Form form, Bytes bytes);

  // What is left of a JPEG, or of tables alone, that stands at `at`.
  std::expected<std::vector<std::byte>, Error> strip_jpeg(std::uint64_t at, Bytes bytes, Form form);
  // What is left of a profile that stands at `at`; of one that pages share it is asked once. Errors as
  // stripmeta::keep_profile() and work().
  std::expected<KeptProfile, Error> keep_profile(std::uint64_t at, Bytes profile);
  // Counts work on what pages may share. Error `malformed`: too much of it for a file of this size.
  Status work(std::uint64_t at, std::uint64_t size);

 private:
  using Key = std::tuple<std::uint64_t, std::uint64_t, Form>;
  Status afford(std::uint64_t at, std::uint64_t size);
  void merge(const Report& report);

  Bytes input_;
  Layout& layout_;
  Extents& extents_;
  Output& out_;
  JpegGrammar image_{JpegGrammar::Content::image};
  JpegGrammar tables_{JpegGrammar::Content::tables};
  std::map<Key, Place> placed_;
  KeptProfile profile_;                                       // the last one
  std::pair<std::uint64_t, std::uint64_t> profile_at_{0, 0};  // and its offset and size
  std::uint64_t worked_{0};
  std::uint64_t taken_{0};  // bytes of the input, counted as often as they are in a range
};

}  // namespace stripmeta::tiff

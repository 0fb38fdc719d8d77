// Strips, tiles, JPEG tables and colour profiles of a TIFF on their way into the output. Each is written once, however
// many pages refer to it. JPEGs, WebPs and JPEG 2000s go through their own grammars.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "strip/jp2/jp2.hpp"
#include "strip/jpeg/jpeg.hpp"
#include "strip/metadata/kept_icc.hpp"
#include "strip/tiff/grid.hpp"
#include "strip/tiff/layout.hpp"
#include "strip/tiff/packbits.hpp"
#include "strip/webp/webp.hpp"

namespace stripmeta::tiff {

enum class Form : std::uint8_t { plain, jpeg, jpeg_tables, webp, jp2, icc };

// Where a strip, a tile or a value stands, as TIFF says it: an offset and a count of bytes.
struct Placement {
  std::uint64_t at;
  std::uint64_t size;
};

class Data {
 public:
  Data(Bytes input, Layout& layout, UsedRanges& used, Output& out)
      : input_(input), layout_(layout), used_(used), out_(out) {}

  // Writes a range of the input and returns its range in the output. `grid` says which of its bits show pixels; nullopt
  // stands for all of them. Errors: truncated, malformed (ranges overlap so
  // much that the output would be too long), too_large, and those of the JPEG grammar.
  std::expected<Placement, Error> write(Placement source, Form form, const std::optional<Grid>& grid = std::nullopt);
  // The same, but writes `bytes`, which were made from that range.
  std::expected<Placement, Error> write_made(Placement source, Form form, Bytes bytes);

  // The same for a strip in PackBits, whose last packet ends with its last sample.
  std::expected<Placement, Error> write_packed(Placement source, const PackedEnd& end);

  // Zeroes what no page shows of the strips that were written. To be called behind the last write.
  void clear_outside();

  // JPEG tables that begin at offset `at`, reduced to those that strips use which were written since start_page().
  void start_page() { used_tables_ = {}; }
  std::expected<std::vector<std::byte>, Error> strip_tables(std::uint64_t at, Bytes tables);
  // Writes the result. Pages that share tables and use the same ones share it.
  std::expected<Placement, Error> write_tables(Placement source, Bytes bytes);

  // What stays of a profile that begins at offset `at`. Pages that share a profile share the result. Errors: those of
  // stripmeta::keep_profile() and charge_work().
  std::expected<KeptProfile, Error> keep_profile(std::uint64_t at, Bytes profile);
  // Counts work on bytes that is done again for each page that refers to them. Error `malformed`: too much for the size
  // of the file.
  Status charge_work(std::uint64_t at, std::uint64_t size);

 private:
  using Key = std::tuple<std::uint64_t, std::uint64_t, Form>;
  struct Written {
    Placement target;
    jpeg::TableSet tables{};     // that a JPEG uses, but does not have
    std::optional<Grid> grid{};  // what all who refer to it show
  };
  // Strips a file or codestream of another format, or JPEG tables, that begin at offset `at`.
  std::expected<std::vector<std::byte>, Error> strip_inner(std::uint64_t at, Bytes bytes, Form form);
  Status check_range(Placement source) const;
  Status charge_range(Placement source);
  Grammar& grammar_of(Form form);
  void merge_report(const Report& report);

  Bytes input_;
  Layout& layout_;
  UsedRanges& used_;
  Output& out_;
  JpegGrammar image_{JpegGrammar::Content::image};
  JpegGrammar tables_{JpegGrammar::Content::tables};
  WebpGrammar webp_;
  Jp2Grammar jp2_;
  std::map<Key, Written> written_;
  jpeg::TableSet used_tables_;  // by the strips of this page
  std::vector<std::byte> last_tables_;
  KeptProfile profile_;                                       // the last one
  std::pair<std::uint64_t, std::uint64_t> profile_at_{0, 0};  // its offset and size
  std::uint64_t worked_{0};
  std::uint64_t taken_{0};  // bytes of all ranges so far; shared bytes count for each range
};

}  // namespace stripmeta::tiff

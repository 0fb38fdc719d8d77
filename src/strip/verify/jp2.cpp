#include "strip/verify/jp2.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "strip/verify/jp2_header.hpp"
#include "strip/verify/jp2_segment.hpp"

namespace stripmeta::verify {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t longest_header = std::size_t{32} << 20U;  // of jp2h, with a colour profile

constexpr unsigned start_of_codestream = 0xFF4F;
constexpr unsigned size_marker = 0xFF51;
constexpr unsigned comment = 0xFF64;
constexpr unsigned start_of_tile_part = 0xFF90;
constexpr unsigned start_of_data = 0xFF93;
constexpr unsigned end_of_codestream = 0xFFD9;

class Jp2Verifier final : public StreamVerifier {
 public:
  Jp2Verifier(const Policy& policy, bool may_have_boxes) : policy_(policy), may_have_boxes_(may_have_boxes) {}

 private:
  enum class State : std::uint8_t {
    start,
    brand,
    header,
    box,
    codestream,
    main,
    tile_part,
    data,
    open_data,
    boundary,
    after
  };

  std::size_t step(Bytes run) override {
    switch (state_) {
      case State::start: return read_start(run);
      case State::brand: return read_brand(run);
      case State::header: return read_header(run);
      case State::box: return read_box(run);
      case State::codestream: return read_first_marker(run);
      case State::main:
      case State::tile_part: return read_segment(run);
      case State::data: return skip_data(run);
      case State::open_data: return skip_open_data(run);
      case State::boundary: return read_boundary(run);
      case State::after: break;
    }
    return read_rest(run);
  }

  void end() override {
    if (state_ != State::after) return reject(0, "a codestream that is cut off");
    if (box_end_ != unlimited && offset() != box_end_) reject(0, "a box that is longer than its codestream");
  }

  std::size_t refuse(std::size_t ahead, std::string_view rule) {
    reject(ahead, rule);
    return 0;
  }

  std::size_t read_start(Bytes run) {
    constexpr auto signature = "\0\0\0\x0CjP  \r\n\x87\n"sv;
    if (u8(run, 0) == 0xFF || !may_have_boxes_) {
      state_ = State::codestream;
      return read_first_marker(run);
    }
    if (run.size() < signature.size()) return 0;
    if (!starts_with(run, signature)) return refuse(0, "a file without the signature of a JPEG 2000");
    state_ = State::brand;
    return signature.size();
  }

  // The length of a box and of its head. 0 bytes for both if more are needed to know.
  struct Head {
    std::size_t size{0};
    std::uint64_t box_size{0};
  };
  static Head read_head(Bytes run) {
    if (run.size() < 8) return {};
    if (u32(run, 0) != 1) return {8, u32(run, 0) == 0 ? unlimited : u32(run, 0)};
    return run.size() < 16 ? Head{} : Head{16, u64(run, 8)};
  }

  std::size_t read_brand(Bytes run) {
    const auto head = read_head(run);
    if (head.size == 0) return 0;
    const auto size = head.size + 12;
    if (as_text(run.subspan(4, 4)) != "ftyp" || head.box_size != size)
      return refuse(0, "a brand behind the signature that is not the only one");
    if (run.size() < size) return 0;
    const auto brands = as_text(run.subspan(head.size, 12));
    if (brands != "jp2 \0\0\0\0jp2 "sv && brands != "jph \0\0\0\0jph "sv) return refuse(head.size, "other brands");
    state_ = State::header;
    return size;
  }

  std::size_t read_header(Bytes run) {
    const auto head = read_head(run);
    if (head.size == 0) return 0;
    if (as_text(run.subspan(4, 4)) != "jp2h") return refuse(0, "a box before the JPEG 2000 header");
    if (head.box_size < head.size || head.box_size > longest_header)
      return refuse(0, "a JPEG 2000 header of no length");
    const auto size = static_cast<std::size_t>(head.box_size);
    if (run.size() < size) return 0;
    reject(verify_jp2_header(run.subspan(head.size, size - head.size), policy_, claims_), head.size);
    state_ = State::box;
    return size;
  }

  std::size_t read_box(Bytes run) {
    const auto head = read_head(run);
    if (head.size == 0) return 0;
    if (as_text(run.subspan(4, 4)) != "jp2c") return refuse(0, "a box between the header and the codestream");
    if (head.box_size < head.size) return refuse(0, "a codestream of no length");
    box_end_ = head.box_size == unlimited ? unlimited : offset() + head.box_size;
    has_box_ = true;
    state_ = State::codestream;
    return head.size;
  }

  std::size_t read_first_marker(Bytes run) {
    if (run.size() < 4) return 0;
    if (u16(run, 0) != start_of_codestream || u16(run, 2) != size_marker)
      return refuse(0, "a codestream without SOC and SIZ");
    state_ = State::main;
    return 2;
  }

  // A segment of a header, or what ends the header.
  std::size_t read_segment(Bytes run) {
    if (run.size() < 4) return 0;
    const unsigned marker = u16(run, 0);
    if (state_ == State::main && marker == start_of_tile_part) {
      check_claims();
      state_ = State::boundary;
      return read_boundary(run);
    }
    if (state_ == State::tile_part && marker == start_of_data) return begin_data();
    const std::size_t size = std::size_t{2} + u16(run, 2);
    if (size < 4) return refuse(0, "a segment of no length");
    if (run.size() < size) return 0;
    const auto fields = run.subspan(4, size - 4);
    if (marker == comment && state_ == State::tile_part) {
      if (!is_zero(fields)) reject(4, "a comment that is not blank");
    } else {
      reject(segments_.read(marker, fields), 4);
    }
    return size;
  }

  // Whether jp2h says what SIZ says.
  void check_claims() {
    if (!has_box_) return;
    const auto& depths = segments_.depths();
    const bool has_depth = claims_.depth == 0xFF || std::ranges::find(depths, claims_.depth) != depths.end();
    const bool is_right = claims_.width == segments_.width() && claims_.height == segments_.height() &&
                          claims_.components == depths.size() && has_depth &&
                          (claims_.depths.empty() || claims_.depths == depths);
    unsigned bits = 0;
    for (const unsigned depth : depths) bits = std::max(bits, (depth & 0x7FU) + 1);
    if (claims_.palette_rows > std::size_t{1} << std::min(bits, 31U)) {
      reject(0, "a palette with colours that no sample can name");
    }
    if (!is_right) reject(0, "a JPEG 2000 header that says something else than its codestream");
  }

  std::size_t read_boundary(Bytes run) {
    constexpr std::size_t size = 12;
    if (run.size() < 2) return 0;
    if (u16(run, 0) == end_of_codestream && has_tile_part_) {
      state_ = State::after;
      return 2;
    }
    if (run.size() < size) return u16(run, 0) == start_of_tile_part ? 0 : refuse(0, "bytes behind a tile-part");
    if (u16(run, 0) != start_of_tile_part || u16(run, 2) != size - 2) return refuse(0, "bytes behind a tile-part");
    reject(segments_.begin_tile_part(), 0);
    reject(segments_.read_tile_part(run.subspan(4, size - 4)), 4);
    const auto length = u32(run, 6);
    part_end_ = length == 0 ? unlimited : offset() + length;
    has_tile_part_ = true;
    state_ = State::tile_part;
    return size;
  }

  std::size_t begin_data() {
    if (part_end_ < offset() + 2) return refuse(0, "a tile-part that is shorter than its header");
    state_ = part_end_ == unlimited ? State::open_data : part_end_ == offset() + 2 ? State::boundary : State::data;
    return 2;
  }

  std::size_t skip_data(Bytes run) {
    const auto taken = std::min<std::uint64_t>(run.size(), part_end_ - offset());
    if (offset() + taken == part_end_) state_ = State::boundary;
    return static_cast<std::size_t>(taken);
  }

  // Data up to EOC, which the data cannot contain.
  std::size_t skip_open_data(Bytes run) {
    const auto text = as_text(run);
    const auto found = text.find("\xFF\xD9");
    if (found != std::string_view::npos) {
      state_ = State::after;
      return found + 2;
    }
    return text.ends_with('\xFF') ? run.size() - 1 : run.size();
  }

  std::size_t read_rest(Bytes run) {
    if (box_end_ == unlimited || offset() >= box_end_) return refuse(0, "bytes behind the codestream");
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(run.size(), box_end_ - offset()));
    const auto stray = std::ranges::find_if(run.first(size), [](std::byte byte) { return byte != std::byte{0}; });
    const auto zeros = static_cast<std::size_t>(stray - run.begin());
    return zeros == size ? size : refuse(zeros, "bytes behind the codestream");
  }

  Policy policy_;
  bool may_have_boxes_;
  State state_{State::start};
  Jp2Claims claims_;
  Jp2Segments segments_;
  bool has_box_{false};
  bool has_tile_part_{false};
  std::uint64_t box_end_{unlimited};   // of the codestream's box
  std::uint64_t part_end_{unlimited};  // of the tile-part
};

}  // namespace

std::unique_ptr<Verifier> make_jp2_verifier(const Policy& policy) {
  return std::make_unique<Jp2Verifier>(policy, true);
}

std::unique_ptr<Verifier> make_jp2_codestream_verifier(const Policy& policy) {
  return std::make_unique<Jp2Verifier>(policy, false);
}

}  // namespace stripmeta::verify

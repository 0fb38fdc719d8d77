#include "strip/verify/tiff.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "strip/verify/icc.hpp"
#include "strip/verify/jp2.hpp"
#include "strip/verify/jpeg.hpp"
#include "strip/verify/photoshop.hpp"
#include "strip/verify/tiff_field.hpp"
#include "strip/verify/webp.hpp"
#include "strip/verify/xmp.hpp"

namespace stripmeta::verify {
namespace {

using tiff::Field;
using tiff::Picture;

constexpr unsigned tag_tables = 347;
constexpr unsigned tag_icc = 34675;
constexpr std::uint64_t max_entries = 100;  // more than there are kept tags

// Counts the samples' bytes that packets give (TIFF 6.0 section 9). Whether the strip ends with the last of them.
bool ends_with_samples(Bytes packed, std::uint64_t wanted) {
  std::uint64_t given = 0;
  std::size_t at = 0;
  while (at < packed.size()) {
    if (given >= wanted) return false;
    const auto head = u8(packed, at);
    if (head == 128) {
      at += 1;
    } else if (head > 128) {
      at += 2;
      given += 257U - head;
    } else {
      at += 2U + head;
      given += 1U + head;
      if (given > wanted && at <= packed.size()) return false;
    }
  }
  return true;
}

class Reader {
 public:
  Reader(const File& file, const Policy& policy) : file_(file), policy_(policy), bare_(policy) { bare_.keep = {}; }

  Verdict read() {
    if (!read_header()) return verdict_;
    auto page = at_;
    for (bool is_first = true; page != 0 && !verdict_; is_first = false) page = read_page(page, is_first);
    if (!verdict_ && at_ != file_.size()) reject(at_, "bytes behind the last strip or tile");
    if (!verdict_) judge_outside();
    return verdict_;
  }

 private:
  // The first rejection counts.
  bool reject(std::uint64_t at, std::string_view rule) {
    if (!verdict_) verdict_ = Unaccounted{at, rule};
    return false;
  }
  bool accept(const Verdict& part) {
    if (part && !verdict_) verdict_ = part;
    return !verdict_;
  }
  bool account(std::uint64_t count, std::string_view rule) {
    if (!file_.has(at_, count)) return reject(file_.size(), rule);
    at_ += count;
    return true;
  }
  bool align() {
    if (at_ % 2 == 0) return true;
    if (!file_.has(at_, 1)) return reject(file_.size(), "a missing part");
    if (file_.u8(at_) != 0) return reject(at_, "a byte before an even offset that is not zero");
    ++at_;
    return true;
  }

  std::uint64_t pointer_size() const { return big_ ? 8 : 4; }
  std::uint64_t pointer(std::uint64_t at) const { return big_ ? file_.u64(at, order_) : file_.u32(at, order_); }

  bool read_header() {
    if (!file_.has(0, 8)) return reject(file_.size(), "a cut header");
    const auto letters = as_text(file_.bytes(0, 2));
    if (letters != "II" && letters != "MM") return reject(0, "the byte order");
    order_ = letters == "II" ? ByteOrder::little : ByteOrder::big;
    big_ = file_.u16(2, order_) == 43;
    if (!big_ && file_.u16(2, order_) != 42) return reject(2, "the version");
    if (!account(big_ ? 16 : 8, "a cut header")) return false;
    if (big_ && (file_.u16(4, order_) != 8 || file_.u16(6, order_) != 0)) return reject(4, "the size of offsets");
    const auto link = at_ - pointer_size();
    return pointer(link) == at_ || reject(link, "a first page apart from the header");
  }

  // Returns the offset of the next page, or 0.
  std::uint64_t read_page(std::uint64_t page, bool is_first) {
    if (!align()) return 0;
    if (page != at_) return reject(at_, "a page apart from the last strip or tile before it");
    Picture picture;
    std::uint64_t next = 0;
    if (!read_directory(next)) return 0;
    if (!read_values() || !read_block(tag_icc)) return 0;
    for (const auto& field : fields_) picture.add(field);
    if (!picture_is_right(picture, page, is_first)) return 0;
    if (!read_strips(picture) || !read_block(tag_tables)) return 0;
    return tables_are_right() ? next : 0;
  }

  bool read_directory(std::uint64_t& next) {
    const std::uint64_t count_size = big_ ? 8 : 2;
    const auto start = at_;
    if (!account(count_size, "a directory is not whole")) return false;
    const auto count = big_ ? file_.u64(start, order_) : file_.u16(start, order_);
    if (count == 0 || count > max_entries) return reject(start, "the number of entries");
    const auto first = at_;
    const auto entry_size = 4 + 2 * pointer_size();
    if (!account(count * entry_size + pointer_size(), "a directory is not whole")) return false;
    next = pointer(at_ - pointer_size());
    fields_.clear();
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!read_entry(first + i * entry_size)) return false;
    }
    return true;
  }

  bool read_entry(std::uint64_t at) {
    Field field{.tag = file_.u16(at, order_), .type = file_.u16(at + 2, order_), .order = order_};
    if (!fields_.empty() && fields_.back().tag >= field.tag) return reject(at, "tags that do not ascend");
    const auto unit = tiff::value_size(field.type);
    if (unit == 0 || (field.type == tiff::long8_type && !big_)) return reject(at + 2, "the type of a field");
    field.count = pointer(at + 4);
    if (field.count == 0 || field.count > file_.size() / unit) return reject(at + 4, "the number of a field's values");
    const auto cell = at + 4 + pointer_size();
    const auto size = field.count * unit;
    field.at = size > pointer_size() ? pointer(cell) : cell;
    if (size <= pointer_size()) {
      field.values = file_.bytes(cell, size);
      if (!is_zero(file_.bytes(cell + size, pointer_size() - size)))
        return reject(cell + size, "bytes beside a value in its entry");
    }
    fields_.push_back(field);
    return true;
  }

  std::uint64_t size_of(const Field& field) const { return field.count * tiff::value_size(field.type); }
  bool is_apart(const Field& field) const { return size_of(field) > pointer_size(); }

  // The values that stand outside of the entries, except for profiles and tables, which may be shared.
  bool read_values() {
    for (auto& field : fields_) {
      if (!is_apart(field) || field.tag == tag_icc || field.tag == tag_tables) continue;
      if (!align()) return false;
      if (field.at != at_) return reject(at_, "a value apart from the one before it");
      if (!account(size_of(field), "a value is not whole")) return false;
      field.values = file_.bytes(field.at, size_of(field));
    }
    return true;
  }

  // The profile or the tables, if the page has any.
  bool read_block(unsigned tag) {
    const auto field = std::ranges::find(fields_, tag, &Field::tag);
    if (field == fields_.end() || !is_apart(*field)) return true;
    const Block block{field->at, size_of(*field), tag};
    const bool is_shared = std::ranges::find(blocks_, block) != blocks_.end();
    if (!align()) return false;
    if (!is_shared && field->at != at_) return reject(at_, "a profile or tables apart from what is before them");
    if (!is_shared && !account(size_of(*field), "a value is not whole")) return false;
    field->values = file_.bytes(field->at, size_of(*field));
    if (is_shared) return true;
    blocks_.push_back(block);
    return tag != tag_icc || accept(within(verify_icc(field->values, policy_), field->at));
  }

  bool tables_are_right() {
    const auto tables = std::ranges::find(fields_, tag_tables, &Field::tag);
    if (tables == fields_.end()) return true;
    const auto verifier = make_jpeg_verifier(bare_, JpegForm::tables, &use_);
    return accept(judge_range(*verifier, file_, tables->at, tables->values.size()));
  }

  bool picture_is_right(Picture& picture, std::uint64_t page, bool is_first) {
    if (!picture.read_shape()) return reject(page, "a page that does not describe a picture");
    for (const auto& field : picture.fields()) {
      if (!picture.is_right(field, policy_, is_first))
        return reject(field.at, "a field, or a value of it, that no clean page has");
      if (field.tag == 700 && !accept(within(verify_xmp(field.values, policy_), field.at))) return false;
      if (field.tag == 33723 && !accept(within(verify_iptc(field.values), field.at))) return false;
    }
    return true;
  }

  bool read_strips(const Picture& picture) {
    const auto& offsets = picture.offsets();
    const auto& sizes = picture.sizes();
    use_ = {};
    for (std::uint64_t i = 0; i < picture.strip_count(); ++i) {
      const auto at = offsets.number(i);
      const auto size = sizes.number(i);
      if (size == 0 && at == 0) continue;
      if (size == 0) return reject(offsets.at, "the offset of a strip or tile that is left out");
      if (!size_is_right(picture, i, size)) return reject(at, "bytes behind the samples of a strip or tile");
      const Range strip{at, size, {}, picture.shown(i)};
      if (at == at_ ? !read_strip(picture, i, strip) : !share_strip(strip)) return false;
    }
    return true;
  }

  struct Range {
    std::uint64_t at;
    std::uint64_t size;
    JpegTableUse use{};  // of a JPEG: the tables that it uses, but does not have
    Picture::Shown shown{};
  };
  using Block = std::tuple<std::uint64_t, std::uint64_t, unsigned>;  // offset, size, tag

  bool read_strip(const Picture& picture, std::uint64_t i, Range strip) {
    if (!account(strip.size, "a strip or tile is not whole")) return false;
    if (!strip_is_right(picture, i, strip)) return false;
    strips_.push_back(strip);
    add_use(strip.use);
    return true;
  }

  bool share_strip(Range strip) {
    const auto known = std::ranges::lower_bound(strips_, strip.at, {}, &Range::at);
    if (known == strips_.end() || known->at != strip.at || known->size != strip.size)
      return reject(at_, "a strip or tile apart from the one before it");
    add_use(known->use);
    join(known->shown, strip.shown);
    return true;
  }

  // What two who refer to the same strip show of it.
  static void join(Picture::Shown& one, const Picture::Shown& other) {
    if (one.row_bytes != other.row_bytes || one.is_low_first != other.is_low_first) one.row_bytes = 0;
    one.bits = std::max(one.bits, other.bits);
    one.rows = std::max(one.rows, other.rows);
  }

  // The first byte with a bit that shows no pixel and is set; the size of the strip if all of these bits are zero.
  static std::size_t find_outside(Bytes strip, const Picture::Shown& shown) {
    constexpr unsigned all = 0xFF;
    const auto row_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(shown.row_bytes, strip.size()));
    std::uint64_t row = 0;
    for (std::size_t begin = 0; begin < strip.size(); begin += row_bytes, ++row) {
      const auto bits = row < shown.rows ? shown.bits : 0;
      const auto end = std::min(strip.size(), begin + row_bytes);
      for (auto at = begin + static_cast<std::size_t>(bits / 8); at < end; ++at) {
        const auto used = at == begin + bits / 8 ? bits % 8 : 0;
        const unsigned mask = shown.is_low_first ? all << used & all : all >> used;
        if ((u8(strip, at) & mask) != 0) return at;
      }
    }
    return strip.size();
  }

  void judge_outside() {
    for (const auto& [at, size, use, shown] : strips_) {
      const bool is_full = shown.bits == 8 * shown.row_bytes && shown.rows * shown.row_bytes >= size;
      if (shown.row_bytes == 0 || is_full) continue;
      const auto found = find_outside(file_.bytes(at, size), shown);
      if (found < size) reject(at + found, "samples outside of the picture");
    }
  }

  void add_use(const JpegTableUse& use) {
    for (std::size_t kind = 0; kind < use.numbers.size(); ++kind) use_.numbers.at(kind) |= use.numbers.at(kind);
  }

  static bool size_is_right(const Picture& picture, std::uint64_t i, std::uint64_t size) {
    if (picture.compression() != 1) return true;
    const auto pixels = picture.pixel_bytes(i);
    if (picture.shares_chroma()) return size == pixels || size <= picture.unit_bytes(i);
    const bool is_single = picture.strip_count() == 1 && !picture.is_tiled();
    return is_single ? size == pixels : size <= pixels;
  }

  bool strip_is_right(const Picture& picture, std::uint64_t i, Range& strip) {
    switch (picture.compression()) {
      case 7:
        return accept(
            judge_range(*make_jpeg_verifier(bare_, JpegForm::strip, &strip.use), file_, strip.at, strip.size));
      case 32773: {
        const auto wanted = std::max(picture.pixel_bytes(i), picture.unit_bytes(i));
        return ends_with_samples(file_.bytes(strip.at, strip.size), wanted) ||
               reject(strip.at, "bytes behind the last packet of a strip or tile");
      }
      case 33003:
      case 33004:
      case 33005:
      case 34712: return accept(judge_range(*make_jp2_verifier(bare_), file_, strip.at, strip.size));
      case 50001: return accept(within(verify_webp(File{file_.bytes(strip.at, strip.size)}, bare_), strip.at));
      default: return true;
    }
  }

  const File& file_;
  const Policy& policy_;
  ByteOrder order_{ByteOrder::little};
  bool big_{false};
  std::uint64_t at_{0};  // all bytes before it are accounted for
  std::vector<Field> fields_;
  Policy bare_;                // of JPEGs and others within strips: nothing but the picture
  JpegTableUse use_;           // of all strips of the page
  std::vector<Block> blocks_;  // tables and profiles so far
  std::vector<Range> strips_;  // so far, ascending
  Verdict verdict_;
};

}  // namespace

Verdict verify_tiff(const File& file, const Policy& policy) {
  return Reader{file, policy}.read();
}

}  // namespace stripmeta::verify

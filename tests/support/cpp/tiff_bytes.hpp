// TIFF and BigTIFF files built from bytes, for tests. Pictures come first, then values, then directories, which is not
// the order of stripmeta's outputs.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace stripmeta::test {

struct TiffValue {
  unsigned tag;
  unsigned type;
  std::uint64_t count;
  std::string bytes;
};

class TiffMaker {
 public:
  explicit TiffMaker(bool little = true, bool big = false) : little_(little), big_(big) {
    out_ = (little ? "II" : "MM") + number(big ? 43 : 42, 2);
    if (big) out_ += number(8, 2) + number(0, 2);
    next_ = out_.size();
    out_ += number(0, pointer());
  }

  std::string number(std::uint64_t value, std::size_t unit) const {
    std::string text;
    for (std::size_t i = 0; i < unit; ++i) {
      text += static_cast<char>(value >> 8U * (little_ ? i : unit - 1 - i) & 0xFFU);
    }
    return text;
  }

  TiffValue shorts(unsigned tag, std::initializer_list<std::uint64_t> values) const { return list(tag, 3, 2, values); }
  TiffValue longs(unsigned tag, std::vector<std::uint64_t> values) const { return list(tag, 4, 4, values); }
  TiffValue rational(unsigned tag, std::uint64_t value) const { return {tag, 5, 1, number(value, 4) + number(1, 4)}; }
  static TiffValue text(unsigned tag, const std::string& value) { return {tag, 2, value.size(), value}; }
  static TiffValue blob(unsigned tag, const std::string& value) { return {tag, 7, value.size(), value}; }

  // Appends bytes at an even offset, and returns the offset.
  std::uint64_t put(const std::string& bytes) {
    if (out_.size() % 2 != 0) out_ += '\0';
    const auto at = out_.size();
    out_ += bytes;
    return at;
  }

  // Appends a directory that nothing leads to yet.
  std::uint64_t directory(const std::vector<TiffValue>& values) {
    std::string entries;
    for (const auto& value : values) {
      auto cell = value.bytes;
      if (cell.size() > pointer()) cell = number(put(cell), pointer());
      cell.resize(pointer());
      entries += number(value.tag, 2) + number(value.type, 2) + number(value.count, pointer()) + cell;
    }
    return put(number(values.size(), big_ ? 8 : 2) + entries + number(0, pointer()));
  }

  // Appends a directory and links it to the end of the chain.
  std::uint64_t page(const std::vector<TiffValue>& values) {
    const auto at = directory(values);
    out_.replace(next_, pointer(), number(at, pointer()));
    next_ = out_.size() - pointer();
    return at;
  }

  // The values that a page of 4 x 2 grey pixels needs. `more` is merged into them by tag; a value of `more` replaces
  // one with the same tag.
  std::vector<TiffValue> grey(const std::vector<TiffValue>& more = {}, const std::string& strip = "01234567") {
    return merged({shorts(256, {4}), shorts(257, {2}), shorts(258, {8}), shorts(259, {1}), shorts(262, {1}),
                   longs(273, {put(strip)}), shorts(277, {1}), shorts(278, {2}), longs(279, {strip.size()})},
                  more);
  }

  // The values of a grey page in one tile of 16 x 16 pixels, whose 256 bytes stand at `at`.
  std::vector<TiffValue> tiled(std::uint64_t at, std::uint64_t width, std::uint64_t height) const {
    return {shorts(256, {width}), shorts(257, {height}), shorts(258, {8}),  shorts(259, {1}), shorts(262, {1}),
            shorts(277, {1}),     shorts(322, {16}),     shorts(323, {16}), longs(324, {at}), longs(325, {256})};
  }

  // The values of a page whose only strip is a JPEG.
  std::vector<TiffValue> jpeg(const std::string& strip, const std::vector<TiffValue>& more = {}) {
    auto values = more;
    values.push_back(shorts(259, {7}));
    return grey(values, strip);
  }

  const std::string& bytes() const { return out_; }
  std::size_t pointer() const { return big_ ? 8 : 4; }

 private:
  template <typename Values>
  TiffValue list(unsigned tag, unsigned type, std::size_t unit, const Values& values) const {
    TiffValue value{tag, type, values.size(), {}};
    for (const auto each : values) value.bytes += number(each, unit);
    return value;
  }

  static std::vector<TiffValue> merged(std::vector<TiffValue> values, const std::vector<TiffValue>& more) {
    for (const auto& value : more) {
      auto at = values.begin();
      while (at != values.end() && at->tag < value.tag) ++at;
      if (at != values.end() && at->tag == value.tag) {
        *at = value;
      } else {
        values.insert(at, value);
      }
    }
    return values;
  }

  bool little_;
  bool big_;
  std::string out_;
  std::size_t next_{0};
};

}  // namespace stripmeta::test

#include "strip/verify/jxl_numbers.hpp"

#include <algorithm>

namespace stripmeta::verify {
namespace {

constexpr std::size_t past_size = std::size_t{1} << 20U;

}  // namespace

JxlNumbers::JxlNumbers(JxlBits& bits, std::size_t contexts, bool with_copies) : bits_(bits) {
  has_copies_ = bits_.bit();
  if (has_copies_) {
    if (!with_copies) bits_.wrong = true;
    copy_symbol_ = bits_.choose({224, 0}, {512, 0}, {4096, 0}, {8, 15});
    shortest_copy_ = bits_.choose({3, 0}, {4, 0}, {5, 2}, {9, 8});
    copy_split_ = read_split(8);
    past_.resize(past_size);
    ++contexts;
  }
  map_.resize(contexts);
  if (contexts > 1 && bits_.is_fine()) read_map();
  if (!bits_.is_fine()) return;
  const std::size_t count = *std::ranges::max_element(map_) + std::size_t{1};
  has_words_ = bits_.bit();
  const unsigned alphabet_bits = has_words_ ? jxl_longest_word : 5 + bits_.take(2);
  for (std::size_t i = 0; i < count; ++i) splits_.push_back(read_split(alphabet_bits));
  std::vector<std::uint32_t> alphabets(count);
  for (std::size_t i = 0; i < count && has_words_; ++i) alphabets[i] = read_jxl_length(bits_, 4) + 1;
  for (std::size_t i = 0; i < count && bits_.is_fine(); ++i) {
    tables_.push_back(has_words_ ? read_jxl_words(bits_, alphabets[i]) : read_jxl_slots(bits_, alphabet_bits));
  }
  if (!has_words_) state_ = bits_.take(32);
}

JxlNumbers::Split JxlNumbers::read_split(unsigned alphabet_bits) {
  Split split;
  split.exponent = bits_.take(jxl_width_of(alphabet_bits));
  if (split.exponent == alphabet_bits) return split;
  split.high = bits_.take(jxl_width_of(split.exponent));
  if (split.high <= split.exponent) split.low = bits_.take(jxl_width_of(split.exponent - split.high));
  if (split.exponent > alphabet_bits || split.high + split.low > split.exponent) bits_.wrong = true;
  return split;
}

void JxlNumbers::read_map() {
  if (bits_.bit()) {
    const auto width = bits_.take(2);
    for (auto& entry : map_) entry = static_cast<std::uint8_t>(bits_.take(width));
    return;
  }
  const bool is_moved = bits_.bit();
  JxlNumbers numbers{bits_, 1, map_.size() > 2};
  std::vector<std::uint8_t> recent(256);
  for (std::size_t i = 0; i < recent.size(); ++i) recent[i] = static_cast<std::uint8_t>(i);
  for (auto& entry : map_) {
    const auto value = numbers.next(0);
    if (value > 255) bits_.wrong = true;
    if (!bits_.is_fine()) return;
    entry = is_moved ? recent[value] : static_cast<std::uint8_t>(value);
    recent.erase(recent.begin() + static_cast<std::ptrdiff_t>(value));
    recent.insert(recent.begin(), entry);
  }
  numbers.close();
}

std::uint32_t JxlNumbers::read_symbol(std::size_t index) {
  const auto& table = tables_[index];
  if (has_words_) return read_jxl_word(bits_, table);
  const auto& slot = table[state_ % jxl_slots];
  state_ = state_ / jxl_slots * slot.share + slot.place;
  if (state_ < 0x10000) state_ = (state_ << 16U) + bits_.take(16);
  return slot.symbol;
}

std::uint32_t JxlNumbers::whole(std::uint32_t symbol, const Split& split) {
  const auto least = 1U << split.exponent;
  if (symbol < least) return symbol;
  const auto given = split.high + split.low;
  const auto middle = (split.exponent - given + ((symbol - least) >> given)) % 32;
  const auto top = (1U << split.high) + ((symbol >> split.low) % (1U << split.high));
  const auto value = (top << middle) + bits_.take(middle);
  return (value << split.low) + symbol % (1U << split.low);
}

std::uint32_t JxlNumbers::next(std::size_t context) {
  if (!bits_.is_fine()) return 0;
  if (copies_ == 0) {
    const std::size_t table = map_[context];
    const auto symbol = read_symbol(table);
    if (!has_copies_ || symbol < copy_symbol_) {
      const auto value = whole(symbol, splits_[table]);
      if (has_copies_) past_[total_++ % past_size] = value;
      return value;
    }
    copies_ = std::uint64_t{shortest_copy_} + whole(symbol - copy_symbol_, copy_split_);
    const std::size_t distances = map_.back();
    const auto back = std::uint64_t{1} + whole(read_symbol(distances), splits_[distances]);
    from_ = total_ - std::min({back, total_, std::uint64_t{past_size}});
  }
  --copies_;
  const auto value = past_[from_++ % past_size];
  past_[total_++ % past_size] = value;
  return value;
}

void JxlNumbers::close() {
  if (bits_.is_fine() && state_ != 0x130000) bits_.wrong = true;
}

}  // namespace stripmeta::verify

#include "strip/verify/jxl_codes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string_view>

namespace stripmeta::verify {
namespace {

constexpr unsigned slot_bits = 12;
constexpr std::uint32_t slots = jxl_slots;
constexpr unsigned longest_word = jxl_longest_word;

// Lengths of words, by which the words follow.
using Lengths = std::vector<std::uint8_t>;

std::uint32_t reversed(std::uint32_t word, unsigned length) {
  std::uint32_t turned = 0;
  for (unsigned i = 0; i < length; ++i) turned |= (word >> i & 1U) << (length - 1 - i);
  return turned;
}

Lengths simple_lengths(JxlBits& bits, std::size_t alphabet, std::optional<std::uint32_t>& single) {
  Lengths lengths(alphabet);
  const auto width = jxl_width_of(static_cast<unsigned>(alphabet - 1));
  std::vector<std::uint32_t> symbols(bits.take(2) + 1);
  for (auto& symbol : symbols) {
    symbol = bits.take(width);
    if (symbol >= alphabet) bits.wrong = true;
  }
  const bool is_deep = symbols.size() == 4 && bits.bit();
  if (bits.wrong) return lengths;
  if (symbols.size() == 1) single = symbols[0];
  constexpr std::array<std::string_view, 5> shapes{"\0", "\1\1", "\1\2\2", "\2\2\2\2", "\1\2\3\3"};
  const auto shape = shapes.at(symbols.size() - 1 + (is_deep ? 1 : 0));
  for (std::size_t i = 0; i < symbols.size() && symbols.size() > 1; ++i) {
    if (lengths[symbols[i]] != 0) bits.wrong = true;
    lengths[symbols[i]] = static_cast<std::uint8_t>(shape[i]);
  }
  return lengths;
}

// The 18 lengths that write lengths. `single`: the only one of them that has a word, which then has no bits.
Lengths lengths_of_lengths(JxlBits& bits, unsigned start, std::optional<std::uint32_t>& single) {
  constexpr std::array<std::uint8_t, 18> places{1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  Lengths lengths(places.size());
  unsigned sum = 0;
  unsigned count = 0;
  for (std::size_t i = start; i < places.size() && sum < 32 && bits.is_fine(); ++i) {
    constexpr std::array<std::uint8_t, 4> short_ones{0, 4, 3, 2};
    const auto two = bits.take(2);
    unsigned length = short_ones.at(two);
    if (two == 3 && bits.bit()) length = bits.bit() ? 5 : 1;
    lengths[places.at(i)] = static_cast<std::uint8_t>(length);
    if (length == 0) continue;
    sum += 32U >> length;
    ++count;
    single = places.at(i);
  }
  if (count != 1) single.reset();
  if (count != 1 && sum != 32) bits.wrong = true;
  return lengths;
}

// For the next bits, the first of them lowest: the word that they begin with.
JxlTable words(const Lengths& lengths, std::optional<std::uint32_t> single) {
  if (single) return {JxlSlot{static_cast<std::uint16_t>(*single), 0, 0}};
  const unsigned most = *std::ranges::max_element(lengths);
  JxlTable table(std::size_t{1} << most);
  std::uint32_t code = 0;
  for (unsigned length = 1; length <= most; ++length, code <<= 1U) {
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] != length) continue;
      for (std::size_t i = reversed(code, length); i < table.size(); i += std::size_t{1} << length) {
        table[i] = {static_cast<std::uint16_t>(symbol), static_cast<std::uint16_t>(length), 0};
      }
      ++code;
    }
  }
  return table;
}

Lengths long_lengths(JxlBits& bits, std::size_t alphabet, unsigned start) {
  std::optional<std::uint32_t> single;
  const auto outer = lengths_of_lengths(bits, start, single);
  Lengths lengths;
  if (!bits.is_fine()) return lengths;
  const auto table = words(outer, single);
  std::uint64_t room = 1U << longest_word;
  std::uint8_t last = 8;
  std::uint64_t run = 0;
  std::uint8_t run_length = 0;
  while (room > 0 && lengths.size() < alphabet && bits.is_fine()) {
    const unsigned symbol = read_jxl_word(bits, table);
    std::uint64_t count = 1;
    auto length = static_cast<std::uint8_t>(symbol);
    if (symbol >= 16) {
      length = symbol == 16 ? last : std::uint8_t{0};
      const bool goes_on = run > 0 && run_length == length;
      const auto before = goes_on ? run : 0;
      run = (before > 0 ? (before - 2) << (symbol - 14) : 0) + 3 + bits.take(symbol - 14);
      run_length = length;
      count = run - before;
    } else {
      run = 0;
      if (length > 0) last = length;
    }
    const std::uint64_t used = length == 0 ? 0 : count << (longest_word - length);
    if (used > room || count > alphabet - lengths.size()) {
      bits.wrong = true;
      return lengths;
    }
    room -= used;
    lengths.insert(lengths.end(), static_cast<std::size_t>(count), length);
  }
  if (room != 0) bits.wrong = true;
  lengths.resize(alphabet);
  return lengths;
}

// How often each symbol comes in 4096.
using Shares = std::vector<std::uint32_t>;

Shares few_shares(JxlBits& bits) {
  const bool has_two = bits.bit();
  const auto a = read_jxl_length(bits, 3);
  const auto b = has_two ? read_jxl_length(bits, 3) : a;
  Shares shares(std::max(a, b) + 1);
  if (has_two && a == b) bits.wrong = true;
  shares[a] = has_two ? bits.take(slot_bits) : slots;
  if (b != a) shares[b] = slots - shares[a];
  return shares;
}

// Reads how wide a share is, by the first word that fits; words are written with the first bit lowest.
unsigned read_width(JxlBits& bits) {
  struct Entry {
    unsigned word, length;
  };
  constexpr std::array<Entry, 14> entries{{{17, 5},
                                           {11, 4},
                                           {15, 4},
                                           {3, 4},
                                           {9, 4},
                                           {7, 4},
                                           {4, 3},
                                           {2, 3},
                                           {5, 3},
                                           {6, 3},
                                           {0, 3},
                                           {33, 6},
                                           {1, 7},
                                           {65, 7}}};
  unsigned seen = 0;
  for (unsigned length = 1; length <= 7; ++length) {
    seen |= bits.take(1) << (length - 1);
    for (unsigned i = 0; i < entries.size(); ++i) {
      if (entries.at(i).length == length && entries.at(i).word == seen) return i;
    }
  }
  return 0;
}

Shares many_shares(JxlBits& bits) {
  constexpr unsigned again = 13;
  unsigned log = 0;
  while (log < 3 && bits.bit()) ++log;
  const unsigned shift = ((1U << log) | bits.take(log)) - 1;
  const std::size_t size = read_jxl_length(bits, 3) + std::size_t{3};
  if (shift > 13) bits.wrong = true;
  std::vector<unsigned> widths;
  std::vector<std::size_t> same_from(size, size);  // of symbols whose share is that of the symbol before the run
  std::size_t rest = size;
  while (widths.size() < size && bits.is_fine()) {
    const auto at = widths.size();
    const auto width = read_width(bits);
    if (width == again) {
      const auto count = std::min<std::size_t>(read_jxl_length(bits, 3) + std::size_t{4}, size - at);
      for (std::size_t i = at; i < at + count; ++i) same_from[i] = at;
      widths.insert(widths.end(), count, 0);
      continue;
    }
    if (rest == size || width > widths[rest]) rest = at;
    widths.push_back(width);
  }
  Shares shares(size);
  std::uint32_t sum = 0;
  if (rest == size) bits.wrong = true;
  for (std::size_t i = 0; i < size && bits.is_fine(); ++i) {
    if (same_from[i] != size) {
      shares[i] = same_from[i] == 0 ? 0 : shares[same_from[i] - 1];
    } else if (i != rest && widths[i] > 0) {
      const int exponent = static_cast<int>(widths[i]) - 1;
      const int precise = std::max(0, std::min(exponent, static_cast<int>(shift) - (12 - exponent) / 2));
      const auto tail = bits.take(static_cast<unsigned>(precise)) << static_cast<unsigned>(exponent - precise);
      shares[i] = (1U << static_cast<unsigned>(exponent)) + tail;
    }
    sum += shares[i];
  }
  if (sum >= slots) bits.wrong = true;
  if (bits.is_fine()) shares[rest] = slots - sum;
  return shares;
}

}  // namespace

std::uint32_t read_jxl_length(JxlBits& bits, unsigned width) {
  if (!bits.bit()) return 0;
  const auto length = bits.take(width);
  return (1U << length) | bits.take(length);
}

unsigned jxl_width_of(unsigned greatest) {
  return static_cast<unsigned>(std::bit_width(greatest));
}

// Takes no more bits than the word has.
std::uint32_t read_jxl_word(JxlBits& bits, const JxlTable& table) {
  std::uint32_t seen = 0;
  const auto most = static_cast<unsigned>(std::bit_width(table.size() - 1));
  for (unsigned length = 0;; ++length) {
    const auto& slot = table[seen];
    if (slot.share <= length || length == most || !bits.is_fine()) return slot.symbol;
    seen |= bits.take(1) << length;
  }
}

JxlTable read_jxl_words(JxlBits& bits, std::size_t alphabet) {
  std::optional<std::uint32_t> single;
  Lengths lengths(1);
  if (alphabet > std::size_t{1} << longest_word) bits.wrong = true;
  if (!bits.is_fine()) return {};
  if (alphabet == 1) {
    single = 0;
  } else if (const auto kind = bits.take(2); kind == 1) {
    lengths = simple_lengths(bits, alphabet, single);
  } else {
    lengths = long_lengths(bits, alphabet, kind);
  }
  if (!bits.is_fine()) return {};
  return words(lengths, single);
}

// C.2.6. Slots that a symbol has too many of go to symbols that have too few in their bucket, the last ones first.
JxlTable read_jxl_slots(JxlBits& bits, unsigned alphabet_bits) {
  Shares shares;
  if (bits.bit()) {
    shares = few_shares(bits);
  } else if (bits.bit()) {
    const auto count = read_jxl_length(bits, 3) + 1;
    for (std::uint32_t i = 0; i < count; ++i) shares.push_back(slots / count + (i < slots % count ? 1 : 0));
  } else {
    shares = many_shares(bits);
  }
  while (!shares.empty() && shares.back() == 0) shares.pop_back();
  const std::size_t buckets = std::size_t{1} << alphabet_bits;
  if (shares.size() > buckets) bits.wrong = true;
  if (!bits.is_fine()) return {};
  if (shares.empty()) shares.push_back(slots);
  const std::uint32_t width = slots >> alphabet_bits;
  JxlTable table(slots);
  const auto fill = [&](std::size_t bucket, std::uint32_t from, std::uint32_t to, std::size_t symbol,
                        std::uint32_t place) {
    for (std::uint32_t i = from; i < to; ++i, ++place) {
      table[bucket * width + i] = {static_cast<std::uint16_t>(symbol), static_cast<std::uint16_t>(shares[symbol]),
                                   static_cast<std::uint16_t>(place)};
    }
  };
  if (const auto only = std::ranges::find(shares, slots); only != shares.end()) {
    const auto symbol = static_cast<std::size_t>(only - shares.begin());
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
      fill(bucket, 0, width, symbol, static_cast<std::uint32_t>(bucket) * width);
    }
    return table;
  }
  auto left = shares;
  left.resize(buckets);
  std::vector<std::size_t> poor;
  std::vector<std::size_t> rich;
  for (std::size_t i = 0; i < buckets; ++i) {
    if (left[i] < width) poor.push_back(i);
    if (left[i] > width) rich.push_back(i);
  }
  while (!rich.empty() && !poor.empty()) {
    const auto giver = rich.back();
    const auto taker = poor.back();
    rich.pop_back();
    poor.pop_back();
    left[giver] -= width - left[taker];
    fill(taker, left[taker], width, giver, left[giver]);
    if (left[giver] < width) poor.push_back(giver);
    if (left[giver] > width) rich.push_back(giver);
  }
  for (std::size_t i = 0; i < shares.size(); ++i) fill(i, 0, std::min(left[i], width), i, 0);
  return table;
}

}  // namespace stripmeta::verify

#include "strip/jxl/token_code.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <span>

namespace stripmeta::jxl {
namespace {

constexpr std::uint32_t range = 1U << log_range;

// Makes a canonical prefix code of the lengths of its words; 0 means that a symbol has none.
TokenCode make_prefix_code(std::span<const std::uint8_t> lengths) {
  TokenCode code;
  for (std::size_t length = 1; length <= TokenCode::longest; ++length) {
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] != length) continue;
      code.symbols.push_back(static_cast<std::uint16_t>(symbol));
      ++code.counts.at(length);
    }
  }
  return code;
}

// A code of one symbol, whose word has no bits.
TokenCode make_single(std::size_t symbol) {
  TokenCode code;
  code.symbols.push_back(static_cast<std::uint16_t>(symbol));
  return code;
}

// One to four symbols (as in Brotli, RFC 7932 3.4).
TokenCode read_simple_code(BitReader& bits, std::size_t alphabet) {
  const auto symbol_bits = static_cast<unsigned>(std::bit_width(alphabet - 1));
  const auto count = bits.bits(2) + 1;
  std::array<std::uint32_t, 4> symbols{};
  for (std::size_t i = 0; i < count; ++i) {
    symbols.at(i) = bits.bits(symbol_bits);
    const auto before = std::span{symbols}.first(i);
    if (symbols.at(i) >= alphabet || std::ranges::find(before, symbols.at(i)) != before.end()) bits.set_bad();
  }
  if (!bits.is_good() || count == 1) return make_single(symbols[0]);
  constexpr std::array<std::array<std::uint8_t, 4>, 4> all_lengths{{{1, 1}, {1, 2, 2}, {2, 2, 2, 2}, {1, 2, 3, 3}}};
  const auto& shape = all_lengths.at(count - 2 + (count == 4 && bits.flag() ? 1 : 0));
  std::vector<std::uint8_t> lengths(alphabet);
  for (std::size_t i = 0; i < count; ++i) lengths[symbols.at(i)] = shape.at(i);
  return make_prefix_code(lengths);
}

// The code in which the lengths are written (RFC 7932 3.5).
TokenCode read_length_code(BitReader& bits, unsigned skipped) {
  constexpr std::array<std::uint8_t, 18> order{1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  constexpr int all = 32;
  const auto read_length = [&]() -> unsigned {  // 00: 0, 01: 4, 10: 3, 011: 2, 0111: 1, 1111: 5, the first bit last
    switch (bits.bits(2)) {
      case 0: return 0;
      case 1: return 4;
      case 2: return 3;
      default: break;
    }
    if (!bits.flag()) return 2;
    return bits.flag() ? 5 : 1;
  };
  std::array<std::uint8_t, order.size()> lengths{};
  int space = all;
  std::size_t used = 0;
  std::size_t last = 0;
  for (auto i = std::size_t{skipped}; i < order.size() && space > 0 && bits.is_good(); ++i) {
    const auto length = read_length();
    if (length == 0) continue;
    lengths.at(order.at(i)) = static_cast<std::uint8_t>(length);
    space -= all >> length;
    ++used;
    last = order.at(i);
  }
  if (used != 1 && space != 0) bits.set_bad();
  return used == 1 ? make_single(last) : make_prefix_code(lengths);
}

// The lengths of all words, some of them as repetitions (RFC 7932 3.5).
TokenCode read_complex_code(BitReader& bits, std::size_t alphabet, unsigned skipped) {
  constexpr std::uint32_t repeat_last = 16;
  constexpr std::uint32_t all = 1U << TokenCode::longest;
  const auto length_code = read_length_code(bits, skipped);
  std::vector<std::uint8_t> lengths;
  std::uint32_t space = all;
  std::uint8_t last = 8;
  std::size_t repeat = 0;
  std::uint8_t repeated = 0;
  while (lengths.size() < alphabet && space > 0 && bits.is_good()) {
    const auto symbol = read_prefixed(bits, length_code);
    std::size_t count = 1;
    auto length = static_cast<std::uint8_t>(symbol);
    if (symbol < repeat_last) {
      repeat = 0;
      if (length != 0) last = length;
    } else {
      const auto extra_bits = symbol - repeat_last + 2;
      length = symbol == repeat_last ? last : std::uint8_t{0};
      if (repeated != length) repeat = 0;
      repeated = length;
      const auto before = repeat;
      repeat = (repeat > 0 ? (repeat - 2) << extra_bits : 0) + bits.bits(extra_bits) + 3;
      count = repeat - before;
    }
    const auto taken = length == 0 ? 0 : count << (TokenCode::longest - length);
    if (count > alphabet - lengths.size() || taken > space) {
      bits.set_bad();
      break;
    }
    lengths.insert(lengths.end(), count, length);
    space -= static_cast<std::uint32_t>(taken);
  }
  if (space != 0) bits.set_bad();
  return make_prefix_code(lengths);
}

using Frequencies = std::vector<std::uint16_t>;

// One or two symbols.
Frequencies read_simple_distribution(BitReader& bits) {
  const bool is_two = bits.flag();
  const auto first = read_short_number(bits, 3);
  Frequencies frequencies(first + 1);
  if (!is_two) {
    frequencies[first] = range;
    return frequencies;
  }
  const auto second = read_short_number(bits, 3);
  if (first == second) bits.set_bad();
  frequencies.resize(std::max(first, second) + 1);
  frequencies[first] = static_cast<std::uint16_t>(bits.bits(log_range));
  frequencies[second] = static_cast<std::uint16_t>(range - frequencies[first]);
  return frequencies;
}

Frequencies read_flat_distribution(BitReader& bits) {
  const auto count = read_short_number(bits, 3) + 1;
  Frequencies frequencies(count, static_cast<std::uint16_t>(range / count));
  for (std::size_t i = 0; i < range % count; ++i) ++frequencies[i];
  return frequencies;
}

constexpr std::uint8_t run_mark = 13;  // among the logarithms: the frequency before comes again several times

// The logarithm of a frequency, plus one; 0 is a frequency of 0. It has a fixed prefix code.
std::uint8_t read_logarithm(BitReader& bits) {
  constexpr std::array<std::uint8_t, 8> of_three{10, 0, 7, 0, 6, 8, 9, 0};  // 0: longer
  const auto three = bits.bits(3);
  if (of_three.at(three) != 0) return of_three.at(three);
  const bool fourth = bits.flag();
  if (three == 3) return fourth ? 1 : 3;
  if (three == 7) return fourth ? 2 : 5;
  if (fourth) return 4;
  if (bits.flag()) return 0;
  if (bits.flag()) return 11;
  return bits.flag() ? run_mark : 12;
}

// How exact the frequencies are.
unsigned read_shift(BitReader& bits) {
  constexpr unsigned most = 3;
  constexpr unsigned greatest = 13;
  unsigned length = 0;
  while (length < most && bits.flag()) ++length;
  const auto shift = (bits.bits(length) | (1U << length)) - 1;
  if (shift > greatest) bits.set_bad();
  return shift;
}

// The frequency with this logarithm: its highest bits follow in the stream.
std::uint16_t read_frequency(BitReader& bits, unsigned logarithm, unsigned shift) {
  if (logarithm < 2) return static_cast<std::uint16_t>(logarithm);
  const auto exponent = static_cast<int>(logarithm) - 1;
  const int exact = static_cast<int>(shift) - ((static_cast<int>(log_range) - exponent) >> 1);
  const auto more = static_cast<unsigned>(std::clamp(exact, 0, exponent));
  return static_cast<std::uint16_t>((1U << exponent) + (bits.bits(more) << (static_cast<unsigned>(exponent) - more)));
}

// Logarithms of all frequencies, then the frequencies. The first greatest one is not written: it is what is left.
Frequencies read_full_distribution(BitReader& bits) {
  const auto shift = read_shift(bits);
  const std::size_t size = read_short_number(bits, 3) + std::size_t{3};
  std::vector<std::uint8_t> logarithms(size);
  std::vector<std::size_t> runs(size);
  std::size_t omitted = size;
  for (std::size_t i = 0; i < size; ++i) {
    logarithms[i] = read_logarithm(bits);
    if (logarithms[i] == run_mark) {
      runs[i] = read_short_number(bits, 3) + std::size_t{4};
      i += runs[i] - 1;
    } else if (omitted == size || logarithms[i] > logarithms[omitted]) {
      omitted = i;
    }
  }
  if (omitted == size) bits.set_bad();
  Frequencies frequencies(size);
  std::size_t run = 0;
  std::uint16_t repeated = 0;
  std::uint32_t total = 0;
  for (std::size_t i = 0; i < size && bits.is_good(); ++i) {
    if (runs[i] > 0) {
      run = runs[i];
      repeated = i > 0 ? frequencies[i - 1] : std::uint16_t{0};
    }
    if (run > 0) {
      --run;
      frequencies[i] = repeated;
    } else if (i != omitted) {
      frequencies[i] = read_frequency(bits, logarithms[i], shift);
    }
    total += frequencies[i];
  }
  if (total >= range) bits.set_bad();
  if (bits.is_good()) frequencies[omitted] = static_cast<std::uint16_t>(range - total);
  return frequencies;
}

// C.2.6: spreads the frequencies over buckets of equal size, each of which has at most two symbols.
void make_buckets(TokenCode& code, unsigned log_alphabet) {
  const std::size_t count = std::size_t{1} << log_alphabet;
  const std::uint32_t size = range >> log_alphabet;
  code.buckets.resize(count);
  const auto only = std::ranges::find(code.frequencies, range);
  if (only != code.frequencies.end()) {
    const auto symbol = static_cast<std::uint16_t>(only - code.frequencies.begin());
    for (std::size_t i = 0; i < count; ++i) code.buckets[i] = {0, symbol, static_cast<std::uint16_t>(size * i)};
    return;
  }
  std::vector<std::uint32_t> filled(count);
  std::ranges::copy(code.frequencies, filled.begin());
  std::vector<std::size_t> under;
  std::vector<std::size_t> over;
  for (std::size_t i = 0; i < count; ++i) {
    if (filled[i] > size) over.push_back(i);
    if (filled[i] < size) under.push_back(i);
  }
  std::vector<std::uint32_t> starts(count);
  while (!over.empty() && !under.empty()) {
    const auto from = over.back();
    const auto to = under.back();
    over.pop_back();
    under.pop_back();
    filled[from] -= size - filled[to];
    code.buckets[to].symbol = static_cast<std::uint16_t>(from);
    starts[to] = filled[from];
    if (filled[from] < size) under.push_back(from);
    if (filled[from] > size) over.push_back(from);
  }
  for (std::size_t i = 0; i < count; ++i) {
    auto& bucket = code.buckets[i];
    if (filled[i] == size) {
      bucket = {0, static_cast<std::uint16_t>(i), 0};
    } else {
      bucket.cutoff = static_cast<std::uint16_t>(filled[i]);
      bucket.offset = static_cast<std::uint16_t>(starts[i] - filled[i]);
    }
  }
}

}  // namespace

std::uint32_t read_short_number(BitReader& bits, unsigned length_bits) {
  if (!bits.flag()) return 0;
  const auto length = bits.bits(length_bits);
  return (1U << length) + bits.bits(length);
}

TokenCode read_prefix_code(BitReader& bits, std::size_t alphabet) {
  if (alphabet == 1) return make_single(0);
  const auto kind = bits.bits(2);
  return kind == 1 ? read_simple_code(bits, alphabet) : read_complex_code(bits, alphabet, kind);
}

std::uint32_t read_prefixed(BitReader& bits, const TokenCode& code) {
  if (code.symbols.size() == 1) return code.symbols.front();
  std::uint32_t word = 0;
  std::uint32_t first = 0;
  std::size_t before = 0;
  for (std::size_t length = 1; length <= TokenCode::longest && bits.is_good(); ++length) {
    word = word << 1U | bits.bits(1);
    first <<= 1U;
    const auto count = code.counts.at(length);
    if (word - first < count) return code.symbols[before + word - first];
    first += count;
    before += count;
  }
  bits.set_bad();
  return 0;
}

TokenCode read_distribution(BitReader& bits, unsigned log_alphabet) {
  TokenCode code;
  if (bits.flag()) {
    code.frequencies = read_simple_distribution(bits);
  } else {
    code.frequencies = bits.flag() ? read_flat_distribution(bits) : read_full_distribution(bits);
  }
  while (!code.frequencies.empty() && code.frequencies.back() == 0) code.frequencies.pop_back();
  if (code.frequencies.size() > std::size_t{1} << log_alphabet) bits.set_bad();
  if (bits.is_good()) {
    if (code.frequencies.empty()) code.frequencies.push_back(range);
    make_buckets(code, log_alphabet);
  }
  return code;
}

}  // namespace stripmeta::jxl

#include "strip/jxl/entropy.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "strip/jxl/token_code.hpp"

namespace stripmeta::jxl {
namespace {

constexpr std::size_t window_size = std::size_t{1} << 20U;
constexpr std::uint32_t final_state = 0x130000;
constexpr unsigned state_bits = 32;

// The least number of bits that can say any number from 0 to `most`.
unsigned bits_for(unsigned most) {
  return static_cast<unsigned>(std::bit_width(most));
}

// C.2.2: each value is its position in a list, to whose front it then moves.
void undo_move_to_front(std::vector<std::uint8_t>& values) {
  std::array<std::uint8_t, 256> list{};
  std::iota(list.begin(), list.end(), std::uint8_t{0});
  for (auto& value : values) {
    const auto at = list.begin() + value;
    value = *at;
    std::rotate(list.begin(), at, at + 1);
  }
}

}  // namespace

EntropyReader::EntropyReader(BitReader& bits, std::size_t contexts, bool may_repeat) : bits_(bits) {
  repeats_ = bits_.flag();
  if (repeats_ && !may_repeat) bits_.set_bad();
  if (repeats_ && bits_.is_good()) {
    constexpr unsigned length_alphabet = 8;
    first_length_ = bits_.u32({{{224, 0}, {512, 0}, {4096, 0}, {8, 15}}});
    least_length_ = bits_.u32({{{3, 0}, {4, 0}, {5, 2}, {9, 8}}});
    length_config_ = read_config(length_alphabet);
    ++contexts;
    window_.resize(window_size);
  }
  clusters_.resize(contexts);
  if (contexts > 1) read_clusters();
  if (bits_.is_good()) read_codes();
}

HybridConfig EntropyReader::read_config(unsigned log_alphabet) {
  HybridConfig config;
  config.split = bits_.bits(bits_for(log_alphabet));
  if (config.split > log_alphabet) bits_.set_bad();
  if (config.split == log_alphabet || !bits_.is_good()) return config;
  config.msb = bits_.bits(bits_for(config.split));
  if (config.msb > config.split) {
    bits_.set_bad();
    return config;
  }
  config.lsb = bits_.bits(bits_for(config.split - config.msb));
  if (config.msb + config.lsb > config.split) bits_.set_bad();
  return config;
}

void EntropyReader::read_clusters() {
  if (bits_.flag()) {
    read_simple_clusters();
  } else {
    read_coded_clusters();
  }
}

void EntropyReader::read_simple_clusters() {
  const auto size = bits_.bits(2);
  for (auto& cluster : clusters_) cluster = static_cast<std::uint8_t>(bits_.bits(size));
}

void EntropyReader::read_coded_clusters() {
  constexpr std::size_t few = 2;
  constexpr std::uint32_t greatest = 255;
  const bool is_moved = bits_.flag();
  EntropyReader reader{bits_, 1, clusters_.size() > few};
  for (auto& cluster : clusters_) {
    const auto value = bits_.is_good() ? reader.number(0) : 0;
    if (value > greatest) bits_.set_bad();
    cluster = static_cast<std::uint8_t>(value);
  }
  if (bits_.is_good()) reader.finish();
  if (is_moved) undo_move_to_front(clusters_);
}

void EntropyReader::read_codes() {
  const std::size_t count = *std::ranges::max_element(clusters_) + std::size_t{1};
  is_prefix_ = bits_.flag();
  log_alphabet_ = is_prefix_ ? static_cast<unsigned>(TokenCode::longest) : bits_.bits(2) + 5;
  for (std::size_t i = 0; i < count && bits_.is_good(); ++i) configs_.push_back(read_config(log_alphabet_));
  std::vector<std::size_t> alphabets(is_prefix_ ? count : 0);
  for (auto& alphabet : alphabets) {
    alphabet = read_short_number(bits_, 4) + std::size_t{1};
    if (alphabet > std::size_t{1} << TokenCode::longest) bits_.set_bad();
  }
  for (std::size_t i = 0; i < count && bits_.is_good(); ++i) {
    codes_.push_back(is_prefix_ ? read_prefix_code(bits_, alphabets[i]) : read_distribution(bits_, log_alphabet_));
  }
  state_ = is_prefix_ ? final_state : bits_.bits(state_bits);
}

std::uint32_t EntropyReader::number(std::size_t context) {
  if (!bits_.is_good()) return 0;
  if (copy_left_ > 0) {
    --copy_left_;
    return remember(window_[copy_at_++ % window_size]);
  }
  const std::size_t cluster = clusters_[context];
  const auto value = token(cluster);
  if (repeats_ && value >= first_length_) return repeat(value - first_length_);
  return remember(expand(value, configs_[cluster]));
}

// C.3.3: a length and a distance. A distance greater than what there is means all there is.
std::uint32_t EntropyReader::repeat(std::uint32_t token) {
  const std::uint64_t length = std::uint64_t{expand(token, length_config_)} + least_length_;
  const std::size_t cluster = clusters_.back();
  const auto distance = std::uint64_t{expand(this->token(cluster), configs_[cluster])} + 1;
  if (!bits_.is_good()) return 0;
  copy_at_ = count_ - std::min({distance, count_, std::uint64_t{window_size}});
  copy_left_ = length - 1;
  return remember(window_[copy_at_++ % window_size]);
}

std::uint32_t EntropyReader::remember(std::uint32_t value) {
  if (repeats_) window_[count_++ % window_size] = value;
  return value;
}

std::uint32_t EntropyReader::token(std::size_t cluster) {
  const auto& code = codes_[cluster];
  return is_prefix_ ? read_prefixed(bits_, code) : ans_token(code);
}

std::uint32_t EntropyReader::ans_token(const TokenCode& code) {
  constexpr std::uint32_t least_state = 1U << 16U;
  const auto index = state_ & ((1U << log_range) - 1);
  const auto log_bucket = log_range - log_alphabet_;
  const auto& bucket = code.buckets[index >> log_bucket];
  const auto at = index & ((1U << log_bucket) - 1);
  const bool is_second = at >= bucket.cutoff;
  const auto symbol = is_second ? std::uint32_t{bucket.symbol} : index >> log_bucket;
  // The offset of a bucket may be "negative": the sum wraps around, as all of it is modulo 2^16.
  const auto offset = static_cast<std::uint16_t>(is_second ? at + bucket.offset : at);
  state_ = code.frequencies[symbol] * (state_ >> log_range) + offset;
  if (state_ < least_state) state_ = state_ << 16U | bits_.bits(16);
  return symbol;
}

std::uint32_t EntropyReader::expand(std::uint32_t token, const HybridConfig& config) {
  const auto first = 1U << config.split;
  if (token < first) return token;
  const auto in_token = config.msb + config.lsb;
  const auto count = (config.split - in_token + ((token - first) >> in_token)) & 31U;
  const auto low = token & ((1U << config.lsb) - 1);
  const auto high = ((token >> config.lsb) & ((1U << config.msb) - 1)) | 1U << config.msb;
  return ((high << count | bits_.bits(count)) << config.lsb) | low;
}

void EntropyReader::finish() {
  if (state_ != final_state) bits_.set_bad();
}

}  // namespace stripmeta::jxl

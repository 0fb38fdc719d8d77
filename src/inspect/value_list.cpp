#include "inspect/value_list.hpp"

#include <algorithm>
#include <tuple>

#include "inspect/text.hpp"
#include "strip/metadata/sensitive.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::string_view ellipsis = "\u2026";

// At most `limit` bytes of `text`; if it is longer, an ellipsis and `note` follow. Text that is not UTF-8 is read as
// Latin-1.
std::string shortened(std::string_view text, std::size_t limit, std::string_view note) {
  std::string utf8 = is_utf8(text) ? std::string(text) : latin1_to_utf8(text.substr(0, limit + 1));
  if (utf8.size() <= limit) return utf8;
  return std::string(cut_utf8(utf8, limit)).append(ellipsis).append(note);
}

}  // namespace

void ValueList::add(std::string_view group, std::string_view name, std::string_view value, std::size_t full_bytes) {
  const Rank rank = rank_of(group, name);
  std::size_t& count = counts_[static_cast<std::size_t>(rank)];
  if (count == max_values) {
    ++omitted_;
    return;
  }
  ++count;
  const auto length = " (" + byte_count(std::max(full_bytes, value.size())) + ")";
  values_.push_back(
      {rank, {std::string(group), shortened(name, max_name_bytes, ""), shortened(value, max_value_bytes, length)}});
}

void ValueList::add_thumbnail(PictureSize size, Bytes file) {
  if (file.size() > max_thumbnail_bytes) file = {};
  const auto measure = [](PictureSize of, std::size_t bytes) {
    return std::tuple{bytes > 0, std::uint64_t{of.width} * of.height, bytes};
  };
  auto& largest = thumbnails_.largest;
  const bool wins = thumbnails_.count == 0 || measure(size, file.size()) > measure(largest.size, largest.file.size());
  ++thumbnails_.count;
  if (wins) largest = {size, {file.begin(), file.end()}};
}

std::vector<Value> ValueList::sorted() const {
  std::vector<Ranked> ranked = values_;
  std::ranges::stable_sort(ranked, {}, &Ranked::rank);
  std::vector<Value> out;
  const bool all = omitted_ == 0 && ranked.size() <= max_values;
  const std::size_t shown = all ? ranked.size() : max_values - 1;
  out.reserve(shown + 1);
  for (std::size_t i = 0; i < shown; ++i) out.push_back(std::move(ranked[i].value));
  if (!all) {
    out.push_back(
        {"inspect", "Omitted", std::to_string(omitted_ + ranked.size() - shown) + " more values are not shown"});
  }
  return out;
}

void add_prompt(Bytes source, std::string_view text, ValueList& out) {
  if (text_holds(source).contains(Holds::ai_prompt)) out.add("ai", "AIPrompt", text, source.size());
}

}  // namespace stripmeta::inspection

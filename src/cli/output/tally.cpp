#include "cli/output/tally.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/output/summary.hpp"
#include "cli/output/text.hpp"

namespace stripmeta::cli {
namespace {

void append_count(std::string& to, std::uint64_t count, std::string_view what) {
  if (count == 0) return;
  if (!to.empty()) to += ", ";
  to += grouped(count) + ' ' + std::string{what};
}

std::string plural(std::uint64_t count, const std::string& one) {
  return grouped(count) + ' ' + one + (count == 1 ? "" : "s");
}

// The counts that are not zero, with their indices, largest first.
template <std::size_t size>
std::vector<std::pair<std::uint64_t, std::size_t>> most_first(const std::array<std::uint64_t, size>& counts) {
  std::vector<std::pair<std::uint64_t, std::size_t>> sorted;
  for (std::size_t i = 0; i < size; ++i) {
    if (counts.at(i) > 0) sorted.emplace_back(counts.at(i), i);
  }
  std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::uint64_t, std::size_t>::first);
  return sorted;
}

}  // namespace

bool is_left_out(const FoundFile& file, Format format, const Error& error) {
  const bool is_no_image =
      error.kind == ErrorKind::unsupported || error.kind == ErrorKind::truncated || error.kind == ErrorKind::malformed;
  return !file.is_named && !file.error && format == Format::unknown && is_no_image &&
         named_as(file.path) == Format::unknown;
}

void Tally::add(const Record& record, const FoundFile& file) {
  has_walked_ = has_walked_ || !file.is_named;
  if (file.error) {
    ++unreadable_;
    return;
  }
  if (record.outcome == "inspected") return add_inspected(record);
  const bool is_copy = record.outcome == "cleaned" && record.report.clean();
  has_clean_copies_ = has_clean_copies_ || is_copy;
  ++(is_copy ? clean_ : count_of(record.outcome));
  if (record.outcome != "cleaned" && record.outcome != "not_clean") return;
  bytes_before_ += record.report.bytes_in;
  bytes_after_ += record.report.bytes_out;
  std::array<bool, kind_count> seen{};
  for (const auto& row : record.report.rows) {
    if (row.fate != Fate::removed) continue;
    if (!std::exchange(seen.at(static_cast<std::size_t>(row.kind)), true)) {
      ++files_with_.at(static_cast<std::size_t>(row.kind));
    }
  }
}

void Tally::add_inspected(const Record& record) {
  ++inspected_;
  const auto all = held(record);
  for (std::size_t i = 0; i < holds_count; ++i) {
    if (all.contains(static_cast<Holds>(i))) ++files_holding_.at(i);
  }
  if (all.empty()) ++(record.report.clean() ? files_with_nothing_ : files_with_others_);
}

std::uint64_t& Tally::count_of(std::string_view outcome) {
  if (outcome == "left_out" || outcome == "skipped") return left_out_;
  if (outcome == "clean") return clean_;
  if (outcome == "cleaned") return cleaned_;
  if (outcome == "duplicate") return done_;
  if (outcome == "pending") return pending_;
  if (outcome == "unjudged") return unjudged_;
  return outcome == "failed" ? failed_ : not_clean_;
}

std::string Tally::summary(bool dry_run) const {
  std::string counts;
  const bool is_strip = cleaned_ > 0 || has_clean_copies_ || dry_run;
  append_count(counts, cleaned_, "cleaned");
  append_count(counts, not_clean_, dry_run ? "would be cleaned" : "not clean");
  append_count(counts, clean_, is_strip ? "already clean" : "clean");
  append_count(counts, pending_, "to be cleaned");
  append_count(counts, done_, "already done");
  append_count(counts, inspected_, "inspected");
  append_count(counts, failed_, "failed");
  append_count(counts, unjudged_, "could not be judged");
  std::string text = plural(files(), "image");
  if (!counts.empty()) text += ": " + counts;
  if (left_out_ > 0) text += "; " + plural(left_out_, "other file") + " left out";
  if (backups_ > 0) text += "; " + plural(backups_, "backup") + " (*.orig) left out";
  if (unreadable_ > 0)
    text += "; " + grouped(unreadable_) + (unreadable_ == 1 ? " folder" : " folders") + " could not be read";
  return text + '\n' + removed_line(dry_run) + found_line();
}

std::string Tally::removed_line(bool dry_run) const {
  const auto kinds = most_first(files_with_);
  if (kinds.empty()) return {};
  const bool is_found = cleaned_ == 0 && !dry_run;
  std::string list;
  for (const auto& [count, kind] : kinds) {
    if (!list.empty()) list += ", ";
    list += prose(kind_word(static_cast<Kind>(kind))) + (is_found ? " in " : " from ") + grouped(count);
  }
  const auto* verb = dry_run ? "would remove " : "found ";
  std::string text = (cleaned_ > 0 ? "removed " : verb) + list;
  if (!is_found && bytes_before_ > bytes_after_) {
    text += dry_run ? "; would save " : "; saved ";
    text += grouped(bytes_before_ - bytes_after_) + " bytes";
  }
  return text + '\n';
}

std::string Tally::found_line() const {
  std::string list;
  const auto append = [&](std::string_view what, std::uint64_t count) {
    if (count > 0) list += (list.empty() ? "" : ", ") + prose(what) + " in " + grouped(count);
  };
  for (const auto& [count, what] : most_first(files_holding_)) append(holds_word(static_cast<Holds>(what)), count);
  append("other metadata", files_with_others_);
  append("nothing personal", files_with_nothing_);
  return list.empty() ? list : "found " + list + '\n';
}

}  // namespace stripmeta::cli

#include "cli/output/summary.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "cli/output/text.hpp"

namespace stripmeta::cli {
namespace {

constexpr std::string_view end_added =
    "; the end of the image was missing and was added; hidden text after it may remain (use --strict to refuse such "
    "files)";

// A longer name does not shift the values of the other names in its group.
constexpr std::size_t widest_name = 32;

// The removed kinds with what they hold, except for the layout, which holds nothing. Kinds that hold something come
// first, because they matter most.
std::string removed_list(const Report& report) {
  auto rows = report.rows;
  std::ranges::stable_partition(rows, [](const ReportRow& row) { return !row.holds.empty(); });
  std::string list;
  for (const auto& row : rows) {
    if (row.fate != Fate::removed || row.kind == Kind::layout) continue;
    if (!list.empty()) list += ", ";
    list += prose(kind_word(row.kind));
    if (!row.holds.empty()) list += " (" + holds_list(row.holds) + ")";
  }
  return list;
}

std::size_t widest(const std::vector<const Value*>& values) {
  std::size_t columns = 0;
  for (const auto* value : values) columns = std::max(columns, width(neutralise(value->name)));
  return std::min(columns, widest_name);
}

// Groups the values. Groups and values keep their order.
std::vector<std::vector<const Value*>> by_group(const std::vector<Value>& values) {
  std::vector<std::vector<const Value*>> groups;
  for (const auto& value : values) {
    auto group = std::ranges::find(groups, value.group, [](const auto& members) { return members.front()->group; });
    if (group == groups.end()) group = groups.insert(groups.end(), std::vector<const Value*>{});
    group->push_back(&value);
  }
  return groups;
}

}  // namespace

std::string holds_list(HoldSet holds) {
  std::string list;
  for (std::size_t i = 0; i < holds_count; ++i) {
    const auto what = static_cast<Holds>(i);
    if (!holds.contains(what)) continue;
    if (!list.empty()) list += ", ";
    list += prose(holds_word(what));
  }
  return list;
}

std::string strip_summary(const Report& report) {
  const auto removed = removed_list(report);
  std::string text = removed.empty() ? "nothing to remove" : "removed " + removed;
  if (report.changed() && report.clean()) text += ", layout rewritten";
  text += "; " + grouped(report.bytes_in) + " -> " + grouped(report.bytes_out) + " bytes";
  if (report.truncated) text += end_added;
  return text;
}

std::string dry_run_summary(const Report& report) {
  if (report.clean()) return "already clean";
  auto removed = removed_list(report);
  std::string text = removed.empty() ? std::string{} : "would remove " + removed;
  if (report.truncated) text += std::string{text.empty() ? "" : "; "} + "would add the missing end of the image";
  return text;
}

std::string check_summary(const Report& report) {
  if (report.clean()) return "clean";
  const auto removed = removed_list(report);
  std::string text = "not clean: " + removed;
  if (report.truncated)
    text += removed.empty() ? "the end of the image is missing" : ", the end of the image is missing";
  return text;
}

std::string naming_note(const std::string& path, const Report& report) {
  const auto named = misnamed_as(path, report.format);
  if (named == Format::unknown) return {};
  std::string text{"; the name says "};
  return text.append(format_title(named)).append(", but it is ").append(format_title(report.format));
}

bool needs_attention(const std::string& path, const Report& report) {
  return report.truncated || misnamed_as(path, report.format) != Format::unknown;
}

std::string heading(const Report& report) {
  std::string text{format_word(report.format)};
  text += ", " + grouped(report.bytes_in) + " bytes";
  if (report.truncated) text += ", the end of the image is missing";
  return text + '\n';
}

HoldSet held(const Report& report) {
  HoldSet all;
  for (const auto& row : report.rows) all.add(row.holds);
  return all;
}

std::string held_summary(const Report& report, HoldSet held) {
  if (auto list = holds_list(held); !list.empty()) return list;
  const auto removed = removed_list(report);
  return removed.empty() ? "nothing personal" : "other metadata: " + removed;
}

std::string parts_table(const Report& report) {
  if (report.rows.empty()) return {};
  std::size_t kinds = 0;
  std::size_t counts = 0;
  std::size_t bytes = 0;
  for (const auto& row : report.rows) {
    kinds = std::max(kinds, kind_word(row.kind).size());
    counts = std::max(counts, grouped(row.count).size());
    bytes = std::max(bytes, grouped(row.bytes).size());
  }
  std::string text = "  parts\n";
  for (const auto& row : report.rows) {
    const auto holds = holds_list(row.holds);
    text += "    " + padded(prose(kind_word(row.kind)), kinds) + "  " + padded_left(grouped(row.count), counts) +
            " x  " + padded_left(grouped(row.bytes), bytes) + " bytes  " +
            (row.fate == Fate::removed ? "removed" : "kept");
    if (!holds.empty()) text += (row.fate == Fate::removed ? "  " : "     ") + holds;
    text += '\n';
  }
  return text;
}

std::string values_table(const std::vector<Value>& values) {
  std::string text;
  for (const auto& group : by_group(values)) {
    text += "  " + neutralise(prose(group.front()->group)) + '\n';
    const auto columns = widest(group);
    for (const auto* value : group) {
      text += "    " + padded(neutralise(value->name), columns) + "  " + neutralise(value->value) + '\n';
    }
  }
  return text;
}

std::string error_sentence(const Error& error) {
  auto text = neutralise(error.message);
  if (error.offset) text += " (at byte " + grouped(*error.offset) + ")";
  return text;
}

}  // namespace stripmeta::cli

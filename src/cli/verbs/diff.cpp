// `stripmeta diff`: shows which metadata of two images differ, and whether their pictures are the same.
#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/output/console.hpp"
#include "cli/output/exit_code.hpp"
#include "cli/output/text.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/engine.hpp"
#include "cli/run/input.hpp"
#include "cli/verbs/verbs.hpp"
#include "inspect/inspect.hpp"
#include "job/json.hpp"

namespace stripmeta::cli {
namespace {

// FNV-1a with 64 bits. Nobody gains anything by forging it here.
struct Digest {
  std::uint64_t value{0xcbf29ce484222325U};

  void add(std::span<const std::byte> bytes) {
    constexpr std::uint64_t prime = 0x100000001b3U;
    for (const auto byte : bytes) value = (value ^ std::to_integer<std::uint64_t>(byte)) * prime;
  }
  friend bool operator==(const Digest&, const Digest&) = default;
};

struct Side {
  Report report;
  std::vector<Value> values;
  std::vector<std::byte> picture;  // what strip keeps if the policy keeps no optional part
  Digest all;                      // of the whole file
};

bool append(void* side, Slice slice) noexcept {
  auto& picture = static_cast<Side*>(side)->picture;
  picture.insert(picture.end(), slice.bytes.begin(), slice.bytes.end());
  return true;
}

std::expected<Side, Error> read(const std::string& path, Policy policy, Cloud& cloud) {
  policy.keep = {};
  policy.preset = Preset::share;  // `location` would keep all other metadata
  Engine engine{policy};
  auto input = Input::open(path, cloud);
  if (!input) return std::unexpected(std::move(input.error()));
  Side side;
  Inspector inspector;
  engine.watch_input([&side](std::span<const std::byte> piece) { side.all.add(piece); });
  auto report = engine.run(*input, append, &side, Inspector::observe, &inspector);
  if (!report) return std::unexpected(std::move(report.error()));
  side.report = std::move(*report);
  side.values = inspector.values();
  return side;
}

struct Difference {
  const Value* before;  // nullptr if only the second image has the value
  const Value* after;   // nullptr if only the first image has it
};

// Pairs values of the same group and name. The order is that of the first image's values, then the second's.
std::vector<Difference> compare(const std::vector<Value>& before, const std::vector<Value>& after) {
  using Key = std::pair<std::string_view, std::string_view>;
  std::multimap<Key, const Value*> left;
  for (const auto& value : after) left.emplace(Key{value.group, value.name}, &value);
  std::vector<Difference> differences;
  for (const auto& value : before) {
    const auto found = left.find({value.group, value.name});
    const auto* other = found == left.end() ? nullptr : found->second;
    if (found != left.end()) left.erase(found);
    if (other == nullptr || other->value != value.value) differences.push_back({&value, other});
  }
  for (const auto& value : after) {
    const auto is_it = [&](const auto& entry) { return entry.second == &value; };
    if (std::ranges::any_of(left, is_it)) differences.push_back({nullptr, &value});
  }
  return differences;
}

// Count and bytes of the parts that do not belong to the picture, by kind.
using Parts = std::map<std::string_view, std::pair<std::uint64_t, std::uint64_t>>;

Parts parts_of(const Report& report) {
  Parts parts;
  for (const auto& row : report.rows) {
    if (row.fate != Fate::removed || row.kind == Kind::layout) continue;
    auto& [count, bytes] = parts[kind_word(row.kind)];
    count += row.count;
    bytes += row.bytes;
  }
  return parts;
}

std::string part_lines(char sign, const Parts& parts, const Parts& others) {
  std::string text;
  for (const auto& [kind, size] : parts) {
    const auto found = others.find(kind);
    if (found != others.end() && found->second == size) continue;
    text += std::string{sign} + " part  " + prose(kind) + "  " + grouped(size.first) + " x, " + grouped(size.second) +
            " bytes\n";
  }
  return text;
}

std::string line(char sign, const Value& value) {
  return std::string{sign} + ' ' + neutralise(prose(value.group)) + "  " + neutralise(value.name) + "  " +
         neutralise(value.value) + '\n';
}

// The result of comparing two images.
struct Comparison {
  std::vector<Difference> differences;
  Parts before;
  Parts after;
  bool same_picture;
  bool same_bytes;

  bool same_parts() const { return before == after; }
  // The files differ, but nothing else that is shown does.
  bool is_unexplained() const { return !same_bytes && same_picture && same_parts() && differences.empty(); }
};

Comparison compare(const Side& before, const Side& after) {
  return {.differences = compare(before.values, after.values),
          .before = parts_of(before.report),
          .after = parts_of(after.report),
          .same_picture = before.report.format == after.report.format && before.picture == after.picture,
          .same_bytes = before.all == after.all && before.report.bytes_in == after.report.bytes_in};
}

std::string as_text(const Comparison& found) {
  std::string text;
  for (const auto& [before, after] : found.differences) {
    if (before != nullptr) text += line('-', *before);
    if (after != nullptr) text += line('+', *after);
  }
  text += part_lines('-', found.before, found.after) + part_lines('+', found.after, found.before);
  if (found.is_unexplained()) text += "the files differ in bytes that belong to none of the values\n";
  return text + (found.same_picture ? "the pictures are the same, byte for byte\n" : "the pictures differ\n");
}

nlohmann::ordered_json value_json(const Value* value) {
  if (value == nullptr) return nullptr;
  return value->value;
}

std::string as_json(const Comparison& found) {
  nlohmann::ordered_json object;
  object["ok"] = true;
  object["same_bytes"] = found.same_bytes;
  object["same_picture"] = found.same_picture;
  object["same_parts"] = found.same_parts();
  object["differences"] = nlohmann::ordered_json::array();
  for (const auto& [before, after] : found.differences) {
    const auto& named = before != nullptr ? *before : *after;
    object["differences"].push_back(
        {{"group", named.group}, {"name", named.name}, {"before", value_json(before)}, {"after", value_json(after)}});
  }
  return neutralise_json(dump_line(object)) + '\n';
}

}  // namespace

int diff(const CommonOptions& options) {
  if (options.files.size() != 2) return usage_error("diff", "name two images to compare");
  if (const auto refusal = refuse_inputs(options.files)) return usage_error("diff", *refusal);
  Console console{options.print};
  Cloud cloud;
  std::vector<Side> sides;
  for (const auto& path : options.files) {
    auto side = read(path, options.policy, cloud);
    if (!side) {
      console.show({.path = path,
                    .outcome = "unjudged",
                    .report = {},
                    .error = std::move(side.error()),
                    .output = {},
                    .values = {}},
                   {.path = path, .below = {}, .is_named = true, .error = {}}, "");
      console.finish();
      return exit_unjudged;
    }
    sides.push_back(std::move(*side));
  }
  const auto found = compare(sides[0], sides[1]);
  if (options.print != Print::quiet) console.write(options.print == Print::json ? as_json(found) : as_text(found));
  if (!console.finish()) return exit_unjudged;
  return found.same_bytes ? exit_done : exit_failed;
}

}  // namespace stripmeta::cli

// What the tests of the inspector share: findings out of bytes, and values by name.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/inspect.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::test {

using Buffer = std::vector<std::byte>;

inline Buffer bytes_of(std::string_view text) {
  Buffer out;
  put_text(out, text);
  return out;
}

inline void feed(Inspector& inspector, Kind kind, Bytes payload) {
  inspector.add(Finding{.kind = kind, .payload = payload, .source_offset = 0});
}

inline std::vector<Value> read_one(Kind kind, Bytes payload) {
  Inspector inspector;
  feed(inspector, kind, payload);
  return inspector.values();
}

inline std::vector<Value> read_one(Kind kind, std::string_view payload) {
  return read_one(kind, bytes_of(payload));
}

// All values of a name, in order.
inline std::vector<std::string> all_of(const std::vector<Value>& values, std::string_view group,
                                       std::string_view name) {
  std::vector<std::string> out;
  for (const auto& value : values) {
    if (value.group == group && value.name == name) out.push_back(value.value);
  }
  return out;
}

// The only value of a name; "(none)" and "(several)" where that is not so.
inline std::string one_of(const std::vector<Value>& values, std::string_view group, std::string_view name) {
  const auto found = all_of(values, group, name);
  if (found.empty()) return "(none)";
  return found.size() == 1 ? found.front() : "(several)";
}

// "group name: value" a line, for comparing all at once.
inline std::string lines_of(const std::vector<Value>& values) {
  std::string out;
  for (const auto& value : values) out += value.group + " " + value.name + ": " + value.value + "\n";
  return out;
}

}  // namespace stripmeta::test

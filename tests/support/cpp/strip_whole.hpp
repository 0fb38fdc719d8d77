// Runs the Stripper over a buffer, for tests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stripmeta/stripper.hpp"

namespace stripmeta::test {

struct Stripped {
  std::optional<Error> error;
  Report report;
  std::string output;  // what was emitted, also before an error
};

inline bool append_slice(void* caller, Slice slice) noexcept {
  static_cast<std::string*>(caller)->append(reinterpret_cast<const char*>(slice.bytes.data()), slice.bytes.size());
  return true;
}

// Feeds the piece from memory of exactly its size, so that a sanitizer sees a read past its end or after the call.
inline bool feed_copy(Stripper& stripper, std::string_view piece, Stripped& result) {
  const auto from = std::as_bytes(std::span{piece.data(), piece.size()});
  const std::vector<std::byte> copy(from.begin(), from.end());
  const auto status = stripper.feed(copy, append_slice, &result.output);
  if (!status) result.error = status.error();
  return status.has_value();
}

inline void finish(Stripper& stripper, Stripped& result) {
  auto report = stripper.finish(append_slice, &result.output);
  if (report) {
    result.report = *report;
  } else {
    result.error = report.error();
  }
}

// Strips a whole input. The second reader judges the output.
inline Stripped strip_with(Stripper& stripper, std::string_view input, std::size_t step = std::string_view::npos) {
  Stripped result;
  stripper.verify(true);
  for (std::size_t at = 0; at < input.size();) {
    const auto piece = input.substr(at, step);
    if (!feed_copy(stripper, piece, result)) return result;
    at += piece.size();
  }
  finish(stripper, result);
  return result;
}

inline Stripped strip(std::string_view input, const Policy& policy = {}, std::size_t step = std::string_view::npos) {
  Stripper stripper{policy};
  return strip_with(stripper, input, step);
}

// Whether the output has these bytes.
inline bool has(const Stripped& result, std::string_view part) {
  return result.output.find(part) != std::string::npos;
}

inline const ReportRow* find_row(const Report& report, Kind kind, Fate fate) {
  const auto row =
      std::ranges::find_if(report.rows, [&](const ReportRow& r) { return r.kind == kind && r.fate == fate; });
  return row == report.rows.end() ? nullptr : &*row;
}

}  // namespace stripmeta::test

#include "strip/svg/edits.hpp"

#include <algorithm>

namespace stripmeta::svg {

void Edits::sort() {
  std::ranges::stable_sort(edits_, {}, [](const Edit& edit) { return edit.range.begin; });
}

std::vector<std::string_view> Edits::kept(std::string_view input) {
  sort();
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  for (const auto& edit : edits_) {
    if (edit.range.begin < at) continue;
    parts.push_back(input.substr(at, edit.range.begin - at));
    at = edit.range.end;
  }
  parts.push_back(input.substr(at));
  return parts;
}

Status Edits::write(Bytes input, Output& out) {
  sort();
  std::size_t at = 0;
  for (const auto& edit : edits_) {
    if (edit.range.begin < at) continue;
    if (auto status = out.put(input.subspan(at, edit.range.begin - at), at); !status) return status;
    if (auto status = out.put(std::as_bytes(std::span{edit.text}), no_source_offset); !status) return status;
    at = edit.range.end;
  }
  return out.put(input.subspan(at), at);
}

}  // namespace stripmeta::svg

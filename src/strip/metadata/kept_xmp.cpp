#include "strip/metadata/kept_xmp.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "strip/base/ascii.hpp"
#include "strip/metadata/xmp_names.hpp"
#include "strip/metadata/xmp_reader.hpp"
#include "strip/metadata/xmp_writer.hpp"

namespace stripmeta {
namespace {

enum class Value : std::uint8_t { text, truth, projection, number };

struct Row {
  std::string_view uri;
  std::string_view name;
  Value value;
};

constexpr std::array<Row, 6> rights{{
    {xmp::dc, "creator", Value::text},
    {xmp::dc, "rights", Value::text},
    {xmp::rights, "Marked", Value::truth},
    {xmp::rights, "WebStatement", Value::text},
    {xmp::rights, "UsageTerms", Value::text},
    {xmp::rights, "Owner", Value::text},
}};

constexpr std::string_view projection_name = "ProjectionType";
constexpr std::array<Row, 8> sphere{{
    {xmp::panorama, projection_name, Value::projection},
    {xmp::panorama, "UsePanoramaViewer", Value::truth},
    {xmp::panorama, "CroppedAreaImageWidthPixels", Value::number},
    {xmp::panorama, "CroppedAreaImageHeightPixels", Value::number},
    {xmp::panorama, "FullPanoWidthPixels", Value::number},
    {xmp::panorama, "FullPanoHeightPixels", Value::number},
    {xmp::panorama, "CroppedAreaLeftPixels", Value::number},
    {xmp::panorama, "CroppedAreaTopPixels", Value::number},
}};

constexpr std::array<std::string_view, 3> projections{"equirectangular", "cylindrical", "cubestrip"};

template <typename Rows>
const Row* find_row(const Rows& rows, std::string_view uri, std::string_view name) {
  const auto row = std::ranges::find_if(rows, [&](const Row& r) { return r.uri == uri && r.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

template <const auto& rows>
bool is_in(std::string_view uri, std::string_view name) {
  return find_row(rows, uri, name) != nullptr;
}

// The value in its one written form; nullopt if it is not of this kind.
std::optional<std::string> canonical_value(Value kind, const std::string& text) {
  switch (kind) {
    case Value::text: return text;
    case Value::truth:
      if (equal_ignoring_case(text, "true")) return "True";
      if (equal_ignoring_case(text, "false")) return "False";
      return std::nullopt;
    case Value::projection:
      for (const auto word : projections) {
        if (equal_ignoring_case(text, word)) return std::string{word};
      }
      return std::nullopt;
    case Value::number: break;
  }
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::to_string(number);
}

// The properties of the packet that `rows` lists, with values in their written form.
template <const auto& rows>
std::vector<XmpProperty> read_rows(Bytes packet) {
  std::vector<XmpProperty> kept;
  for (auto& property : read_xmp(packet, is_in<rows>)) {
    const auto kind = find_row(rows, property.uri, property.name)->value;
    if (kind != Value::text) {
      auto value = canonical_value(kind, property.items.front().text);
      if (property.shape != XmpShape::text || !value) continue;
      property.items = {{"", std::move(*value)}};
    }
    kept.push_back(std::move(property));
  }
  return kept;
}

}  // namespace

KeptXmp keep_xmp(Bytes packet, const Policy& policy) {
  std::vector<XmpProperty> all;
  if (policy.keeps(Keep::copyright)) all = read_rows<rights>(packet);
  KeptXmp kept{make_xmp(all)};
  kept.copyright = kept.packet.size();
  if (policy.keeps(Keep::panorama)) {
    auto more = read_rows<sphere>(packet);
    if (std::ranges::find(more, projection_name, &XmpProperty::name) != more.end()) {
      std::ranges::move(more, std::back_inserter(all));
      kept.packet = make_xmp(all);
      kept.panorama = kept.packet.size() - kept.copyright;
    }
  }
  return kept.packet.size() > packet.size() + xmp_growth ? KeptXmp{} : kept;
}

void report_kept_xmp(const KeptXmp& kept, std::uint64_t framing, Report& report) {
  if (kept.copyright > 0) report.add(Kind::copyright, Fate::kept, kept.copyright + framing);
  if (kept.panorama > 0) {
    report.add(Kind::panorama, Fate::kept, kept.panorama + (kept.copyright > 0 ? 0 : framing));
  }
}

}  // namespace stripmeta

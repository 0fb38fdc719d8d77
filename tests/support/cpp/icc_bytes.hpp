// Colour profiles built from bytes, for tests. `spare` stands in every byte that shows nothing: reserved ones, padding,
// and what is behind the element's end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/cpp/number_bytes.hpp"

namespace stripmeta::test {

struct IccTag {
  std::string name;
  std::string data;
};

// The first `size` bytes of a text that is repeated; zeros if it is empty.
inline std::string icc_spare(std::size_t size, const std::string& spare) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size && !spare.empty(); ++i) out[i] = spare[i % spare.size()];
  return out;
}
inline std::string icc_head(const std::string& type, const std::string& spare = "") {
  return type + icc_spare(4, spare);
}

// XYZType: D50 unless numbers are given.
inline std::string icc_xyz(std::uint32_t x = 0xF6D6, std::uint32_t y = 0x10000, std::uint32_t z = 0xD32D,
                           const std::string& spare = "") {
  return icc_head("XYZ ", spare) + be32(x) + be32(y) + be32(z) + spare;
}
// curveType of so many points.
inline std::string icc_curve(std::uint32_t points = 2, const std::string& spare = "") {
  std::string out = icc_head("curv", spare) + be32(points);
  for (std::uint32_t i = 0; i < points; ++i) out += be16(i * 7);
  return out + spare;
}
inline std::string icc_parametric(unsigned function = 0, const std::string& spare = "") {
  constexpr unsigned parameters[] = {1, 3, 4, 5, 7};
  std::string out = icc_head("para", spare) + be16(function) + icc_spare(2, spare);
  for (unsigned i = 0; i < parameters[function]; ++i) out += be32(0x10000 + i);
  return out + spare;
}
inline std::string icc_adaptation(const std::string& spare = "") {
  std::string out = icc_head("sf32", spare);
  for (std::uint32_t i = 0; i < 9; ++i) out += be32(i % 4 == 0 ? 0x10000 : 0);
  return out + spare;
}
inline std::string icc_code_points(const std::string& spare = "") {
  return icc_head("cicp", spare) + bytes({12, 16, 0, 1}) + spare;
}

// A grid of `grid` points along each of `in` dimensions, with `out` numbers of `width` bytes each.
inline std::string icc_points(int in, int out, int grid, int width) {
  std::size_t size = static_cast<std::size_t>(out) * static_cast<std::size_t>(width);
  for (int i = 0; i < in; ++i) size *= static_cast<std::size_t>(grid);
  std::string points(size, '\0');
  for (std::size_t i = 0; i < size; ++i) points[i] = static_cast<char>(i % 120);
  return points;
}
// lut8Type (`width` 1) or lut16Type (2). Its matrix has a meaning if three channels go in; else `spare` is in it.
inline std::string icc_lut(int width, int in, int out, const std::string& spare = "") {
  constexpr int grid = 2;
  std::string table = icc_head(width == 1 ? "mft1" : "mft2", spare) + bytes({in, out, grid}) + icc_spare(1, spare);
  const bool free = in != 3 && !spare.empty();
  for (std::uint32_t i = 0; i < 9; ++i) table += free ? icc_spare(4, spare) : be32(i % 4 == 0 ? 0x10000 : 0);
  const unsigned entries = width == 1 ? 256 : 2;
  if (width == 2) table += be16(entries) + be16(entries);
  const auto curves = [&](int channels) {
    return std::string(std::size_t{entries} * static_cast<std::size_t>(width * channels), '\x33');
  };
  return table + curves(in) + icc_points(in, out, grid, width) + curves(out) + spare;
}

// lutAToBType or lutBToAType with all of its parts; `spare` is between them, too.
inline std::string icc_ab(bool to_connection, int in, int out, const std::string& spare = "") {
  const auto padded = [&](std::string part) { return part + icc_spare((4 - part.size() % 4) % 4, spare); };
  const std::string gap = padded(spare);
  const auto curves = [&](int count, std::uint32_t points) {
    std::string set;
    for (int i = 0; i < count; ++i) {
      const auto curve = icc_head("curv", spare) + be32(points) + std::string(std::size_t{2} * points, '\x22');
      set += padded(curve);
    }
    return set;
  };
  std::string matrix;
  for (std::uint32_t i = 0; i < 12; ++i) matrix += be32(i);
  std::string grid(16, '\0');
  for (int i = 0; i < 16; ++i) grid[static_cast<std::size_t>(i)] = i < in ? '\2' : spare.empty() ? '\0' : spare[0];
  grid += bytes({1}) + icc_spare(3, spare) + icc_points(in, out, 2, 1);
  const std::string parts[] = {curves(3, 3), matrix, curves(3, 5), padded(grid), curves(to_connection ? in : out, 1)};
  std::string head = icc_head(to_connection ? "mAB " : "mBA ", spare) + bytes({in, out}) + icc_spare(2, spare);
  std::string data;
  for (const auto& part : parts) {
    data += gap;
    head += be32(static_cast<std::uint32_t>(32 + data.size()));
    data += part;
  }
  // The last curves are of one point, 14 bytes: their own padding belongs to no part.
  return head + (spare.empty() ? data.substr(0, data.size() - 2) : data + spare);
}

// An element of parts that positions lead to, each behind `spare`. The positions stand behind `head`.
inline std::string icc_positioned(const std::string& head, const std::vector<std::string>& parts,
                                  const std::string& spare) {
  const std::string gap = spare + icc_spare((4 - spare.size() % 4) % 4, spare);
  std::string positions;
  std::string data;
  const std::size_t data_at = head.size() + 8 * parts.size();
  for (const auto& part : parts) {
    data += gap;
    positions +=
        be32(static_cast<std::uint32_t>(data_at + data.size())) + be32(static_cast<std::uint32_t>(part.size()));
    data += part;
  }
  return head + positions + data + spare;
}
// multiProcessElementsType from `in` to `out` channels: a curve set, a matrix, a grid, and marks that do nothing if
// there is something spare.
inline std::string icc_transform(int in, int out, const std::string& spare = "") {
  const auto channels = [](int from, int to) {
    return be16(static_cast<unsigned>(from)) + be16(static_cast<unsigned>(to));
  };
  std::vector<std::string> curves;
  for (int i = 0; i < in; ++i) {
    curves.push_back(icc_head("curf", spare) + be16(2) + icc_spare(2, spare) + be32(0x3F000000) +
                     icc_head("parf", spare) + be16(0) + icc_spare(2, spare) +
                     be32(0x3F800000 + static_cast<std::uint32_t>(i)) + std::string(12, '\0') +
                     icc_head("samf", spare) + be32(2) + be32(0x3F400000) + be32(0x3F800000));
  }
  std::string matrix = icc_head("matf", spare) + channels(in, in);
  for (int i = 0; i < in * in + in; ++i) matrix += be32(0x3F800000);
  std::string grid = icc_head("clut", spare) + channels(in, out);
  for (int i = 0; i < 16; ++i) grid += i < in ? "\2" : icc_spare(1, spare);
  grid += icc_points(in, out, 2, 4);
  std::vector<std::string> parts{icc_positioned(icc_head("cvst", spare) + channels(in, in), curves, spare), matrix,
                                 grid};
  if (!spare.empty()) parts.insert(parts.begin() + 1, icc_head("bACS", spare) + channels(in, in) + spare);
  return icc_positioned(icc_head("mpet", spare) + channels(in, out) + be32(static_cast<std::uint32_t>(parts.size())),
                        parts, spare);
}

// The texts that any description and copyright become.
inline std::string icc_description(int major_version = 2) {
  if (major_version < 4) return lit("desc\0\0\0\0\0\0\0\4ICC\0") + std::string(78, '\0');
  return lit("mluc\0\0\0\0\0\0\0\1\0\0\0\x0C") + "enUS" + be32(6) + be32(28) + lit("\0I\0C\0C");
}
inline std::string icc_copyright(int major_version = 2) {
  if (major_version < 4) return lit("text\0\0\0\0\0");
  return lit("mluc\0\0\0\0\0\0\0\1\0\0\0\x0C") + "enUS" + be32(0) + be32(28);
}

// The header of a display's profile, with zeros where no colour is shown.
inline std::string icc_header(int major_version = 2, const std::string& space = "RGB ",
                              const std::string& connection = "XYZ ") {
  std::string header(128, '\0');
  header.replace(8, 1, bytes({major_version}));
  header.replace(12, 12, "mntr" + space + connection);
  header.replace(36, 4, "acsp");
  header.replace(68, 12, be32(0xF6D6) + be32(0x10000) + be32(0xD32D));
  return header;
}
// A profile with this header and the given tags in their order, each padded to four bytes.
inline std::string icc_profile_with(std::string header, const std::vector<IccTag>& tags) {
  std::string table = be32(static_cast<std::uint32_t>(tags.size()));
  std::string data;
  const std::size_t data_at = 132 + 12 * tags.size();
  for (const auto& tag : tags) {
    table += tag.name + be32(static_cast<std::uint32_t>(data_at + data.size())) +
             be32(static_cast<std::uint32_t>(tag.data.size()));
    data += tag.data;
    while (data.size() % 4 != 0) data += '\0';
  }
  header.replace(0, 4, be32(static_cast<std::uint32_t>(data_at + data.size())));
  return header + table + data;
}

// A profile for tests of containers. A white point that is not given as XYZ is D50's, so that the profile stays as it
// is if its tags are in order. `past` stands behind the profile.
inline std::string icc_profile(std::vector<IccTag> tags, int major_version = 2, const std::string& past = "") {
  for (auto& tag : tags) {
    if (tag.name == "wtpt" && !tag.data.starts_with("XYZ ")) tag.data = icc_xyz();
  }
  return icc_profile_with(icc_header(major_version), tags) + past;
}

}  // namespace stripmeta::test

#include "strip/metadata/icc_curve.hpp"

#include <array>

namespace stripmeta {
namespace {

constexpr std::uint32_t curve = 0x63757276;         // "curv"
constexpr std::uint32_t parametric = 0x70617261;    // "para"
constexpr std::uint32_t monaco_curve = 0x9478EE00;  // a curve as old profiles of Monaco have it; lcms reads it
constexpr std::array<std::size_t, 5> parameters{1, 3, 4, 5, 7};

void put_samples(IccSource& source, std::vector<std::byte>& out) {
  const std::uint64_t count = source.u32();
  put_text(out, "curv");
  put_u32(out, 0);
  put_u32(out, static_cast<std::uint32_t>(count));
  put_bytes(out, source.take(2 * count));
}

void put_parametric(IccSource& source, std::vector<std::byte>& out) {
  const unsigned function = source.u16();
  source.skip(2);
  if (function >= parameters.size()) return source.fail();
  put_text(out, "para");
  put_u32(out, 0);
  put_u16(out, function);
  put_u16(out, 0);
  put_bytes(out, source.take(4 * parameters.at(function)));
}

}  // namespace

void put_curve(IccSource& source, std::vector<std::byte>& out) {
  const auto type = source.u32();
  source.skip(4);
  if (type == curve || type == monaco_curve) return put_samples(source, out);
  if (type == parametric) return put_parametric(source, out);
  source.fail();
}

}  // namespace stripmeta

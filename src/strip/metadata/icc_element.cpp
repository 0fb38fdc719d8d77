#include "strip/metadata/icc_element.hpp"

#include <algorithm>
#include <array>

#include "strip/metadata/icc_curve.hpp"
#include "strip/metadata/icc_elements.hpp"
#include "strip/metadata/icc_table.hpp"

namespace stripmeta {
namespace {

constexpr std::array<IccTagRule, 27> rules{{
    {"rXYZ", IccForm::colorant, IccLoss::harmful},
    {"gXYZ", IccForm::colorant, IccLoss::harmful},
    {"bXYZ", IccForm::colorant, IccLoss::harmful},
    {"rTRC", IccForm::curve, IccLoss::harmful},
    {"gTRC", IccForm::curve, IccLoss::harmful},
    {"bTRC", IccForm::curve, IccLoss::harmful},
    {"kTRC", IccForm::curve, IccLoss::harmful},
    {"wtpt", IccForm::white, IccLoss::harmless},
    {"chad", IccForm::adaptation, IccLoss::harmless},
    {"cicp", IccForm::code_points, IccLoss::harmless},
    {"A2B0", IccForm::to_connection, IccLoss::harmful},
    {"A2B1", IccForm::to_connection, IccLoss::harmful},
    {"A2B2", IccForm::to_connection, IccLoss::harmless},
    {"B2A0", IccForm::from_connection, IccLoss::harmless},
    {"B2A1", IccForm::from_connection, IccLoss::harmless},
    {"B2A2", IccForm::from_connection, IccLoss::harmless},
    {"D2B0", IccForm::elements_to, IccLoss::harmful},
    {"D2B1", IccForm::elements_to, IccLoss::harmful},
    {"D2B2", IccForm::elements_to, IccLoss::harmless},
    {"D2B3", IccForm::elements_to, IccLoss::harmless},
    {"B2D0", IccForm::elements_from, IccLoss::harmless},
    {"B2D1", IccForm::elements_from, IccLoss::harmless},
    {"B2D2", IccForm::elements_from, IccLoss::harmless},
    {"B2D3", IccForm::elements_from, IccLoss::harmless},
    {"gamt", IccForm::gamut, IccLoss::harmless},
    {"desc", IccForm::description, IccLoss::harmless},
    {"cprt", IccForm::copyright, IccLoss::harmless},
}};

constexpr std::size_t connection_channels = 3;

constexpr std::uint32_t number_of(std::string_view signature) {
  std::uint32_t value = 0;
  for (const char c : signature) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

// Colorants and curves of three channels are used in spaces of three, the grey curve in grey ones.
bool is_used(const IccTagRule& rule, const IccHeader& header) {
  if (rule.signature == "kTRC") return header.grey;
  const bool matrix = rule.form == IccForm::colorant || rule.form == IccForm::curve;
  return !matrix || header.channels == connection_channels;
}

void put_type(std::vector<std::byte>& out, std::string_view type) {
  put_text(out, type);
  put_u32(out, 0);
}

void put_xyz(IccSource& source, std::vector<std::byte>& out) {
  constexpr std::uint32_t corbis_xyz = 0x17A505B8;  // the type in old profiles of Corbis; lcms reads it
  const auto type = source.u32();
  source.skip(4);
  if (type != number_of("XYZ ") && type != corbis_xyz) source.fail();
  put_type(out, "XYZ ");
  put_bytes(out, source.take(3 * 4));
}

void put_white(IccSource& source, std::vector<std::byte>& out) {
  constexpr std::uint32_t too_bright = 0x20000;  // 2.0
  const std::size_t numbers_at = out.size() + 8;
  put_xyz(source, out);
  if (source.failed()) return;
  for (std::size_t i = 0; i < 3; ++i) {
    if (u32(out, numbers_at + 4 * i) >= too_bright) source.fail();
  }
}

void put_adaptation(IccSource& source, std::vector<std::byte>& out) {
  constexpr std::uint32_t four = 0x40000;  // 4.0; the numbers have a sign
  if (source.u32() != number_of("sf32")) source.fail();
  source.skip(4);
  put_type(out, "sf32");
  for (std::size_t i = 0; i < 9; ++i) {
    const auto number = source.u32();
    if (number + four >= 2 * four) source.fail();
    put_u32(out, number);
  }
}

// The values that ITU-T H.273 has for primaries, transfer, matrix, full range.
void put_code_points(IccSource& source, std::vector<std::byte>& out) {
  constexpr std::array<unsigned, 4> highest{22, 18, 17, 1};
  if (source.u32() != number_of("cicp")) source.fail();
  source.skip(4);
  put_type(out, "cicp");
  for (const auto most : highest) {
    const unsigned value = source.u8();
    if (value > most) source.fail();
    put_u8(out, value);
  }
}

// multiLocalizedUnicodeType, since version 4, with one text.
void put_unicode(std::vector<std::byte>& out, std::string_view text) {
  put_type(out, "mluc");
  put_u32(out, 1);
  put_u32(out, 12);
  put_text(out, "enUS");
  put_u32(out, static_cast<std::uint32_t>(2 * text.size()));
  put_u32(out, 28);
  for (const char c : text) put_u16(out, static_cast<unsigned char>(c));
}

// textDescriptionType or textType, before version 4 (ICC.1:2001-04 6.5.17, 6.5.18).
void put_old_text(std::vector<std::byte>& out, IccForm form, std::string_view text) {
  if (form == IccForm::copyright) {
    put_type(out, "text");
    put_text(out, text);
    put_u8(out, 0);
    return;
  }
  constexpr std::size_t unused_languages = 4 + 4 + 2 + 1 + 67;
  put_type(out, "desc");
  put_u32(out, static_cast<std::uint32_t>(text.size() + 1));
  put_text(out, text);
  put_zeros(out, 1 + unused_languages);
}

void put_neutral_text(std::vector<std::byte>& out, IccForm form, const IccHeader& header) {
  const std::string_view text = form == IccForm::description ? "ICC" : "";
  return header.major_version >= 4 ? put_unicode(out, text) : put_old_text(out, form, text);
}

}  // namespace

const IccTagRule* find_icc_rule(std::uint32_t signature, const IccHeader& header) {
  const auto rule = std::ranges::find(rules, signature, [](const auto& r) { return number_of(r.signature); });
  return rule != rules.end() && is_used(*rule, header) ? &*rule : nullptr;
}

bool put_icc_element(std::vector<std::byte>& out, IccForm form, IccSource source, const IccHeader& header) {
  const IccChannels to{header.channels, connection_channels};
  const IccChannels from{connection_channels, header.channels};
  switch (form) {
    case IccForm::colorant: put_xyz(source, out); break;
    case IccForm::white: put_white(source, out); break;
    case IccForm::curve: put_curve(source, out); break;
    case IccForm::adaptation: put_adaptation(source, out); break;
    case IccForm::code_points: put_code_points(source, out); break;
    case IccForm::to_connection: put_table(source, out, to, IccDirection::to_connection); break;
    case IccForm::from_connection: put_table(source, out, from, IccDirection::from_connection); break;
    case IccForm::gamut: put_table(source, out, {connection_channels, 1}, IccDirection::from_connection); break;
    case IccForm::elements_to: put_elements(source, out, to); break;
    case IccForm::elements_from: put_elements(source, out, from); break;
    case IccForm::description:
    case IccForm::copyright: put_neutral_text(out, form, header); break;
  }
  return !source.failed();
}

}  // namespace stripmeta

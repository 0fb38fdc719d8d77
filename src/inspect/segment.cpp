#include "inspect/segment.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "inspect/prompt.hpp"
#include "inspect/text.hpp"

namespace stripmeta::inspection {

void add_comment(Bytes payload, ValueList& out) {
  const auto text = utf8_or_latin1(trimmed(as_text(payload)));
  out.add("comment", "Comment", text);
  add_prompt(payload, text, out);
}

void add_jfif(Bytes payload, ValueList& out) {
  constexpr std::size_t whole = 14;  // ITU-T T.871, 10.1
  constexpr std::array<std::string_view, 3> units{" (aspect ratio)", " per inch", " per centimetre"};
  if (payload.size() < whole) return out.add("jfif", "Unreadable", byte_count(payload.size()));
  const unsigned minor = u8(payload, 6);
  const unsigned unit = u8(payload, 7);
  out.add("jfif", "JFIFVersion", std::to_string(u8(payload, 5)) + (minor < 10 ? ".0" : ".") + std::to_string(minor));
  out.add("jfif", "Density",
          size_text(u16(payload, 8), u16(payload, 10)) + std::string(unit < units.size() ? units.at(unit) : ""));
  const unsigned width = u8(payload, 12);
  const unsigned height = u8(payload, 13);
  if (width * height > 0) out.add("jfif", "Thumbnail", size_text(width, height));
}

void add_unknown(Kind kind, Bytes payload, ValueList& out) {
  constexpr std::size_t max_signature = 32;
  const auto signature = printable_prefix(payload, max_signature);
  auto text = byte_count(payload.size());
  if (!signature.empty()) text.append(", begins \"").append(signature).append("\"");
  out.add(kind_word(kind), "Segment", text);
}

bool Leftovers::takes(Kind kind) {
  return kind == Kind::fill || kind == Kind::junk || kind == Kind::slack || kind == Kind::trailer;
}

void Leftovers::add(Kind kind, Bytes payload) {
  Tally& tally = tallies_[static_cast<std::size_t>(kind)];
  ++tally.parts;
  tally.bytes += payload.size();
}

void Leftovers::add_values(ValueList& out) const {
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const Tally& tally = tallies_.at(i);
    if (tally.parts == 0) continue;
    const auto parts = std::to_string(tally.parts) + (tally.parts == 1 ? " part, " : " parts, ");
    out.add(kind_word(static_cast<Kind>(i)), "Size", parts + byte_count(tally.bytes));
  }
}

}  // namespace stripmeta::inspection

#include "inspect/iptc.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

enum class Form : std::uint8_t { text, number, date, time, binary, character_set };

struct Dataset {
  std::uint8_t record;
  std::uint8_t number;
  Form form;
  std::string_view name;
};

constexpr std::array datasets{
    Dataset{1, 0, Form::number, "Model Version"},
    Dataset{1, 5, Form::text, "Destination"},
    Dataset{1, 20, Form::number, "File Format"},
    Dataset{1, 22, Form::number, "File Format Version"},
    Dataset{1, 30, Form::text, "Service Identifier"},
    Dataset{1, 40, Form::text, "Envelope Number"},
    Dataset{1, 50, Form::text, "Product I.D."},
    Dataset{1, 60, Form::text, "Envelope Priority"},
    Dataset{1, 70, Form::date, "Date Sent"},
    Dataset{1, 80, Form::time, "Time Sent"},
    Dataset{1, 90, Form::character_set, "Coded Character Set"},
    Dataset{1, 100, Form::text, "UNO"},
    Dataset{1, 120, Form::number, "ARM Identifier"},
    Dataset{1, 122, Form::number, "ARM Version"},
    Dataset{2, 0, Form::number, "Record Version"},
    Dataset{2, 3, Form::text, "Object Type Reference"},
    Dataset{2, 4, Form::text, "Object Attribute Reference"},
    Dataset{2, 5, Form::text, "Object Name"},
    Dataset{2, 7, Form::text, "Edit Status"},
    Dataset{2, 8, Form::text, "Editorial Update"},
    Dataset{2, 10, Form::text, "Urgency"},
    Dataset{2, 12, Form::text, "Subject Reference"},
    Dataset{2, 15, Form::text, "Category"},
    Dataset{2, 20, Form::text, "Supplemental Category"},
    Dataset{2, 22, Form::text, "Fixture Identifier"},
    Dataset{2, 25, Form::text, "Keywords"},
    Dataset{2, 26, Form::text, "Content Location Code"},
    Dataset{2, 27, Form::text, "Content Location Name"},
    Dataset{2, 30, Form::date, "Release Date"},
    Dataset{2, 35, Form::time, "Release Time"},
    Dataset{2, 37, Form::date, "Expiration Date"},
    Dataset{2, 38, Form::time, "Expiration Time"},
    Dataset{2, 40, Form::text, "Special Instructions"},
    Dataset{2, 42, Form::text, "Action Advised"},
    Dataset{2, 45, Form::text, "Reference Service"},
    Dataset{2, 47, Form::date, "Reference Date"},
    Dataset{2, 50, Form::text, "Reference Number"},
    Dataset{2, 55, Form::date, "Date Created"},
    Dataset{2, 60, Form::time, "Time Created"},
    Dataset{2, 62, Form::date, "Digital Creation Date"},
    Dataset{2, 63, Form::time, "Digital Creation Time"},
    Dataset{2, 65, Form::text, "Originating Program"},
    Dataset{2, 70, Form::text, "Program Version"},
    Dataset{2, 75, Form::text, "Object Cycle"},
    Dataset{2, 80, Form::text, "By-line"},
    Dataset{2, 85, Form::text, "By-line Title"},
    Dataset{2, 90, Form::text, "City"},
    Dataset{2, 92, Form::text, "Sub-location"},
    Dataset{2, 95, Form::text, "Province/State"},
    Dataset{2, 100, Form::text, "Country/Primary Location Code"},
    Dataset{2, 101, Form::text, "Country/Primary Location Name"},
    Dataset{2, 103, Form::text, "Original Transmission Reference"},
    Dataset{2, 105, Form::text, "Headline"},
    Dataset{2, 110, Form::text, "Credit"},
    Dataset{2, 115, Form::text, "Source"},
    Dataset{2, 116, Form::text, "Copyright Notice"},
    Dataset{2, 118, Form::text, "Contact"},
    Dataset{2, 120, Form::text, "Caption/Abstract"},
    Dataset{2, 122, Form::text, "Writer/Editor"},
    Dataset{2, 125, Form::binary, "Rasterized Caption"},
    Dataset{2, 130, Form::text, "Image Type"},
    Dataset{2, 131, Form::text, "Image Orientation"},
    Dataset{2, 135, Form::text, "Language Identifier"},
    Dataset{2, 150, Form::text, "Audio Type"},
    Dataset{2, 151, Form::text, "Audio Sampling Rate"},
    Dataset{2, 152, Form::text, "Audio Sampling Resolution"},
    Dataset{2, 153, Form::text, "Audio Duration"},
    Dataset{2, 154, Form::text, "Audio Outcue"},
    Dataset{2, 200, Form::number, "ObjectData Preview File Format"},
    Dataset{2, 201, Form::number, "ObjectData Preview File Format Version"},
    Dataset{2, 202, Form::binary, "ObjectData Preview Data"},
};

struct Found {
  std::uint8_t record{0};
  std::uint8_t number{0};
  Bytes data;
};

// Walks the datasets: tag marker 0x1C, record, dataset, length (IIM 1.6).
class Walk {
 public:
  explicit Walk(Bytes records) : records_(records) {}

  // None at the end and at a damaged dataset; done() tells them apart.
  std::optional<Found> next() {
    constexpr std::size_t head = 5;
    constexpr std::uint8_t marker = 0x1C;
    if (records_.size() < head || u8(records_, 0) != marker) return std::nullopt;
    std::size_t begin = head;
    std::size_t length = u16(records_, 3);
    if (length >= extended) {
      // The other bits say how many bytes the length itself has, which follow.
      const std::size_t digits = length - extended;
      if (digits > sizeof(std::uint32_t) || digits > records_.size() - head) return std::nullopt;
      length = 0;
      for (; begin < head + digits; ++begin) length = length << 8U | u8(records_, begin);
    }
    if (length > records_.size() - begin) return std::nullopt;
    const Found found{u8(records_, 1), u8(records_, 2), records_.subspan(begin, length)};
    records_ = records_.subspan(begin + length);
    return found;
  }

  // Nothing but padding is left.
  bool done() const {
    return std::ranges::all_of(records_, [](std::byte b) { return b == std::byte{0}; });
  }
  std::size_t left() const { return records_.size(); }

 private:
  static constexpr std::size_t extended = 0x8000;
  Bytes records_;
};

// ISO 2022: the escape sequence that selects UTF-8.
constexpr std::string_view utf8_escape = "\x1B%G";

std::string number_of(Bytes data) {
  std::uint32_t number = 0;
  if (data.size() > sizeof(number)) return byte_count(data.size());
  for (const std::byte digit : data) number = number << 8U | std::to_integer<std::uint32_t>(digit);
  return std::to_string(number);
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// CCYYMMDD as "2024-01-15"; anything else as it stands.
std::string date_of(const std::string& text) {
  if (text.size() != 8 || !all_digits(text)) return text;
  return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
}

// HHMMSS and perhaps +HHMM as "10:20:30+01:00"; anything else as it stands.
std::string time_of(const std::string& text) {
  if ((text.size() != 6 && text.size() != 11) || !all_digits(text.substr(0, 6))) return text;
  auto out = text.substr(0, 2) + ":" + text.substr(2, 2) + ":" + text.substr(4, 2);
  if (text.size() == 11) out += text.substr(6, 3) + ":" + text.substr(9);
  return out;
}

std::string value_of(Form form, Bytes data) {
  const auto plain = trimmed(as_text(data.first(std::min(data.size(), max_rendered_bytes))));
  switch (form) {
    case Form::number: return number_of(data);
    case Form::date: return date_of(utf8_or_latin1(plain));
    case Form::time: return time_of(utf8_or_latin1(plain));
    case Form::binary: return byte_count(data.size());
    case Form::character_set: return as_text(data) == utf8_escape ? "UTF-8" : byte_count(data.size());
    case Form::text: break;
  }
  return utf8_or_latin1(plain);
}

void add_dataset(const Found& found, ValueList& out) {
  const auto known = std::ranges::find_if(
      datasets, [&](const Dataset& row) { return row.record == found.record && row.number == found.number; });
  if (known != datasets.end()) {
    return out.add("iptc", known->name, value_of(known->form, found.data), found.data.size());
  }
  out.add("iptc", std::to_string(found.record) + ":" + std::to_string(found.number), byte_count(found.data.size()));
}

}  // namespace

void add_iptc(Bytes records, ValueList& out) {
  Walk walk{records};
  while (const auto found = walk.next()) add_dataset(*found, out);
  if (!walk.done()) out.add("iptc", "Unreadable", byte_count(walk.left()) + " behind the last dataset that is whole");
}

}  // namespace stripmeta::inspection

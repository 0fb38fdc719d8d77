#include "inspect/iptc.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "inspect/text.hpp"
#include "strip/metadata/iptc.hpp"

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

std::string number_of(Bytes data) {
  std::uint32_t number = 0;
  if (data.size() > sizeof(number)) return byte_count(data.size());
  for (const std::byte digit : data) number = number << 8U | std::to_integer<std::uint32_t>(digit);
  return std::to_string(number);
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Turns CCYYMMDD into "2024-01-15"; other text is unchanged.
std::string date_of(const std::string& text) {
  if (text.size() != 8 || !all_digits(text)) return text;
  return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
}

// Turns HHMMSS, with or without +HHMM, into "10:20:30+01:00"; other text is unchanged.
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
    case Form::character_set: return as_text(data) == iptc::utf8_escape ? "UTF-8" : byte_count(data.size());
    case Form::text: break;
  }
  return utf8_or_latin1(plain);
}

void add_dataset(const iptc::Dataset& found, ValueList& out) {
  const auto known = std::ranges::find_if(
      datasets, [&](const Dataset& row) { return row.record == found.record && row.number == found.number; });
  if (known != datasets.end()) {
    return out.add("iptc", known->name, value_of(known->form, found.value), found.value.size());
  }
  out.add("iptc", std::to_string(found.record) + ":" + std::to_string(found.number), byte_count(found.value.size()));
}

}  // namespace

void add_iptc(Bytes records, ValueList& out) {
  std::size_t unreadable = 0;
  const auto end = iptc::visit_datasets(records, [&](const iptc::Dataset& dataset) {
    if (dataset.is_complete) return add_dataset(dataset, out);
    unreadable = dataset.all.size();
  });
  const auto rest = records.subspan(end);
  if (!is_zero(rest)) unreadable = rest.size();  // zeros are padding
  if (unreadable > 0) out.add("iptc", "Unreadable", byte_count(unreadable) + " behind the last dataset that is whole");
}

}  // namespace stripmeta::inspection

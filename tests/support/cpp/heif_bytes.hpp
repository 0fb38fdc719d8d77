// HEIF files built from bytes, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/cpp/box_bytes.hpp"

namespace stripmeta::test {

inline std::string full_box(const std::string& type, const std::string& payload, int version = 0, int flags = 0) {
  return box(type, bytes({version, 0, 0, flags}) + payload);
}
inline std::string handler(const std::string& type, const std::string& name) {
  return full_box("hdlr", be32(0) + type + std::string(12, '\0') + name + lit("\0"));
}
inline std::string reference(const std::string& type, unsigned from, std::initializer_list<unsigned> to) {
  std::string payload = be16(from) + be16(static_cast<unsigned>(to.size()));
  for (const auto id : to) payload += be16(id);
  return box(type, payload);
}
inline std::string group(const std::string& type, unsigned id, const std::vector<unsigned>& entities) {
  std::string payload = be32(id) + be32(static_cast<std::uint32_t>(entities.size()));
  for (const auto entity : entities) payload += be32(entity);
  return full_box(type, payload);
}

inline std::string ispe(unsigned width = 8, unsigned height = 8) {
  return full_box("ispe", be32(width) + be32(height));
}
inline std::string auxc(const std::string& purpose) {
  return full_box("auxC", purpose + lit("\0"));
}
inline const std::string alpha_purpose = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";
inline const std::string av1c = box("av1C", bytes({0x81, 0, 12, 0}));
// Main profile, one layer, lengths of four bytes.
inline std::string hvcc(const std::string& arrays = "", int count = 0) {
  return box("hvcC", bytes({1, 1, 0x40}) + std::string(9, '\0') + bytes({0x5A, 0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0}) +
                         bytes({0x0F, count}) + arrays);
}
inline std::string nal_array(int kind, const std::string& unit) {
  return bytes({kind}) + be16(1) + be16(static_cast<unsigned>(unit.size())) + unit;
}
inline std::string sized(const std::string& unit) {
  return be32(static_cast<std::uint32_t>(unit.size())) + unit;
}
// A message of an SEI NAL unit (type 39), shorter than 255 bytes.
inline std::string sei_message(int kind, const std::string& payload) {
  return bytes({kind, static_cast<int>(payload.size())}) + payload;
}
inline std::string sei(const std::string& messages) {
  return bytes({39 << 1, 1}) + messages + bytes({0x80});
}

// The data of a grid of tiles that is 16 x 8 (23008-12 6.6.2.3).
inline std::string grid_data(int rows, int columns) {
  return bytes({0, 0, rows - 1, columns - 1}) + be16(16) + be16(8);
}
// The data of a sample transform (AV1-AVIF 4.2.3.3): the first input times 256, plus the second.
inline const std::string sum_of_two = bytes({2, 5, 0, 0, 0, 1, 0, 1, 0x82, 2, 0x80});

struct HeifItem {
  unsigned id;
  std::string type;
  std::string data;
  std::vector<int> properties{};  // indexes, counted from 1; plus 0x80 if the property is essential
  std::string name{};
  std::string content_type{};
  bool in_idat{false};
};

struct Heif {
  std::string major{"heic"};
  std::string brands{"mif1heic"};
  std::string handler_name{};
  unsigned primary{1};
  std::vector<HeifItem> items{};
  std::vector<std::string> property_boxes{};
  std::string references{};
  std::string groups{};
  std::string more_meta{};  // further children of meta
  std::string before_media{};
  std::string gap{};  // bytes in mdat that belong to no item
  std::string after{};
  std::string moov{};

  std::string ftyp() const { return box("ftyp", major + be32(0) + brands); }

  std::string file() const {
    const auto front = ftyp() + meta(0) + moov + before_media;
    return ftyp() + meta(front.size() + 8) + moov + before_media + box("mdat", media()) + after;
  }

  std::string media() const {
    std::string all;
    for (const auto& item : items) all += item.in_idat ? "" : item.data;
    return all + gap;
  }

  std::string meta(std::size_t media_at) const {
    std::string idat;
    std::string rows;
    std::string entries;
    std::string associations;
    unsigned associated = 0;
    for (const auto& item : items) {
      const auto at = item.in_idat ? idat.size() : media_at;
      if (!item.data.empty()) {
        rows += be16(item.id) + be16(item.in_idat ? 1 : 0) + be16(0) + be16(1) + be32(static_cast<std::uint32_t>(at)) +
                be32(static_cast<std::uint32_t>(item.data.size()));
      }
      if (item.in_idat) {
        idat += item.data;
      } else {
        media_at += item.data.size();
      }
      auto entry = be16(item.id) + be16(0) + item.type + item.name + lit("\0");
      if (item.type == "mime") entry += item.content_type + lit("\0");
      entries += full_box("infe", entry, 2);
      if (item.properties.empty()) continue;
      ++associated;
      associations += be16(item.id) + bytes({static_cast<int>(item.properties.size())});
      for (const auto property : item.properties) associations += bytes({property});
    }
    std::string properties;
    for (const auto& property : property_boxes) properties += property;
    std::string located = full_box("iloc", bytes({0x44, 0}) + be16(located_count()) + rows, 1);
    std::string payload = handler("pict", handler_name) + full_box("pitm", be16(primary)) + located +
                          full_box("iinf", be16(static_cast<unsigned>(items.size())) + entries);
    if (!references.empty()) payload += full_box("iref", references);
    payload += box("iprp", box("ipco", properties) + full_box("ipma", be32(associated) + associations));
    if (!groups.empty()) payload += box("grpl", groups);
    if (!idat.empty()) payload += box("idat", idat);
    return full_box("meta", payload + more_meta);
  }

 private:
  unsigned located_count() const {
    unsigned count = 0;
    for (const auto& item : items) count += item.data.empty() ? 0U : 1U;
    return count;
  }
};

// A unit of a type with a payload shorter than 128 bytes: HEVC's NAL unit of the base layer, and AV1's OBU.
inline std::string nal(int type, const std::string& payload) {
  return bytes({type << 1, 1}) + payload;
}
inline std::string obu(int type, const std::string& payload) {
  return bytes({type << 3 | 2, static_cast<int>(payload.size())}) + payload;
}
inline std::string hevc_picture(const std::string& words) {
  return sized(nal(19, words));
}
inline std::string av1_picture(const std::string& words) {
  return obu(6, words);
}
inline const std::string picture_words = "picture data of an item, which nothing may change";
inline const std::string picture_data = av1_picture(picture_words);

inline Heif plain_heif() {
  Heif heif;
  heif.items = {{1, "hvc1", hevc_picture(picture_words), {1, 0x82}}};
  heif.property_boxes = {ispe(), hvcc()};
  return heif;
}
inline Heif plain_avif() {
  Heif heif;
  heif.major = "avif";
  heif.brands = "avifmif1miaf";
  heif.items = {{1, "av01", picture_data, {1, 0x82}}};
  heif.property_boxes = {ispe(), av1c};
  return heif;
}

// A track of a sequence. Each chunk has one sample.
struct HeifTrack {
  unsigned id{1};
  std::string handler_type{"pict"};
  std::string name{};
  std::vector<std::string> samples{av1_picture("sample one"), av1_picture("sample number two")};
  std::string more_track{};  // further children of trak
  std::string more_entry{};  // of the sample entry
  std::string coder{};       // at most 31 bytes
  std::uint32_t time{0};

  std::string data() const {
    std::string all;
    for (const auto& sample : samples) all += sample;
    return all;
  }

  std::string trak(std::size_t data_at) const {
    const auto count = static_cast<std::uint32_t>(samples.size());
    std::string sizes = be32(0) + be32(count);
    std::string offsets = be32(count);
    for (const auto& sample : samples) {
      sizes += be32(static_cast<std::uint32_t>(sample.size()));
      offsets += be32(static_cast<std::uint32_t>(data_at));
      data_at += sample.size();
    }
    std::string coder_field = coder;
    coder_field.resize(32, '\0');
    const auto entry = std::string(6, '\0') + be16(1) + std::string(16, '\0') + be16(8) + be16(8) + be32(0x480000) +
                       be32(0x480000) + be32(0) + be16(1) + coder_field + be16(24) + be16(0xFFFF);
    const auto samples_box = box("stbl", full_box("stsd", be32(1) + box("av01", entry + av1c + more_entry)) +
                                             full_box("stts", be32(1) + be32(count) + be32(1)) +
                                             full_box("stsc", be32(1) + be32(1) + be32(1) + be32(1)) +
                                             full_box("stsz", sizes) + full_box("stco", offsets));
    const auto data_information = box("dinf", full_box("dref", be32(1) + full_box("url ", "", 0, 1)));
    const auto media =
        box("mdia", full_box("mdhd", be32(time) + be32(time) + be32(10) + be32(count) + be16(0x55C4) + be16(0)) +
                        handler(handler_type, name) +
                        box("minf", full_box("vmhd", std::string(8, '\0'), 0, 1) + data_information + samples_box));
    const auto header = full_box("tkhd", be32(time) + be32(time) + be32(id) + std::string(68, '\0'), 0, 3);
    return box("trak", header + media + more_track);
  }
};

inline std::string movie(const std::string& tracks, const std::string& more = "", std::uint32_t time = 0,
                         unsigned next_id = 2) {
  const auto header = be32(time) + be32(time) + be32(10) + std::string(80, '\0') + be32(next_id);
  return box("moov", full_box("mvhd", header) + tracks + more);
}

// A sequence: ftyp, moov, and mdat with the samples of all tracks, one after another.
inline std::string sequence(const std::vector<HeifTrack>& tracks, const std::string& more_movie = "",
                            std::uint32_t time = 0) {
  const auto ftyp = box("ftyp", "avis" + be32(0) + "avismsf1");
  const auto make = [&](std::size_t media_at) {
    std::string all;
    for (const auto& track : tracks) {
      all += track.trak(media_at);
      media_at += track.data().size();
    }
    return movie(all, more_movie, time, tracks.back().id + 1);
  };
  std::string media;
  for (const auto& track : tracks) media += track.data();
  return ftyp + make(ftyp.size() + make(0).size() + 8) + box("mdat", media);
}

}  // namespace stripmeta::test

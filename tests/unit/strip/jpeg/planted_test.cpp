// Text in every field of a JPEG's kept structures that can hold any: none of it survives.
#include <gtest/gtest.h>

#include <iostream>

#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

// Texts of the sizes of fields. No two bytes in a row of them are in a clean file of this test.
std::string text_of(std::size_t size) {
  std::string out;
  while (out.size() < size) out += "SECRET~!";
  return out.substr(0, size);
}

struct Field {
  const char* name;
  std::string file;
  std::string text;
};

std::string with_front(const std::string& front) {
  return soi + front + picture;
}
std::string with_tail(const std::string& tail) {
  return soi + tables + sos() + scan + tail + eoi;
}
// A table for DHT with as many values as the text has bytes.
std::string huffman_text(int head, const std::string& text) {
  return bytes({head, 0, 0, 0, 0, 0, 0, 0, static_cast<int>(text.size())}) + std::string(8, '\0') + text;
}

std::vector<Field> application_fields() {
  const auto two = text_of(2);
  const auto many = text_of(60);
  const auto jfif_with = [](std::size_t at, const std::string& text) {
    auto payload = jfif_payload();
    return with_front(segment(0xE0, payload.replace(at, text.size(), text)));
  };
  const auto adobe_with = [](std::size_t at, const std::string& text) {
    auto payload = adobe_payload;
    return with_front(segment(0xEE, payload.replace(at, text.size(), text)));
  };
  return {
      {"JFIF's version", jfif_with(5, two), two},
      {"JFIF's density of an unknown unit", jfif_with(7, text_of(5)), text_of(5)},
      {"JFIF's sizes of a thumbnail", jfif_with(12, two), two},
      {"behind JFIF", with_front(segment(0xE0, jfif_payload() + many)), many},
      {"Adobe's version", adobe_with(5, two), two},
      {"Adobe's first flags", adobe_with(7, bytes({0x3F, 0x52})), bytes({0x3F, 0x52})},
      {"Adobe's second flags", adobe_with(9, two), two},
      {"behind Adobe", with_front(segment(0xEE, adobe_payload + many)), many},
      {"a JFIF that another one replaces", with_front(segment(0xE0, jfif_payload(1, 0x5345, 0x4352)) + jfif), "SECR"},
  };
}

std::vector<Field> table_fields() {
  const auto many = text_of(64);
  const auto two = text_of(2);
  const std::string unused_quantisation = segment(0xDB, bytes({2}) + many);
  const std::string unused_huffman = segment(0xC4, huffman_text(0x13, many));
  const std::string late_huffman = segment(0xC4, huffman_text(0x00, many));
  std::string lossless = sof(0xC3, 8, 8, 3);
  return {
      {"DQT that no scan uses", with_front(unused_quantisation), many},
      {"DQT of 16 bits that no scan uses", with_front(segment(0xDB, bytes({0x11}) + many + many)), many},
      {"DQT that is replaced", with_front(segment(0xDB, bytes({0}) + many)), many},
      {"DQT behind the last scan", with_tail(segment(0xDB, bytes({0}) + many)), many},
      {"DQT within a segment", with_front(segment(0xDB, bytes({1}) + many + dqt.substr(4))), many},
      {"DQT of a component that has begun", with_tail(segment(0xDB, bytes({0}) + many) + sos() + scan), many},
      {"DHT that no scan uses", with_front(unused_huffman), many},
      {"DHT that is replaced", with_front(late_huffman), many},
      {"DHT behind the last scan", with_tail(late_huffman), many},
      {"DHT's counts", with_front(segment(0xC4, bytes({0x11}) + text_of(2) + std::string(14, '\0') + text_of(152))),
       two},
      {"DAC without arithmetic coding", with_front(segment(0xCC, bytes({0x00, 'S', 0x10, 'E'}))),
       "S" + bytes({0x10}) + "E"},
      {"DRI that is replaced", with_front(segment(0xDD, two) + segment(0xDD, be16(4))), two},
      {"DRI longer than any scan", with_front(segment(0xDD, two)), two},
      {"DRI behind the last scan", with_tail(segment(0xDD, two)), two},
      {"DNL before a scan", with_front(segment(0xDC, two)), two},
      {"DNL that no frame needs", with_tail(segment(0xDC, two)), two},
      {"behind DNL", soi + dqt + sof(0xC0, 8, 0) + dht + sos() + scan + segment(0xDC, be16(8) + many) + eoi, many},
      {"EXP without a hierarchy", with_front(segment(0xDF, "S")), segment(0xDF, "S")},
      {"SOS's selection", soi + tables + segment(0xDA, bytes({1, 1, 0}) + "SEC") + scan + eoi, "SEC"},
      {"SOF's quantisation tables without any",
       soi + lossless.replace(lossless.size() - 1, 1, bytes({3})) + dht + segment(0xDA, bytes({1, 1, 0, 1, 0, 0})) +
           scan + eoi,
       bytes({3, 0x11, 3})},
      {"a frame of a hierarchy without a scan",
       soi + segment(0xDE, sof().substr(4)) + tables + sos() + scan + segment(0xC5, "SECRE" + bytes({1, 1, 0x11, 0})) +
           eoi,
       "SECRE"},
  };
}

// A picture of three units, which restarts decoders after each. `text` stands between two of them, behind a marker.
std::string with_restarts(int code, const std::string& text, int frame = 0xC0) {
  return soi + dqt + sof(frame, 24, 8) + dht + segment(0xDD, be16(1)) + sos() + bytes({1, 2}) + marker(code) + text +
         marker(0xD0) + scan + eoi;
}

std::vector<Field> scan_fields() {
  const auto many = text_of(60);
  const auto two = text_of(2);
  const std::string several = soi + dqt + sof(0xC2, 160, 80) + dht;
  const std::string one = sos() + scan;
  const auto unknown = segment(0xDA, bytes({1, 9, 0}) + "SEC");
  return {
      {"behind TEM, before a restart", with_restarts(0x01, many), many},
      {"behind a reserved marker, before a restart", with_restarts(0x02, many), many},
      {"the same in a progressive scan", with_restarts(0xBF, many, 0xC2), many},
      {"between two reserved markers", with_restarts(0x7F, many + marker(0x03)), many},
      {"behind TEM in a scan without restarts", soi + tables + one + marker(0x01) + many + eoi, many},
      {"behind a reserved marker in a scan of the whole", soi + tables + one + marker(0x02) + many + eoi, many},
      {"a scan behind the one of the whole", soi + tables + one + sos() + many + eoi, many},
      {"the header of such a scan", soi + tables + one + unknown + eoi, "SEC"},
      {"tables before such a scan", soi + tables + one + segment(0xDB, bytes({0}) + many + "test") + one + eoi, many},
      {"DRI of as many units as a scan has", several + segment(0xDD, two) + one + eoi, two},
      {"DRI before a later scan", several + one + segment(0xDD, two) + one + eoi, two},
      {"DRI between scans that have none", several + segment(0xDD, be16(3)) + one + segment(0xDD, two) + one + eoi,
       two},
      {"a number of lines that is cut", soi + tables + one + segment(0xDC, "S") + eoi, segment(0xDC, "S")},
  };
}

std::string density(std::uint32_t numerator, std::uint32_t denominator) {
  const Tiff t;
  const std::string dots = be32(numerator) + be32(denominator);
  return exif_segment(t.header() +
                      t.ifd({t.entry(282, 5, 1, be32(62)), t.entry(283, 5, 1, be32(70)), t.short_entry(296, 2),
                             t.long_entry(34665, 78)}) +
                      dots + dots + t.ifd({t.long_entry(40962, 4), t.long_entry(40963, 4)}));
}

// Of pictures of 8 x 8 samples that Exif's density shows at half their size.
std::vector<Field> density_fields() {
  return {
      {"a fraction that is not reduced", with_front(density(144 * 0x534543, 0x534543)), "SEC"},
      {"a fraction that is reduced", with_front(density(0x2ED65247, 0x534543)), "SEC"},
      {"a numerator", with_front(density(0x53454352, 9717561)), "SECR"},
  };
}

std::vector<Field> gap_fields() {
  const auto many = text_of(60);
  return {
      {"before a segment", with_front(many), many},
      {"between scans", with_tail(segment(0xFE, "") + many), many},
      {"behind EOI", minimal + many, many},
      {"APP0 behind a scan", with_tail(segment(0xE0, jfif_payload() + many)), many},
  };
}

// The fields of both pictures of a file with a gain map.
std::vector<Field> gain_map_fields() {
  const auto many = text_of(64);
  const auto two = text_of(2);
  const std::string unused = segment(0xDB, bytes({2}) + many) + segment(0xC4, huffman_text(0x13, many));
  const auto metadata = gain_map_metadata(1);
  const auto iso = [](const std::string& data) { return segment(0xE2, gain_map_urn + data); };
  const std::string version = iso(gain_map_metadata(1).replace(2, 2, two));
  return {
      {"tables of the picture", with_second(unused, soi + iso(metadata) + picture), many},
      {"tables of the gain map", with_second("", soi + iso(metadata) + unused + picture), many},
      {"behind ISO 21496-1's data", with_second("", soi + iso(metadata + many) + picture), many},
      {"ISO 21496-1's version of the writer", with_second("", soi + version + picture), two},
      {"between the pictures", with_second("", soi + iso(metadata) + picture, many), many},
  };
}

std::size_t survivors(const std::vector<Field>& fields, const Policy& policy) {
  std::size_t count = 0;
  for (const auto& [name, file, text] : fields) {
    EXPECT_NE(file.find(text), std::string::npos) << name;
    const auto result = strip(file, policy);
    EXPECT_FALSE(result.error) << name << ": " << result.error->message;
    EXPECT_FALSE(result.report.clean()) << name;
    const bool survives = result.output.find(text) != std::string::npos;
    EXPECT_FALSE(survives) << name;
    count += survives ? 1 : 0;
  }
  return count;
}

TEST(JpegPlanted, NoTextSurvivesInAnyField) {
  std::size_t planted = 0;
  std::size_t left = 0;
  for (const auto& fields : {application_fields(), table_fields(), scan_fields(), density_fields(), gap_fields()}) {
    for (const auto* preset : {"default", "share", "archive"}) {
      left += survivors(fields, *make_policy({.preset = preset}));
      planted += fields.size();
    }
  }
  left += survivors(gain_map_fields(), *make_policy({.keep = "gainmap"}));
  planted += gain_map_fields().size();
  std::cout << planted << " texts planted in JPEGs, " << left << " survive\n";
  EXPECT_EQ(left, 0U);
}

}  // namespace
}  // namespace stripmeta::test

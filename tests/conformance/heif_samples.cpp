#include "samples.hpp"
#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/heif_bytes.hpp"

namespace stripmeta::test {
namespace {

constexpr std::size_t growth = 128;  // the fixed texts of a profile

// Adds what can surround a picture: names, Exif and XMP items, further boxes, gaps.
Heif surrounded(Heif heif) {
  heif.handler_name = planted;
  heif.items.front().name = planted;
  heif.items.push_back({90, "Exif", be32(0) + "II*" + lit("\0\x08\0\0\0\0\0") + planted, {}, planted});
  heif.items.push_back({91, "mime", "<x:xmpmeta>" + planted, {}, planted, "application/rdf+xml"});
  heif.items.push_back({92, "uri ", planted, {}});
  heif.references += reference("cdsc", 90, {1}) + reference("cdsc", 91, {1});
  heif.property_boxes.push_back(full_box("udes", lit("en\0") + planted + lit("\0\0\0")));
  heif.property_boxes.push_back(box("uuid", std::string(16, 'u') + planted));
  const auto last = static_cast<int>(heif.property_boxes.size());
  heif.items.front().properties.push_back(last - 1);
  heif.items.front().properties.push_back(last);
  heif.more_meta = box("free", planted) + box("xml ", planted);
  heif.before_media = box("free", planted) + box("uuid", std::string(16, 'u') + planted);
  heif.gap = planted;
  heif.after = box("mpvd", planted) + box("udta", planted) + planted;
  return heif;
}

std::string with_everything() {
  auto heif = surrounded(plain_heif());
  heif.brands += "tmap";
  const auto purposes = static_cast<int>(heif.property_boxes.size()) + 1;
  heif.property_boxes.push_back(auxc(alpha_purpose));
  heif.property_boxes.push_back(auxc("urn:mpeg:hevc:2015:auxid:2"));
  heif.property_boxes.push_back(auxc("urn:com:apple:photo:2020:aux:hdrgainmap"));
  heif.property_boxes.push_back(hvcc(nal_array(39, sei(sei_message(5, planted))), 1));
  const int coded = 0x80 + purposes + 3;
  heif.items.push_back({2, "hvc1", hevc_picture("alpha"), {1, purposes, coded}});
  heif.items.push_back({3, "hvc1", "depth" + planted, {1, purposes + 1, 2}});
  heif.items.push_back({4, "hvc1", "gain" + planted, {1, purposes + 2, 2}});
  heif.items.push_back({5, "hvc1", "small" + planted, {1, 2}});
  heif.items.push_back({6, "hvc1", "burst" + planted, {1, 2}});
  heif.items.push_back({7, "tmap", "tone" + planted, {1}});
  heif.references += reference("auxl", 2, {1}) + reference("prem", 1, {2}) + reference("auxl", 3, {1}) +
                     reference("auxl", 4, {1}) + reference("thmb", 5, {1}) + reference("dimg", 7, {1, 4});
  heif.groups = group("altr", 100, {7, 1}) + group("brst", 101, {1, 6});
  return heif.file();
}

// A tone map with a text after its metadata.
std::string tone_mapped() {
  auto heif = surrounded(plain_avif());
  heif.brands += "tmap";
  heif.items.push_back({2, "tmap", lit("\0") + gain_map_metadata(3) + planted, {1}, planted});
  heif.items.push_back({3, "av01", av1_picture("gain"), {1, 2}, planted});
  heif.items.push_back({4, "av01", "another" + planted, {1, 2}});
  heif.references += reference("dimg", 2, {1, 3});
  heif.groups = group("altr", 100, {2, 1}) + group("brst", 101, {1, 4});
  return heif.file();
}

std::string grid() {
  auto heif = plain_avif();
  heif.items = {{1, "grid", bytes({0, 0, 0, 1, 0, 16, 0, 8}), {1}, "", "", true},
                {2, "av01", av1_picture("left"), {1, 0x82}},
                {3, "av01", av1_picture("right"), {1, 0x82}},
                {4, "mime", planted, {}, "", "text/plain", true}};
  heif.references = reference("dimg", 1, {2, 3});
  return surrounded(heif).file();
}

std::string notes() {
  auto heif = plain_heif();
  heif.items.front().data = sized(sei(sei_message(5, planted))) + hevc_picture(picture_words) +
                            sized(sei(sei_message(4, "T.35") + sei_message(5, planted)));
  return heif.file();
}

std::string animation() {
  HeifTrack picture;
  picture.name = planted;
  picture.coder = planted;
  picture.time = 12345;
  picture.more_track = box("udta", planted) + full_box("meta", planted);
  picture.more_entry = full_box("ccst", be32(0)) + box("btrt", planted);
  HeifTrack sound;
  sound.id = 2;
  sound.handler_type = "soun";
  sound.samples = {planted};
  HeifTrack alpha;
  alpha.id = 3;
  alpha.handler_type = "auxv";
  alpha.samples = {av1_picture("alpha")};
  alpha.more_entry = full_box("auxi", alpha_purpose + lit("\0"));
  alpha.more_track = box("tref", box("auxl", be32(1)));
  return sequence({picture, sound, alpha}, box("udta", planted) + box("iods", planted), 54321);
}

Sample sample(const std::string& name, Format format, const std::string& bytes) {
  return {name, format, bytes, growth};
}

std::vector<Sample> heif_samples() {
  return {sample("heic_plain", Format::heic, plain_heif().file()),
          sample("heic_everything", Format::heic, with_everything()),
          sample("heic_notes", Format::heic, notes()),
          sample("avif_plain", Format::avif, plain_avif().file()),
          sample("avif_surrounded", Format::avif, surrounded(plain_avif()).file()),
          sample("avif_grid", Format::avif, grid()),
          sample("avif_sequence", Format::avif, animation()),
          {"avif_gain_map", Format::avif, tone_mapped(), growth, *make_policy({.keep = "gainmap"})}};
}

const SampleList list{heif_samples};

}  // namespace
}  // namespace stripmeta::test

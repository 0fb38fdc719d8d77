#include "strip/verify/heif_payloads.hpp"

#include <algorithm>
#include <array>

#include "strip/verify/gain_map.hpp"
#include "strip/verify/heif_samples.hpp"
#include "strip/verify/jp2.hpp"
#include "strip/verify/jpeg.hpp"
#include "strip/verify/verifier.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::string_view behind = "bytes behind the last field of a picture that is made from others";

// An item's data in one run.
class Data {
 public:
  Data(const File& file, const std::vector<Extent>& extents) {
    for (const auto& extent : extents) {
      whole_.insert(whole_.end(), extent);
      for (const auto piece : file.pieces(extent.at, extent.size)) file_.add(piece);
    }
  }

  const File& file() const { return file_; }

  // The place in the file of a byte of the data.
  std::uint64_t place(std::uint64_t at) const {
    for (const auto& extent : whole_) {
      if (at < extent.size) return extent.at + at;
      at -= extent.size;
    }
    return whole_.empty() ? at : whole_.back().at + whole_.back().size + at;
  }

  void add(Verdict verdict, Findings& findings) const {
    if (verdict) findings.reject(place(verdict->offset), verdict->rule);
  }

 private:
  std::vector<Extent> whole_;
  File file_;
};

// The size of the OBU at `at` (AV1 5.3): all that is left if it does not say, or is damaged.
std::uint64_t unit_size(const File& file, std::uint64_t at) {
  const auto left = file.size() > at ? file.size() - at : 0;
  if (left < 2) return std::max<std::uint64_t>(left, 1);
  const unsigned flags = file.u8(at);
  std::uint64_t head = (flags & 4U) != 0 ? 2 : 1;
  if ((flags & 2U) == 0) return left;
  std::uint64_t size = 0;
  for (unsigned shift = 0; shift < 56 && head < left; shift += 7) {
    const unsigned byte = file.u8(at + head++);
    size |= std::uint64_t{byte & 0x7FU} << shift;
    if ((byte & 0x80U) == 0) return std::min(head + size, left);
  }
  return left;
}

// Judges the fields of a derived item (23008-12 6.6.2, AV1-AVIF 4.2.3).
class DerivedJudge {
 public:
  DerivedJudge(const Data& data, const HeifItem& item, Findings& findings)
      : data_(data), item_(item), findings_(findings), fields_(data.file(), 0, data.file().size(), found_) {}

  void judge() {
    switch (item_.type) {
      case box_name("grid"): grid(); break;
      case box_name("iovl"): overlay(); break;
      case box_name("sato"): formula(); break;
      case box_name("tmap"): tone_map(); break;
      default: break;  // iden has no data, but one input
    }
    if (found_.ok() && fields_.left() > 0) found_.reject(fields_.at(), behind);
    if (item_.type == box_name("iden") && item_.inputs.size() > 1) findings_.reject(item_.at, "a copy of two pictures");
    data_.add(found_.verdict(), findings_);
  }

 private:
  std::size_t head() {
    fields_.expect(1, 0, "a derived picture of an unknown version");
    return fields_.only_bits(1, "reserved bits of a derived picture are not zero") == 1 ? 4 : 2;
  }

  void grid() {
    const auto size = head();
    const auto rows = fields_.u8() + 1U;
    const auto columns = fields_.u8() + 1U;
    fields_.skip(2 * size);
    if (item_.inputs.size() > rows * columns) findings_.reject(item_.at, "a grid with more tiles than places");
  }

  void overlay() {
    const auto size = head();
    fields_.skip(8 + 2 * size + 2 * size * item_.inputs.size());
  }

  void formula() {
    const unsigned depth = fields_.only_bits(3, "reserved bits of a derived picture are not zero");
    for (auto left = fields_.u8(); left > 0 && fields_.ok(); --left) {
      const auto at = fields_.at();
      const unsigned token = fields_.u8();
      if (token == 0) fields_.skip(std::uint64_t{1} << depth);
      const bool is_known = token <= 32 || (token >= 64 && token <= 67) || (token >= 128 && token <= 137);
      if (!is_known) found_.reject(at, "a formula with an unknown operator");
    }
  }

  void tone_map() {
    fields_.expect(1, 0, "a tone map of an unknown version");
    if (!found_.ok()) return;
    const auto rest = data_.file().bytes(1, fields_.left());
    found_.add(within(verify_gain_map_data(rest, true), 1));
    fields_.skip(rest.size());
  }

  const Data& data_;
  const HeifItem& item_;
  Findings& findings_;
  Findings found_;  // offsets in the item's data
  Fields fields_;
};

// An av1C that several items have is that of the first one.
void judge_av1(const File& file, const HeifMeta& meta, const HeifItem& item, Findings& findings) {
  const auto* box = meta.property(item, box_name("av1C"));
  if (box == nullptr) return;
  const auto has_it = [&](const HeifItem& other) { return meta.property(other, box_name("av1C")) == box; };
  const auto& first = *std::ranges::find_if(meta.items, has_it);
  if (first.id == item.id) findings.add(verify_own_configuration(file, {box->begin, box->end - box->begin}, item.data));
}

// A layer ends where a unit begins (AV1-AVIF 2.3.2.3).
void judge_layers(const File& file, const Box& property, const Data& data, Findings& findings) {
  constexpr unsigned head = 1;
  Fields fields{file, property, findings};
  const bool large = fields.u8() == 1;
  std::vector<std::uint64_t> ends;
  std::uint64_t end = 0;
  for (int i = 0; i < 3; ++i) ends.push_back(end += fields.number(large ? 4 : 2));
  std::uint64_t at = 0;
  for (const auto wanted : ends) {
    while (at < wanted && at < data.file().size()) at += unit_size(data.file(), at);
    if (at != wanted || at >= data.file().size())
      findings.reject(property.begin + head, "a layer that ends inside of a unit");
  }
}

}  // namespace

void judge_payload(const File& file, const HeifMeta& meta, const HeifItem& item, const Policy& policy,
                   Findings& findings) {
  const bool is_empty = item.data.empty();
  if (is_empty != (item.type == box_name("iden")))
    return findings.reject(item.at, "an item without data, or iden with some");
  const Data data{file, item.data};
  const auto* layers = meta.property(item, box_name("a1lx"));
  if (layers != nullptr) judge_layers(file, *layers, data, findings);
  if (auto rules = rules_of(text_of(item.type))) {
    for (const auto* name : {"hvcC", "avcC", "vvcC"}) {
      const auto* box = meta.property(item, box_name(name));
      if (box != nullptr) rules->length_size = length_size_of(name, file, {box->begin, box->end - box->begin});
    }
    if (item.type == box_name("av01")) judge_av1(file, meta, item, findings);
    return findings.add(verify_units(file, item.data, *rules));
  }
  if (item.type == box_name("jpeg")) {
    auto plain = policy;
    for (const auto part : {Keep::orientation, Keep::density, Keep::copyright, Keep::panorama, Keep::gainmap}) {
      plain.keep = plain.keep.without(part);
    }
    const auto verifier = make_jpeg_verifier(plain);
    return data.add(judge_range(*verifier, data.file(), 0, data.file().size()), findings);
  }
  if (item.type == box_name("j2k1")) {
    const auto verifier = make_jp2_codestream_verifier(policy);
    return data.add(judge_range(*verifier, data.file(), 0, data.file().size()), findings);
  }
  if (item.type == box_name("unci")) {
    judge_surplus(file, meta, item, findings);
    const auto size = samples_size(file, meta, item);
    if (size && data.file().size() > *size)
      findings.reject(data.place(*size), "bytes behind the last sample of a picture");
    return;
  }
  DerivedJudge{data, item, findings}.judge();
}

}  // namespace stripmeta::verify

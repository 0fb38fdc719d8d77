#include "strip/verify/heif.hpp"

#include <algorithm>
#include <array>

#include "strip/verify/heif_items.hpp"
#include "strip/verify/heif_movie.hpp"
#include "strip/verify/heif_payloads.hpp"

namespace stripmeta::verify {
namespace {

// What a brand says that a file has (23008-12, 23000-22, AV1-AVIF, 23001-17, 14496-12 annex E).
enum class Has : std::uint8_t { still, sequence, item, entry, any };
struct Brand {
  std::string_view name;
  Has has;
  std::string_view codings;  // item, entry, any: of one of these types
};
constexpr std::array<Brand, 52> known_brands{{
    {"mif1", Has::still, ""},          {"mif2", Has::still, ""},          {"miaf", Has::still, ""},
    {"1pic", Has::still, ""},          {"geo1", Has::still, ""},          {"heif", Has::still, ""},
    {"MiPr", Has::still, ""},          {"msf1", Has::sequence, ""},       {"MiAn", Has::sequence, ""},
    {"MiBu", Has::sequence, ""},       {"MiAC", Has::sequence, ""},       {"isom", Has::sequence, ""},
    {"iso2", Has::sequence, ""},       {"iso3", Has::sequence, ""},       {"iso4", Has::sequence, ""},
    {"iso5", Has::sequence, ""},       {"iso6", Has::sequence, ""},       {"iso7", Has::sequence, ""},
    {"iso8", Has::sequence, ""},       {"iso9", Has::sequence, ""},       {"isoa", Has::sequence, ""},
    {"isob", Has::sequence, ""},       {"isoc", Has::sequence, ""},       {"mp41", Has::sequence, ""},
    {"mp42", Has::sequence, ""},       {"avif", Has::item, "av01"},       {"heic", Has::item, "hvc1 hev1"},
    {"heix", Has::item, "hvc1 hev1"},  {"heim", Has::item, "hvc1 hev1"},  {"heis", Has::item, "hvc1 hev1"},
    {"avci", Has::item, "avc1"},       {"vvic", Has::item, "vvc1"},       {"jpeg", Has::item, "jpeg"},
    {"j2ki", Has::item, "j2k1"},       {"unif", Has::item, "unci"},       {"tmap", Has::item, "tmap"},
    {"avis", Has::entry, "av01"},      {"hevc", Has::entry, "hvc1 hev1"}, {"hevx", Has::entry, "hvc1 hev1"},
    {"hevm", Has::entry, "hvc1 hev1"}, {"hevs", Has::entry, "hvc1 hev1"}, {"avcs", Has::entry, "avc1 avc3"},
    {"vvis", Has::entry, "vvc1 vvi1"}, {"j2is", Has::entry, "j2ki"},      {"jpgs", Has::entry, "mjpg"},
    {"avio", Has::any, "av01"},        {"MA1A", Has::any, "av01"},        {"MA1B", Has::any, "av01"},
    {"MiHA", Has::any, "hvc1 hev1"},   {"MiHB", Has::any, "hvc1 hev1"},   {"MiHE", Has::any, "hvc1 hev1"},
    {"MiAB", Has::any, "avc1"},
}};

class HeifJudge {
 public:
  HeifJudge(const File& file, const Policy& policy) : file_(file), policy_(policy) {}

  Verdict judge() {
    gather();
    if (!findings_.ok()) return findings_.verdict();
    if (has("moov")) movie_ = judge_movie(file_, box("moov"), policy_, findings_);
    if (has("meta")) meta_ = judge_meta(file_, box("meta"), movie_.tracks, policy_, findings_);
    if (!has("moov") && !has("meta")) findings_.reject(file_.size(), "a file without a picture");
    judge_brands(box("ftyp"));
    if (findings_.ok()) judge_media();
    for (const auto& item : meta_.items) {
      if (findings_.ok()) judge_payload(file_, meta_, item, policy_, findings_);
    }
    return findings_.verdict();
  }

 private:
  // The boxes of the file: each at most once, in this order.
  void gather() {
    constexpr std::array names{box_name("ftyp"), box_name("meta"), box_name("moov"), box_name("mdat")};
    std::size_t next = 0;
    boxes_ = read_boxes(file_, 0, file_.size(), findings_);
    for (const auto& part : boxes_) {
      const auto place = static_cast<std::size_t>(std::ranges::find(names, part.name) - names.begin());
      if (place < next || place == names.size()) findings_.reject(part.at, "a box that must go, or out of order");
      next = place + 1;
    }
    if (boxes_.empty() || boxes_.front().name != names.front()) findings_.reject(0, "a file without brands");
  }

  bool has(std::string_view name) const {
    return std::ranges::find(boxes_, box_name(name), &Box::name) != boxes_.end();
  }
  const Box& box(std::string_view name) const { return *std::ranges::find(boxes_, box_name(name), &Box::name); }

  static bool is_one_of(std::string_view codings, BoxName type) {
    for (; codings.size() >= 4; codings.remove_prefix(std::min<std::size_t>(codings.size(), 5))) {
      if (box_name(codings.substr(0, 4)) == type) return true;
    }
    return false;
  }

  bool is_true(BoxName name) const {
    const auto brand = std::ranges::find_if(known_brands, [&](const Brand& row) { return box_name(row.name) == name; });
    if (brand == known_brands.end()) return false;
    const bool of_item =
        std::ranges::any_of(meta_.items, [&](const HeifItem& item) { return is_one_of(brand->codings, item.type); });
    const bool of_entry =
        std::ranges::any_of(movie_.entries, [&](BoxName entry) { return is_one_of(brand->codings, entry); });
    switch (brand->has) {
      case Has::still: return has("meta");
      case Has::sequence: return has("moov");
      case Has::item: return of_item;
      case Has::entry: return of_entry;
      default: return of_item || of_entry;
    }
  }

  void judge_brands(const Box& ftyp) {
    constexpr std::string_view rule = "a brand that is unknown, not true of the file, or there twice";
    Fields fields{file_, ftyp, findings_};
    if (!is_true(fields.u32())) findings_.reject(ftyp.begin, rule);
    fields.expect(4, 0, "a version of the major brand");
    std::vector<BoxName> seen;
    while (fields.left() > 0 && fields.ok()) {
      const auto at = fields.at();
      const auto brand = fields.u32();
      if (!is_true(brand) || std::ranges::find(seen, brand) != seen.end()) findings_.reject(at, rule);
      seen.push_back(brand);
    }
    if (seen.empty()) findings_.reject(ftyp.at, "a file without compatible brands");
  }

  void judge_media() {
    auto used = meta_.data;
    used.insert(used.end(), movie_.data.begin(), movie_.data.end());
    std::erase_if(used, [](const Extent& extent) { return extent.size == 0; });
    if (has("mdat")) {
      const auto& mdat = box("mdat");
      if (mdat.begin == mdat.end) findings_.reject(mdat.at, "media data without a byte");
      account(std::move(used), mdat.begin, mdat.end, findings_);
    } else if (!used.empty()) {
      findings_.reject(used.front().at, "data outside of the media data");
    }
  }

  const File& file_;
  const Policy& policy_;
  Findings findings_;
  std::vector<Box> boxes_;
  HeifMeta meta_;
  HeifMovie movie_;
};

}  // namespace

Verdict verify_heif(const File& file, const Policy& policy) {
  return HeifJudge{file, policy}.judge();
}

}  // namespace stripmeta::verify

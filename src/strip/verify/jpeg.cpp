#include "strip/verify/jpeg.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "strip/verify/exif.hpp"
#include "strip/verify/gain_map.hpp"
#include "strip/verify/icc.hpp"
#include "strip/verify/jpeg_tables.hpp"
#include "strip/verify/photoshop.hpp"
#include "strip/verify/xmp.hpp"

namespace stripmeta::verify {
namespace {

using std::string_view_literals::operator""sv;

// T.81 table B.1.
constexpr std::uint8_t code_soi = 0xD8;
constexpr std::uint8_t code_eoi = 0xD9;
constexpr std::uint8_t code_sos = 0xDA;
constexpr std::uint8_t code_dnl = 0xDC;

constexpr auto exif_signature = "Exif\0\0"sv;
constexpr auto xmp_signature = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr auto icc_signature = "ICC_PROFILE\0"sv;
constexpr auto iso_signature = "urn:iso:std:iso:ts:21496:-1\0"sv;
constexpr auto mpf_signature = "MPF\0"sv;
constexpr auto photoshop_signature = "Photoshop 3.0\0"sv;

// The application segments, in their order.
enum class Part : std::uint8_t { none, jfif, exif, xmp, gain_map_data, pictures, profile, photoshop, adobe };

struct Signature {
  std::uint8_t code;
  std::string_view text;
  Part part;
};
constexpr std::array<Signature, 8> signatures{{
    {0xE0, "JFIF\0"sv, Part::jfif},
    {0xE1, exif_signature, Part::exif},
    {0xE1, xmp_signature, Part::xmp},
    {0xE2, iso_signature, Part::gain_map_data},
    {0xE2, mpf_signature, Part::pictures},
    {0xE2, icc_signature, Part::profile},
    {0xED, photoshop_signature, Part::photoshop},
    {0xEE, "Adobe"sv, Part::adobe},
}};

bool is_application(std::uint8_t code) {
  return code >= 0xE0 && code <= 0xEF;
}
// SOFn, DHT, DAC, SOS, DQT, DNL, DRI, DHP, EXP.
bool is_of_picture(std::uint8_t code) {
  return (code >= 0xC0 && code <= 0xCF && code != 0xC8) || (code >= code_sos && code <= 0xDF);
}

// In scan data, FF 00 is the value FF, and FF D0 to FF D7 restart the decoder.
bool belongs_to_scan(std::uint8_t code) {
  return code == 0 || (code >= 0xD0 && code <= 0xD7);
}

// A profile in chunks.
struct Profile {
  std::vector<std::byte> bytes;
  std::uint64_t at{0};  // of its first byte
  unsigned count{0};    // of chunks
  unsigned next{1};

  bool is_cut() const { return count != 0 && next <= count; }
};
constexpr std::size_t chunk_head = 14;     // signature, number, count
constexpr std::size_t chunk_size = 65519;  // the most data of a chunk
constexpr std::size_t segment_head = 4;

constexpr JpegTableUse all_tables{{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}};

// What the list of pictures (CIPA DC-007) says.
struct Pictures {
  std::uint64_t header_at{0};  // offset of the list's TIFF header; 0 if there is no list
  std::uint64_t first_size{0};
  std::uint64_t second_size{0};
  std::uint64_t second_offset{0};  // from the header
};

class JpegVerifier final : public StreamVerifier {
 public:
  JpegVerifier(const Policy& policy, JpegForm form, JpegTableUse* use) : policy_(policy), form_(form), use_(use) {}

 private:
  enum class State : std::uint8_t { start, segments, scan, done };

  std::size_t step(Bytes run) override {
    switch (state_) {
      case State::start: return start(run);
      case State::segments: return segment(run);
      case State::scan: return scan(run);
      case State::done: break;
    }
    reject(0, "bytes behind EOI");
    return run.size();
  }

  void end() override {
    if (state_ != State::done) reject(0, "the file ends before EOI");
  }

  // The base counts from offset(), and readers of parts say where in the file a byte is.
  void reject_at(const Verdict& verdict) {
    if (verdict) reject(verdict->offset - offset(), verdict->rule);
  }

  std::size_t start(Bytes run) {
    constexpr std::size_t size = 2;
    if (run.size() < size) return 0;
    if (u8(run, 0) != 0xFF || u8(run, 1) != code_soi) reject(0, "bytes before SOI");
    state_ = State::segments;
    return size;
  }

  std::size_t segment(Bytes run) {
    constexpr std::size_t marker_size = 2;
    if (run.size() < marker_size) return 0;
    const auto code = u8(run, 1);
    if (u8(run, 0) != 0xFF) reject(0, "bytes between segments");
    if (code == code_eoi) {
      finish_picture(offset() + marker_size);
      return marker_size;
    }
    if (!is_application(code) && !is_of_picture(code)) reject(0, "a marker that shows nothing");
    if (run.size() < segment_head) return 0;
    const std::size_t size = marker_size + u16(run, marker_size);
    if (size < segment_head) reject(marker_size, "a segment without a valid length");
    if (run.size() < size || size < segment_head) return 0;
    judge(code, run.subspan(segment_head, size - segment_head));
    return size;
  }

  void judge(std::uint8_t code, Bytes payload) {
    const auto at = offset() + segment_head;
    if (is_application(code)) return judge_application(code, payload);
    has_tables_ = true;
    if (profile_.is_cut()) return reject(0, "a profile that lacks chunks");
    if (form_ == JpegForm::tables && (code == code_sos || code == code_dnl))
      return reject(0, "a scan among tables that stand alone");
    if (code == code_dnl) return reject_at(tables_.number_of_lines(payload, at));
    if (code == code_sos) return begin_scan(payload, at);
    reject_at(tables_.define(code, payload, at));
  }

  void begin_scan(Bytes payload, std::uint64_t at) {
    reject_at(tables_.begin_scan(payload, at));
    if (unknown_transform_at_ != 0 && tables_.components() != 4)
      reject_at(Unaccounted{unknown_transform_at_, "an unknown colour transform"});
    unknown_transform_at_ = 0;
    state_ = State::scan;
  }

  // How many bytes at the front of the run are scan data for sure: up to an FF that another FF, a marker or the end of
  // the run follows.
  static std::size_t plain_data(Bytes run) {
    std::size_t at = 0;
    while (at < run.size()) {
      const auto* const hit = std::memchr(run.data() + at, 0xFF, run.size() - at);
      if (hit == nullptr) return run.size();
      at = static_cast<std::size_t>(static_cast<const std::byte*>(hit) - run.data());
      if (at + 1 == run.size() || !belongs_to_scan(u8(run, at + 1))) break;
      at += 2;
    }
    return at;
  }

  // Returns what is scan data of the run. A run of FF may be as long as it likes.
  std::size_t scan(Bytes run) {
    if (const auto data = plain_data(run); data > 0 && fill_ == 0) return data;
    std::size_t count = 0;
    while (count < run.size() && u8(run, count) == 0xFF) ++count;
    if (count == run.size()) {
      fill_ += count - 1;
      return count - 1;
    }
    if (belongs_to_scan(u8(run, count))) {
      fill_ = 0;
      return count + 1;
    }
    fill_ += count - 1;
    if (fill_ > 0) reject_at(Unaccounted{offset() + count - 1 - fill_, "fill bytes before a marker"});
    state_ = State::segments;
    return segment(run);
  }

  void finish_picture(std::uint64_t end) {
    state_ = State::done;
    if (profile_.is_cut()) return reject(0, "a profile that lacks chunks");
    if (form_ == JpegForm::tables) return reject_at(tables_.not_in(use_ != nullptr ? *use_ : all_tables));
    if (!tables_.has_scan()) return reject(0, "a picture without a scan");
    reject_at(tables_.unused());
    add_use();
    if (form_ == JpegForm::strip) return;
    if (is_second_) return finish_second(end);
    if (pictures_.header_at != 0) return start_second(end);
    if (container_length_ != 0) reject(0, "a description of a gain map that is not there");
  }

  void add_use() {
    if (use_ == nullptr) return;
    for (std::size_t i = 0; i < use_->numbers.size(); ++i) use_->numbers.at(i) |= tables_.missing().numbers.at(i);
  }

  void start_second(std::uint64_t end) {
    const bool right = pictures_.first_size == end && pictures_.second_offset == end - pictures_.header_at &&
                       (container_length_ == 0 || container_length_ == pictures_.second_size);
    if (!right) return reject_at(Unaccounted{pictures_.header_at, "a list of pictures with other places or sizes"});
    is_second_ = true;
    rank_ = Part::none;
    profile_ = {};
    tables_ = {};
    has_tables_ = false;
    state_ = State::start;
  }

  void finish_second(std::uint64_t end) {
    if (pictures_.second_size != end - pictures_.first_size)
      reject_at(Unaccounted{pictures_.header_at, "a list of pictures with other places or sizes"});
  }

  void judge_application(std::uint8_t code, Bytes payload) {
    const auto row = std::ranges::find_if(
        signatures, [&](const Signature& s) { return s.code == code && starts_with(payload, s.text); });
    if (row == signatures.end() || has_tables_) return reject(0, "an application segment that must go");
    const bool repeats = row->part == rank_ && row->part != Part::profile;
    if (row->part < rank_ || repeats) return reject(0, "application segments out of order or twice");
    if (row->part > Part::profile && profile_.is_cut()) return reject(0, "a profile that lacks chunks");
    rank_ = row->part;
    judge_part(row->part, payload, payload.subspan(row->text.size()), row->text.size());
  }

  // The second picture keeps nothing but its profile.
  bool keeps(Keep part) const { return policy_.keeps(part) && (!is_second_ || part == Keep::icc); }
  bool may_describe() const { return policy_.keeps(Keep::gainmap) && form_ == JpegForm::picture; }

  void judge_part(Part part, Bytes payload, Bytes rest, std::size_t signature) {
    const auto ahead = segment_head + signature;
    switch (part) {
      case Part::jfif: return judge_jfif(payload);
      case Part::exif:
        if (is_second_) return reject(0, "Exif of a gain map");
        reject(verify_exif(rest, policy_), ahead);
        return;
      case Part::xmp: return judge_xmp(rest, ahead);
      case Part::gain_map_data:
        if (!may_describe()) return reject(0, "data of a gain map that the policy does not keep");
        reject(verify_gain_map_data(rest, is_second_), ahead);
        return;
      case Part::pictures: return judge_pictures(payload);
      case Part::profile: return judge_chunk(payload);
      case Part::photoshop:
        if (!keeps(Keep::copyright)) return reject(0, "resources of Photoshop that the policy does not keep");
        reject(verify_photoshop(rest), ahead);
        return;
      case Part::adobe: return judge_adobe(payload);
      case Part::none: break;
    }
  }

  // T.871 10.1.
  void judge_jfif(Bytes payload) {
    constexpr std::size_t size = 14;
    constexpr auto no_density = "\0\0\1\0\1"sv;
    if (payload.size() != size) return reject(segment_head, "a JFIF segment of another length");
    if (u8(payload, 5) != 1 || u8(payload, 6) > 2)
      return reject(segment_head + 5, "a version of JFIF that is not known");
    const auto density = payload.subspan(7);
    if (keeps(Keep::density) ? u8(density, 0) > 2 : !starts_with(density, no_density))
      return reject(segment_head + 7, "a density that the policy does not keep");
    if (u16(payload, 12) != 0) reject(segment_head + 12, "the size of a thumbnail that is not there");
  }

  // Adobe technical note 5116, 18.
  void judge_adobe(Bytes payload) {
    constexpr std::size_t size = 12;
    constexpr std::size_t flags_at = 7;
    constexpr std::size_t transform_at = 11;
    if (payload.size() != size) return reject(segment_head, "an Adobe segment of another length");
    if (u16(payload, 5) != 100) return reject(segment_head + 5, "an Adobe segment of an unusual version");
    if ((u16(payload, flags_at) & 0x3FFFU) != 0 || u16(payload, flags_at + 2) != 0)
      return reject(segment_head + flags_at, "an Adobe segment with unknown flags");
    if (u8(payload, transform_at) > 2) unknown_transform_at_ = offset() + segment_head + transform_at;
  }

  void judge_xmp(Bytes packet, std::size_t ahead) {
    if (is_second_) {
      reject(verify_gain_map_xmp(packet), ahead);
    } else if (may_describe()) {
      reject(verify_container_xmp(packet, policy_, container_length_), ahead);
    } else if (keeps(Keep::copyright) || keeps(Keep::panorama)) {
      reject(verify_xmp(packet, policy_), ahead);
    } else {
      reject(0, "XMP that the policy does not keep");
    }
  }

  // CIPA DC-007 5.2: a TIFF structure with three tags, and an entry for each of two pictures.
  void judge_pictures(Bytes payload) {
    constexpr auto head =
        "MPF\0MM\0*\0\0\0\x08\0\x03"
        "\xB0\0\0\x07\0\0\0\x04"
        "0100"
        "\xB0\x01\0\x04\0\0\0\x01\0\0\0\x02"
        "\xB0\x02\0\x07\0\0\0\x20\0\0\0\x32"
        "\0\0\0\0"sv;
    constexpr std::size_t entry_size = 16;
    constexpr std::uint32_t baseline_primary = 0x030000;
    if (!may_describe() || is_second_) return reject(0, "a list of pictures that the policy does not keep");
    if (payload.size() != head.size() + 2 * entry_size || !starts_with(payload, head))
      return reject(segment_head, "a list of pictures that is not a fresh one");
    const auto first = payload.subspan(head.size(), entry_size);
    const auto second = payload.subspan(head.size() + entry_size);
    const bool valid =
        u32(first, 0) == baseline_primary && u64(first, 8) == 0 && u32(second, 0) == 0 && u32(second, 12) == 0;
    if (!valid) return reject(segment_head + head.size(), "a list of pictures that is not a fresh one");
    pictures_ = {offset() + segment_head + mpf_signature.size(), u32(first, 4), u32(second, 4), u32(second, 8)};
  }

  // ICC.1:2022 annex B.4. All chunks are as long as they can be, except for the last one.
  void judge_chunk(Bytes payload) {
    if (!keeps(Keep::icc)) return reject(0, "a profile that the policy does not keep");
    if (payload.size() <= chunk_head) return reject(0, "a chunk of a profile without data");
    const auto data = payload.subspan(chunk_head);
    const unsigned number = u8(payload, icc_signature.size());
    const unsigned count = u8(payload, icc_signature.size() + 1);
    if (profile_.count == 0) {
      profile_.count = count;
      profile_.at = offset() + segment_head + chunk_head;
    }
    const bool is_last = number == count;
    if (number != profile_.next || count != profile_.count || number > count || (!is_last && data.size() != chunk_size))
      return reject(segment_head + icc_signature.size(), "chunks of a profile in another order or of another size");
    ++profile_.next;
    put_bytes(profile_.bytes, data);
    if (is_last) judge_profile();
  }

  void judge_profile() {
    auto verdict = verify_icc(profile_.bytes, policy_);
    profile_.bytes.clear();
    if (!verdict) return;
    const auto heads = verdict->offset / chunk_size * (segment_head + chunk_head);
    reject_at(Unaccounted{profile_.at + verdict->offset + heads, verdict->rule});
  }

  Policy policy_;
  JpegForm form_;
  JpegTableUse* use_;
  State state_{State::start};
  Part rank_{Part::none};  // of the last application segment
  bool has_tables_{false};
  Profile profile_;
  JpegTables tables_;
  std::uint64_t unknown_transform_at_{0};  // 0: none
  std::uint64_t fill_{0};                  // FF bytes before the run, in scan data
  Pictures pictures_;
  std::uint64_t container_length_{0};
  bool is_second_{false};
};

}  // namespace

std::unique_ptr<Verifier> make_jpeg_verifier(const Policy& policy, JpegForm form, JpegTableUse* use) {
  return std::make_unique<JpegVerifier>(policy, form, use);
}

std::unique_ptr<Verifier> make_jpeg_verifier(const Policy& policy) {
  return make_jpeg_verifier(policy, JpegForm::picture);
}

}  // namespace stripmeta::verify

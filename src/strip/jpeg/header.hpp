// The application segments before a JPEG's first scan that stay: they are held until then, and written in one fixed
// order.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/jpeg/frame.hpp"
#include "strip/jpeg/segment.hpp"
#include "strip/metadata/exif.hpp"
#include "strip/metadata/icc.hpp"
#include "strip/metadata/kept_xmp.hpp"

namespace stripmeta::jpeg {

// The first bytes of an APP1 with a standard XMP packet (ISO 16684-3, JPEG).
inline constexpr std::string_view xmp_signature("http://ns.adobe.com/xap/1.0/\0", 29);

class Header {
 public:
  void reset();

  // Take application segments that may stay in part.
  void add_jfif(const Segment& segment, Output& out);
  void add_exif(const Segment& segment, Output& out);
  void add_icc(const Segment& segment, Output& out);
  void add_adobe(const Segment& segment, Output& out);
  // Only the first XMP packet counts, and only the first Photoshop resources that hold something to keep. Both
  // functions return whether the segment stays unchanged. If it does not, the caller reports it.
  bool add_xmp(const Segment& segment, const Policy& policy);
  bool add_photoshop(const Segment& segment, const Policy& policy);

  // Writes SOI, JFIF, Exif, XMP, ICC, Photoshop and Adobe. Error: `malformed` under a strict policy if the profile is
  // damaged.
  Status write(const Frame& frame, Output& out);
  // Whether these segments stood in another order, in other pieces or in another byte order.
  bool is_rearranged() const { return is_rearranged_ || read_ != written_; }

 private:
  // A segment that stays. `part` tells apart those with the same marker.
  struct Place {
    std::uint8_t marker;
    unsigned part;
    std::uint64_t size;
    friend bool operator==(const Place&, const Place&) = default;
  };
  struct FirstExif {
    ExifFacts facts;
    std::vector<std::byte> made_like;  // the source's TIFF structure, unless it is too long to come from make_exif()
    std::uint64_t size;
  };

  static constexpr std::size_t jfif_size = 14;
  static constexpr std::size_t adobe_size = 12;
  static constexpr std::size_t density_at = 7;  // of JFIF

  Status reduce_profile(Output& out);
  void reduce_exif(const Frame& frame, Output& out);
  void normalise_jfif(Output& out);
  void normalise_adobe(const Frame& frame, Output& out);
  void note_read(const Segment& segment, unsigned part);
  void append_segment(std::uint8_t marker, Bytes payload, unsigned part = 0);
  void append_jfif(const Output& out);
  void append_exif(const Output& out);
  void append_xmp(const Output& out);
  void append_icc(const Output& out);
  void append_photoshop(const Output& out);
  void append_adobe(const Output& out);

  std::optional<std::array<std::byte, jfif_size>> jfif_;
  std::optional<std::array<std::byte, adobe_size>> adobe_;
  std::uint64_t jfif_excess_{0};
  std::uint64_t adobe_excess_{0};
  bool jfif_thumbnail_{false};
  bool jfif_empty_sizes_{false};  // the last JFIF gives the size of a thumbnail, but has none
  std::optional<FirstExif> exif_;
  KeptExif essence_;  // what the fresh block says
  bool xmp_seen_{false};
  KeptXmp xmp_;
  std::vector<std::byte> resources_;  // the Photoshop resources that stay
  IccChunks icc_;
  std::uint64_t icc_size_{0};
  std::vector<std::byte> profile_;  // the profile that stays, or empty
  std::vector<std::byte> front_;    // from SOI to Adobe's segment, as written
  std::vector<Place> read_;
  std::vector<Place> written_;
  bool is_rearranged_{false};
};

}  // namespace stripmeta::jpeg

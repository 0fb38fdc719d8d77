// A JPEG's frame header (ITU-T T.81 B.2.2): which tables its scans use, and which fields decoders read in it.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/jpeg/tables.hpp"

namespace stripmeta::jpeg {

class Frame {
 public:
  Frame() = default;
  // `payload` is that of a SOFn or DHP segment and has passed exact_length().
  Frame(std::uint8_t marker, Bytes payload);

  std::uint32_t width() const { return width_; }    // samples
  std::uint32_t height() const { return height_; }  // 0 if a DNL segment gives it

  // The units of a scan. If decoders differ in the size of a unit, or DNL gives the height, these are the most. `scan`
  // is the payload of an SOS segment that has passed exact_length() and names components of this frame.
  Units units(Bytes scan) const;
  // Whether decoders show the picture while they read this scan, which has begun, and read no other one: it is the
  // first one, and has all of each component. libjpeg refuses a further scan (jdinput.c), once it has shown the
  // picture.
  bool is_whole_in(Bytes scan) const {
    return process_ != Process::progressive && is_in_first_scan() && u8(scan, 0) == components_.size();
  }
  std::size_t components() const { return components_.size(); }

  // The payload, with the numbers of quantisation tables zero where no quantisation takes place: in lossless frames and
  // in DHP (T.81 table B.2, B.3.2).
  std::vector<std::byte> header() const { return header_; }

  // Whether samples have 2 to 16 bits (T.81 table B.2).
  bool has_precision() const { return u8(header_, 0) >= 2 && u8(header_, 0) <= 16; }
  // Whether the frame has each component that a scan names. `scan` is the payload of an SOS segment that has passed
  // exact_length().
  bool has_components_of(Bytes scan) const;

  // The tables that the next scan uses. `scan` is the payload of an SOS segment that has passed exact_length(). A
  // component has one quantisation table, the one that its first scan finds. A later one would have to be equal (B.2.4
  // forbids to change it), and libjpeg does not read it.
  TableSet begin_scan(Bytes scan);
  bool is_in_first_scan() const { return scans_ == 1; }

  // The payload of an SOS segment, with each field that decoders do not read in this process at the only value that
  // T.81 allows (table B.3, G.1.1.1.1).
  std::vector<std::byte> scan_header(Bytes scan) const;

 private:
  enum class Process : std::uint8_t { sequential, progressive, lossless };
  struct Component {
    unsigned id;
    std::uint32_t across;  // sampling factors (A.1.1)
    std::uint32_t down;
    unsigned quantisation;
    bool is_coded;  // a scan has begun that holds it
  };

  static Process process_of(std::uint8_t marker);
  std::uint32_t most_block(Bytes scan) const;
  void use_quantisation(unsigned id, TableSet& used);
  void use_entropy(unsigned dc, unsigned ac, Bytes scan, TableSet& used) const;

  std::uint8_t marker_{0};
  Process process_{Process::sequential};
  bool is_arithmetic_{false};
  std::uint32_t width_{0};
  std::uint32_t height_{0};
  std::uint64_t scans_{0};
  std::vector<Component> components_;
  std::vector<std::byte> header_;
};

}  // namespace stripmeta::jpeg

// Extended XMP (XMP part 3, 1.1.3.1): a packet too large for one JPEG segment, split into parts that share a GUID.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "inspect/value_list.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta::inspection {

// Gathers the parts of all packets of a file, in any order.
class ExtendedXmp {
 public:
  // Copies the payload of one segment: signature, GUID (32 characters), full length, offset, part. Once 64 MiB are
  // held, further parts are dropped, so their packets stay incomplete.
  void add_part(Bytes payload);

  // Adds the values of each complete packet, and a value "Unreadable" for each incomplete one.
  void add_values(ValueList& out) const;

 private:
  struct Packet {
    std::uint32_t full_length{0};
    std::map<std::uint32_t, std::vector<std::byte>> parts;  // by offset
  };
  static std::vector<std::byte> joined(const Packet& packet);

  std::map<std::string, Packet> packets_;  // by GUID
  std::size_t held_bytes_{0};
};

}  // namespace stripmeta::inspection

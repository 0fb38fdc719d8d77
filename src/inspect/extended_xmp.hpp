// Extended XMP (XMP part 3, 1.1.3.1): a packet too large for one JPEG segment, in parts under a GUID.
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
  // Takes the payload of one segment: signature, GUID (32 characters), full length, offset, part. It is copied; past 64
  // MiB in all further parts are dropped and their packet counts as incomplete.
  void add_part(Bytes payload);

  // Adds the values of each packet that is whole; one line for each that is not.
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

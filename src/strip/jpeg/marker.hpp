// The codes of JPEG markers (ITU-T T.81 table B.1).
#pragma once

#include <cstdint>

namespace stripmeta::jpeg {

enum Marker : std::uint8_t {
  tem = 0x01,
  sof0 = 0xC0,
  dht = 0xC4,
  jpg = 0xC8,
  dac = 0xCC,
  sof15 = 0xCF,
  rst0 = 0xD0,
  rst7 = 0xD7,
  soi = 0xD8,
  eoi = 0xD9,
  sos = 0xDA,
  dqt = 0xDB,
  dnl = 0xDC,
  dri = 0xDD,
  dhp = 0xDE,
  exp = 0xDF,
  app0 = 0xE0,
  app1 = 0xE1,
  app2 = 0xE2,
  app11 = 0xEB,
  app13 = 0xED,
  app14 = 0xEE,
  app15 = 0xEF,
  jpg0 = 0xF0,
  sof55 = 0xF7,  // JPEG-LS (T.87)
  lse = 0xF8,    // JPEG-LS
  jpg13 = 0xFD,
  com = 0xFE,
};

constexpr bool is_rst(std::uint8_t marker) {
  return marker >= rst0 && marker <= rst7;
}
constexpr bool is_app(std::uint8_t marker) {
  return marker >= app0 && marker <= app15;
}
constexpr bool is_sof(std::uint8_t marker) {
  return marker >= sof0 && marker <= sof15 && marker != dht && marker != jpg && marker != dac;
}
// Reserved (RES): they have no meaning. Decoders refuse them, except within scans that have restarts.
constexpr bool is_reserved(std::uint8_t marker) {
  return marker > tem && marker < sof0;
}
constexpr bool is_jpg(std::uint8_t marker) {
  return marker == jpg || (marker >= jpg0 && marker <= jpg13);
}

}  // namespace stripmeta::jpeg

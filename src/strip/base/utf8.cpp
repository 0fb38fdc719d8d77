#include "strip/base/utf8.hpp"

namespace stripmeta {

void put_utf8(std::string& out, std::uint32_t code) {
  if (code > 0x10FFFF) code = 0xFFFD;
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0U | code >> 6U), put(0x80U | (code & 0x3FU));
  if (code < 0x10000) return put(0xE0U | code >> 12U), put(0x80U | (code >> 6U & 0x3FU)), put(0x80U | (code & 0x3FU));
  put(0xF0U | (code >> 18U & 7U)), put(0x80U | (code >> 12U & 0x3FU)), put(0x80U | (code >> 6U & 0x3FU));
  put(0x80U | (code & 0x3FU));
}

}  // namespace stripmeta

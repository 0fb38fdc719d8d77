// A JPEG of 8 x 8 grey pixels, with and without a comment.
#pragma once

#include <string>
#include <string_view>

namespace stripmeta {

// The smallest that the engine takes for whole: quantisation table, frame, Huffman tables, one scan.
inline std::string clean_jpeg() {
  using namespace std::string_literals;
  return "\xFF\xD8"s + "\xFF\xDB\x00\x43\x00"s + std::string(64, '\x01') +
         "\xFF\xC0\x00\x0B\x08\x00\x08\x00\x08\x01\x01\x11\x00"s +
         "\xFF\xC4\x00\x14\x00\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x00"s +
         "\xFF\xC4\x00\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x00"s + "\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00"s +
         "\x3F"s + "\xFF\xD9"s;
}

// The same with a comment, which the engine removes; at most 65,533 bytes.
inline std::string jpeg_with_comment(std::string_view comment) {
  const auto length = comment.size() + 2;
  std::string segment{"\xFF\xFE"};
  segment += static_cast<char>(length >> 8U);
  segment += static_cast<char>(length & 0xFFU);
  segment += comment;
  return clean_jpeg().insert(2, segment);
}

}  // namespace stripmeta

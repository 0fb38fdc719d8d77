// Reads the values in the metadata that a stripper finds. Only `stripmeta inspect` uses it; src/function is linked
// without it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "inspect/picture.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {

// One metadata value of an image.
struct Value {
  // Where it was found: exif, gps, interop, thumbnail, maker_note, xmp, iptc, photoshop, icc, jfif, mpf, comment, c2pa;
  // the word of its kind (report.hpp) for other segments; ai for the prompt of an image generator, which is also in the
  // group where it was found; inspect for a note of the Inspector itself ("Omitted").
  std::string group;
  // The standard's name: "DateTimeOriginal", "dc:creator[1]", "By-line"; "0xC5A1" for a tag without a name;
  // "Unreadable" for a damaged part. At most 256 bytes, then an ellipsis.
  std::string name;
  std::string value;  // UTF-8, for people; may contain control characters, which the printer must escape
};

// A smaller copy of the picture in its metadata.
struct Thumbnail {
  PictureSize size;
  // A file that viewers open: the JPEG itself, or a PPM made of bare pixels; at most 16 MiB. Empty if there is none.
  std::vector<std::byte> file;
};

struct Thumbnails {
  std::size_t count{0};
  Thumbnail largest;  // by pixels; one with a file, if there is one
};

// The values in the metadata of a file.
struct Contents {
  // In this order: position, other places, device, dates, people, software, the rest; within each of these, in the
  // file's order. If there are too many values, the last one says how many are not shown.
  std::vector<Value> values;
  Thumbnails thumbnails;
};

// Collects the findings of one file and reads them. Limits against hostile input: the depth of nesting; 4,096 values;
// 1,024 bytes for each value, then an ellipsis and the full length; 64 MiB each for extended XMP, Photoshop resources
// and JUMBF boxes; 16 MiB for a thumbnail. It copies what it needs, so a Finding must be valid only during the call.
class Inspector {
 public:
  Inspector();
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;
  Inspector(Inspector&&) noexcept;
  Inspector& operator=(Inspector&&) noexcept;
  ~Inspector();

  // Pass this to Stripper::observe() with the Inspector as caller.
  static void observe(void* inspector, const Finding& finding) noexcept;
  void add(const Finding& finding);

  // Everything read so far. May be called at any time, also after a Stripper has failed.
  Contents contents() const;
  std::vector<Value> values() const { return contents().values; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stripmeta

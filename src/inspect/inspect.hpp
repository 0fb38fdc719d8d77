// Reads the values that a stripper finds, for `stripmeta inspect` alone; the function does not link it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "inspect/picture.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {

// One thing that an image says.
struct Value {
  // Where it stands: exif, gps, interop, thumbnail, maker_note, xmp, iptc, photoshop, icc, jfif, mpf, comment, c2pa;
  // the word of its kind (report.hpp) for other segments; ai for a generator's prompt, which is shown under its own
  // group, too; inspect for a word of the Inspector itself ("Omitted").
  std::string group;
  // The standard's name: "DateTimeOriginal", "dc:creator[1]", "By-line"; "0xC5A1" for a tag that has none, "Unreadable"
  // where a part is damaged. At most 256 bytes, then an ellipsis.
  std::string name;
  std::string value;  // UTF-8, for a person; raw control characters are left in (the printer neutralises them)
};

// A smaller copy of the picture within its metadata.
struct Thumbnail {
  PictureSize size;
  // What a viewer opens: a JPEG as it stands there, or a PPM of bare pixels; at most 16 MiB. Empty where it cannot
  // stand by itself.
  std::vector<std::byte> file;
};

struct Thumbnails {
  std::size_t count{0};
  Thumbnail largest;  // by pixels, of those that can stand by themselves, if there are such
};

// What the metadata of a file hold.
struct Contents {
  std::vector<Value> values;  // in a person's order: position first, then device, dates, people, software, the rest;
                              // within these in the file's order. Where there are too many, the last one says how
                              // many are not shown
  Thumbnails thumbnails;
};

// Collects the findings of one file and reads them. Hostile input is harmless: depth, count (4,096 values), length
// (1,024 bytes a value, then an ellipsis and the full length) and memory (64 MiB each for extended XMP, Photoshop
// resources and JUMBF boxes, 16 MiB for a thumbnail) are bounded. It copies what it needs: nothing of a Finding is used
// after the call that brings it.
class Inspector {
 public:
  Inspector();
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;
  Inspector(Inspector&&) noexcept;
  Inspector& operator=(Inspector&&) noexcept;
  ~Inspector();

  // To be given to Stripper::observe() with the Inspector as caller.
  static void observe(void* inspector, const Finding& finding) noexcept;
  void add(const Finding& finding);

  // All that was read. May be called at any time, also after a Stripper's error: it then answers what was found before.
  Contents contents() const;
  std::vector<Value> values() const { return contents().values; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stripmeta

// Reads the values that a stripper finds, for `stripmeta inspect` alone; the function does not link it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

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

// Collects the findings of one file and reads them. Hostile input is harmless: depth, count (4,096 values), length
// (1,024 bytes a value, then an ellipsis and the full length) and memory (64 MiB each for extended XMP, Photoshop
// resources and JUMBF boxes) are bounded. It copies what it needs: nothing of a Finding is used after the call that
// brings it.
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

  // All that was read, in a person's order: position first, then device, dates, people, software, the rest; within
  // these in the file's order. Where there are too many, the last one says how many are not shown. May be called at any
  // time, also after a Stripper's error: it then answers what was found before.
  std::vector<Value> values() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stripmeta

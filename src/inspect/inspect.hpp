// Reads the values that a stripper finds, for `stripmeta inspect` alone; the function does not link it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "stripmeta/stripper.hpp"

namespace stripmeta {

struct Value {
  std::string group;  // "exif", "gps", "interop", "thumbnail", "xmp", "iptc", "photoshop", "icc", "comment",
                      // "maker_note", "mpf", ...
  std::string name;   // the standard's name: "DateTimeOriginal", "dc:creator", "By-line"
  std::string value;  // UTF-8, for a person; raw control characters are left in (the printer neutralises them)
};

// Collects findings of one file. Hostile input is harmless: bounded depth, count (4,096 values) and length
// (1,024 bytes a value, then an ellipsis and the full length).
class Inspector {
 public:
  Inspector();
  Inspector(Inspector&&) noexcept;
  Inspector& operator=(Inspector&&) noexcept;
  ~Inspector();

  // To be given to Stripper::observe() with the Inspector as caller.
  static void observe(void* inspector, const Finding& finding) noexcept;
  void add(const Finding& finding);

  // All that was read, in a person's order: position first, then device, dates, people, software, the rest.
  std::vector<Value> values() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stripmeta

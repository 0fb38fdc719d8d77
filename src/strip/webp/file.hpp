// A WebP that is written: its chunks, each copied from the input or made, behind a RIFF header of the right size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/webp/chunk.hpp"

namespace stripmeta::webp {

class File {
 public:
  explicit File(Bytes input) : input_(input) {}

  // Header, payload and padding, which is always zero.
  void add_copy(const Chunk& chunk);
  void add_made(std::string_view name, Bytes payload);
  // Opens a chunk of `head` and what is added until close(); they do not nest.
  void open(std::string_view name, Bytes head);
  void close();
  // Leaves room at this place for a chunk whose payload is only known later.
  std::size_t reserve();
  void fill(std::size_t place, std::string_view name, Bytes payload);

  // Error `too_large` where the RIFF size could not count it.
  Status write(Output& out) const;

 private:
  struct Part {
    std::uint64_t source;  // where its bytes stand in the input; `made`: in made_
    std::size_t begin;     // in made_
    std::size_t size;
  };

  void append_made(Bytes bytes);
  static std::vector<std::byte> chunk_bytes(std::string_view name, Bytes payload);

  Bytes input_;
  std::vector<Part> parts_;
  std::vector<std::byte> made_;
  std::size_t open_part_{0};
};

}  // namespace stripmeta::webp

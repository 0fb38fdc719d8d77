// Writes a WebP: chunks copied from the input and new ones, after a RIFF header with their size.
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

  // Adds a chunk of the input, with zero padding.
  void add_copy(const Chunk& chunk);
  void add_new(std::string_view name, Bytes payload);
  // Opens a chunk that holds `head` and all that is added until close(). Chunks cannot be nested.
  void open(std::string_view name, Bytes head);
  void close();
  // Keeps this position for a chunk that is known later, and returns a slot for fill(). A slot that is not filled adds
  // nothing.
  std::size_t reserve();
  void fill(std::size_t slot, std::string_view name, Bytes payload);

  // Error `too_large` if the size does not fit into the RIFF header.
  Status write(Output& out) const;

 private:
  struct Part {
    std::uint64_t source;  // its offset in the input; no_source_offset: it is in new_bytes_
    std::size_t begin;     // in new_bytes_
    std::size_t size;
  };

  void append_new(Bytes bytes);
  static std::vector<std::byte> chunk_bytes(std::string_view name, Bytes payload);

  Bytes input_;
  std::vector<Part> parts_;
  std::vector<std::byte> new_bytes_;
  std::size_t open_part_{0};
};

}  // namespace stripmeta::webp

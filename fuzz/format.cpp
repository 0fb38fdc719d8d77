// Fuzzes the engine on files of any format. There is a target for each format, with its own seeds and words.
#include <cstddef>
#include <cstdint>

#include "engine.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stripmeta::fuzz::check_engine(data, size);
  return 0;
}

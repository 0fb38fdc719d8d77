// Fuzzes the engine on files of one format. CMakeLists.txt compiles this once for each format: FORMAT is the format's
// word ("png"), READER_FILE the header of the reader that judges outputs, READER the reader's class.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine.hpp"
#include READER_FILE

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, stripmeta::test::Allowed allowed) {
    return READER{output, allowed}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, FORMAT, judge);
  return 0;
}

#include "engine.hpp"
#include "support/cpp/jxl_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, stripmeta::test::Allowed allowed) {
    using stripmeta::test::JxlReader;
    return allowed.gain_map ? JxlReader::with_gain_map(output).judge() : JxlReader{output}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, stripmeta::Format::jxl, judge);
  return 0;
}

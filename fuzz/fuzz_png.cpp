#include "engine.hpp"
#include "support/png_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, const stripmeta::Policy&) {
    return stripmeta::test::PngReader{output}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, stripmeta::Format::png, judge);
  return 0;
}

#include "engine.hpp"
#include "support/tiff_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, const stripmeta::Policy&) {
    return stripmeta::test::TiffReader{output}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, stripmeta::Format::tiff, judge);
  return 0;
}

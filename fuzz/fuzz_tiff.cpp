#include "engine.hpp"
#include "support/cpp/tiff_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, stripmeta::test::Allowed allowed) {
    return stripmeta::test::TiffReader{output, allowed}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, stripmeta::Format::tiff, judge);
  return 0;
}

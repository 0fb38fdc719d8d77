#include "engine.hpp"
#include "support/cpp/svg_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, stripmeta::test::Allowed /*keeps nothing*/) {
    return stripmeta::test::SvgReader{output}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, stripmeta::Format::svg, judge);
  return 0;
}

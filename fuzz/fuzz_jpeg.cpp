#include "engine.hpp"
#include "support/jpeg_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, const stripmeta::Policy& policy) {
    using stripmeta::test::JpegReader;
    return policy.keeps(stripmeta::Keep::gainmap) ? JpegReader::with_gain_map(output).judge()
                                                  : JpegReader{output}.judge();
  };
  stripmeta::fuzz::check_engine(data, size, stripmeta::Format::jpeg, judge);
  return 0;
}

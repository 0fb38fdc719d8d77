#include "engine.hpp"
#include "support/cpp/heif_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto judge = [](std::string_view output, stripmeta::test::Allowed allowed) {
    using stripmeta::test::HeifReader;
    return allowed.gain_map ? HeifReader::with_gain_map(output).judge() : HeifReader{output}.judge();
  };
  const std::string_view front{reinterpret_cast<const char*>(data), size < 64 ? size : 64};  // where the brands are
  const auto format = front.find("avi") == std::string_view::npos ? stripmeta::Format::heic : stripmeta::Format::avif;
  stripmeta::fuzz::check_engine(data, size, format, judge);
  return 0;
}

#include "job/transfer.hpp"

#include <optional>
#include <utility>

#include "job/stopwatch.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta {
namespace {

// Between the engine and the writer: keeps what the writer said, which the engine only knows as error `sink`.
class Output {
 public:
  Output(Writer& writer, const Stripper& stripper, double& milliseconds)
      : writer_(writer), stripper_(stripper), milliseconds_(milliseconds) {}

  static bool emit(void* output, Slice slice) noexcept { return static_cast<Output*>(output)->write(slice.bytes); }

  const std::optional<Error>& error() const { return error_; }

 private:
  bool write(std::span<const std::byte> bytes) {
    const Stopwatch stopwatch{milliseconds_};
    if (!std::exchange(started_, true)) writer_.set_content_type(media_type(stripper_.format()));
    const auto written = writer_.write(bytes);
    if (!written) error_ = written.error();
    return written.has_value();
  }

  Writer& writer_;
  const Stripper& stripper_;
  double& milliseconds_;
  bool started_{false};
  std::optional<Error> error_;
};

}  // namespace

std::expected<Report, TransferError> transfer(Reader& reader, Writer& writer, const Policy& policy,
                                              std::span<std::byte> buffer, Milliseconds& ms) {
  using Side = TransferError::Side;
  Stripper stripper{policy};
  Milliseconds spent;
  Output output{writer, stripper, spent.upload};
  const auto failure = [&](const Error& error) {
    if (output.error()) return std::unexpected(TransferError{Side::writer, *output.error()});
    return std::unexpected(TransferError{Side::engine, error});
  };
  const auto strip = [&]() -> std::expected<Report, TransferError> {
    while (true) {
      const auto count = [&] {
        const Stopwatch stopwatch{spent.download};
        return reader.read(buffer);
      }();
      if (!count) return std::unexpected(TransferError{Side::reader, count.error()});
      const Stopwatch stopwatch{spent.strip};
      if (*count == 0) {
        auto report = stripper.finish(Output::emit, &output);
        if (!report) return failure(report.error());
        return std::move(*report);
      }
      const auto fed = stripper.feed(buffer.first(*count), Output::emit, &output);
      if (!fed) return failure(fed.error());
    }
  };
  auto report = strip();
  ms.download += spent.download;
  ms.strip += spent.strip - spent.upload;  // the engine's calls contain the writer's
  ms.upload += spent.upload;
  return report;
}

}  // namespace stripmeta

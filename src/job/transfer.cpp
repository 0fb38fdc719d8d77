#include "job/transfer.hpp"

#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "stripmeta/stripper.hpp"

namespace stripmeta {
namespace {

// Passes the engine's output to the writer and keeps the writer's error, which the engine only reports as `sink`.
class Output {
 public:
  Output(Writer& writer, const Stripper& stripper, double& milliseconds)
      : writer_(writer), stripper_(stripper), milliseconds_(milliseconds) {}

  static bool emit(void* output, Slice slice) noexcept { return static_cast<Output*>(output)->try_write(slice.bytes); }

  const std::optional<Error>& error() const { return error_; }

 private:
  // A writer may run out of memory or threads; the engine that calls this must not see exceptions.
  bool try_write(std::span<const std::byte> bytes) noexcept {
    try {
      return write(bytes);
    } catch (const std::exception&) {
      error_.emplace(ErrorKind::internal, "the output could not be written: out of memory or threads", std::nullopt);
      return false;
    }
  }

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

class NullWriter final : public Writer {
 public:
  std::expected<void, Error> write(std::span<const std::byte> /*bytes*/) override { return {}; }
  void set_content_type(std::string_view /*media_type*/) override {}
  std::expected<ObjectInfo, Error> commit() override { return ObjectInfo{}; }
  void abort() override {}
};

// Reads and drops the rest, up to a size that most images do not exceed: other files may have any length.
std::expected<void, Error> read_to_end(Reader& reader, std::span<std::byte> buffer) {
  constexpr std::uint64_t most_bytes = std::uint64_t{32} << 20U;
  for (std::uint64_t total = 0; total < most_bytes;) {
    const auto count = reader.read(buffer);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) break;
    total += *count;
  }
  return {};
}

TransferError out_of_memory() {
  return {
      TransferError::Side::memory,
      {ErrorKind::deadline, "there is not enough memory now for an image that must be held as a whole", std::nullopt}};
}

}  // namespace

std::expected<Report, TransferError> transfer(Reader& reader, Writer& writer, const Policy& policy,
                                              const TransferInput& input, std::span<std::byte> buffer,
                                              Milliseconds& ms) {
  using Side = TransferError::Side;
  Stripper stripper{policy};
  stripper.verify(true);
  stripper.expect(input.length);
  bool asked_for_memory = false;
  Milliseconds spent;
  Output output{writer, stripper, spent.upload};
  const auto failure = [&](const Error& error) {
    if (output.error()) return std::unexpected(TransferError{Side::writer, *output.error()});
    return std::unexpected(TransferError{Side::engine, error, stripper.format()});
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
      if (!fed) {
        if (output.error() || fed.error().kind == ErrorKind::too_large) return failure(fed.error());
        // The engine's error counts only if the input is undamaged, which the reader knows at the end.
        const auto whole = read_to_end(reader, buffer);
        if (!whole) return std::unexpected(TransferError{Side::reader, whole.error()});
        return failure(fed.error());
      }
      if (stripper.need() == Need::whole && !std::exchange(asked_for_memory, true) && !input.may_hold_whole()) {
        return std::unexpected(out_of_memory());
      }
    }
  };
  auto report = strip();
  ms.download += spent.download;
  ms.strip += spent.strip - spent.upload;  // the engine's time includes the writer's
  ms.upload += spent.upload;
  return report;
}

std::expected<Report, TransferError> dry_run(Reader& reader, const Policy& policy, const TransferInput& input,
                                             std::span<std::byte> buffer, Milliseconds& ms) {
  NullWriter writer;
  return transfer(reader, writer, policy, input, buffer, ms);
}

}  // namespace stripmeta

// consumer IN OUT: writes the image IN without its metadata to OUT, piece by piece. OUT appears only when all of it is
// clean; if something fails, it stays as it was.
#include <stripmeta/stripper.hpp>

#include <array>
#include <cstdio>
#include <expected>
#include <fstream>
#include <iostream>
#include <span>
#include <string>

namespace {

using Result = std::expected<stripmeta::Report, stripmeta::Error>;

bool write(void* out, stripmeta::Slice slice) noexcept {
  const auto& bytes = slice.bytes;
  auto& file = *static_cast<std::ofstream*>(out);  // does not throw, since exceptions() was not called
  return file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())).good();
}

std::unexpected<stripmeta::Error> failed(stripmeta::ErrorKind kind, const std::string& sentence) {
  return std::unexpected{stripmeta::Error{kind, sentence, {}}};
}

Result strip(const std::string& in, const std::string& out) {
  std::ifstream source{in, std::ios::binary};
  if (!source) return failed(stripmeta::ErrorKind::not_found, "cannot be opened");
  std::ofstream target{out, std::ios::binary | std::ios::trunc};
  if (!target) return failed(stripmeta::ErrorKind::sink, "cannot make " + out);
  stripmeta::Stripper stripper;
  std::array<char, 65536> buffer{};
  while (source.read(buffer.data(), buffer.size()) || source.gcount() > 0) {
    const auto piece = std::as_bytes(std::span{buffer}).first(static_cast<std::size_t>(source.gcount()));
    if (auto fed = stripper.feed(piece, write, &target); !fed) return std::unexpected{fed.error()};
  }
  if (source.bad()) return failed(stripmeta::ErrorKind::upstream, "cannot be read");
  auto report = stripper.finish(write, &target);
  target.close();
  if (report && !target) return failed(stripmeta::ErrorKind::sink, "cannot write " + out);
  return report;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "usage: consumer IN OUT\n";
    return 2;
  }
  const std::string out = words[2], fresh = out + ".part";
  auto report = strip(words[1], fresh);
  if (report && std::rename(fresh.c_str(), out.c_str()) != 0)
    report = failed(stripmeta::ErrorKind::sink, "cannot write " + out);
  if (!report) {
    std::remove(fresh.c_str());
    std::cerr << words[1] << ": " << report.error().message << '\n';
    return 1;
  }
  std::cout << report->bytes_in << " -> " << report->bytes_out << " bytes\n";
}

#include "strip/jp2/bare.hpp"

#include "strip/jp2/codestream.hpp"

namespace stripmeta::jp2 {

Status strip_codestream(Bytes codestream, std::uint64_t offset, Output& out) {
  Codestream stripper;
  stripper.start_bare();
  if (auto status = stripper.feed(codestream, offset, out); !status) return status;
  return stripper.finish(offset + codestream.size(), out);
}

}  // namespace stripmeta::jp2

// Writes boxes instead of those of the input, and reports what is lost.
#pragma once

#include <algorithm>
#include <cstdint>

#include "strip/bmff/writer.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/heif/file.hpp"

namespace stripmeta::heif {

class Rewriter {
 public:
  Rewriter(bmff::BoxWriter& to, Output& out) : to_(to), out_(out) {}

  bmff::BoxWriter& to() { return to_; }

  // Leaves the box out.
  Status drop(const bmff::Box& box) {
    report_box(box, out_);
    return {};
  }

  // Writes a payload instead of that of `box`. If they differ, something was in it that says nothing.
  Status put(const bmff::Box& box, Bytes payload) {
    if (!same_bytes(payload, box.payload)) report_slack(box, payload.size());
    to_.box(box.type, payload);
    return {};
  }

  // Reports that something of the box went, of whose payload `left` bytes are left.
  void report_slack(const bmff::Box& box, std::size_t left) {
    out_.report().add(Kind::slack, Fate::removed, box.payload.size() - std::min(box.payload.size(), left));
    out_.found(Kind::slack, box.payload, box.at);
  }

  // Reports what a table has behind its `size` bytes, and a version and flags that it cannot have.
  void report_rest(const bmff::Box& table, std::uint64_t size) {
    bmff::Reader reader{table.payload};
    const bool has_head = reader.u32() != 0;
    if (table.payload.size() > size || has_head) {
      report_slack(table, static_cast<std::size_t>(std::min<std::uint64_t>(size, table.payload.size())));
    }
  }

  static std::unexpected<Error> cut_off(const bmff::Box& box) {
    return fail(ErrorKind::malformed, box.at, "a table of the sequence is cut off");
  }

 private:
  bmff::BoxWriter& to_;
  Output& out_;
};

}  // namespace stripmeta::heif

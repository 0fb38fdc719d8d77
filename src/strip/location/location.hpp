// The policy `location`, for every format: what says where a picture was taken goes, and every other byte stays.
#pragma once

#include <expected>
#include <memory>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/grammar/whole.hpp"
#include "strip/location/patch.hpp"
#include "strip/location/survey.hpp"

namespace stripmeta {
namespace location {

// A file without positions, whose parts may have another length than before.
struct Rewritten {
  Report report;
  std::vector<std::byte> bytes;
};

// How a format's files lose positions: one of the two is set.
struct Rules {
  // Overwrites and cuts. `found` is what the ordinary grammar found in the file, which it has accepted. Error: the
  // file cannot be patched.
  Status (*patch)(Patch& patch, const Survey& found){nullptr};
  // Writes the file anew.
  std::expected<Rewritten, Error> (*rewrite)(Bytes file, const Policy& policy){nullptr};
};

}  // namespace location

// Works on the whole input. The ordinary grammar of the format reads it first, so that a file that another policy
// refuses is refused here with the same error; but nothing is completed: a file without its end stays so.
// The output is read again before it is emitted. If it still holds a position, or shows another picture, the file is
// refused as `malformed`.
class LocationGrammar final : public WholeGrammar {
 public:
  // `make` and `rules` are the format's.
  LocationGrammar(Format format, MakeGrammar make, location::Rules rules);
  Format format() const override { return format_; }
  void reset() override;

  Status check_prefix(Bytes front) override;

 protected:
  Status strip(Bytes input, Output& out) override;

 private:
  using Patch = location::Patch;
  using Survey = location::Survey;

  std::expected<Survey, Error> survey(Bytes file, const Policy& policy);
  bool is_final(Bytes file, const Survey& before, const Policy& policy);
  Status strip_in_place(Bytes input, const Survey& found, Output& out);
  Status rewrite(Bytes input, const Survey& found, Output& out);

  Format detected_;
  Format format_;
  std::unique_ptr<Grammar> ordinary_;  // under the default policy
  location::Rules rules_;
};

}  // namespace stripmeta

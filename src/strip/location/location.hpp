// The policy `location`, for every format: it removes only what says where a picture was taken.
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

// A file that was written anew without positions. Its parts may have other lengths than before.
struct Rewritten {
  Report report;
  std::vector<std::byte> bytes;
};

// How positions are taken out of a format's files. Either `patch` or `rewrite` is set.
struct Rules {
  // Overwrites and cuts. The ordinary grammar has accepted the file, and `found` is what it found there. Returns an
  // error if the file cannot be patched.
  Status (*patch)(Patch& patch, const Survey& found){nullptr};
  // Writes the file anew.
  std::expected<Rewritten, Error> (*rewrite)(Bytes file, const Policy& policy){nullptr};
};

}  // namespace location

// Works on the whole input. The format's ordinary grammar reads it first, so a file that another policy refuses is
// refused here with the same error. But nothing is completed: if the image's end is missing, it stays missing. The
// output is read again before it is emitted. If it still holds a position, or shows another picture, the file is
// refused as `malformed`.
class LocationGrammar final : public WholeGrammar {
 public:
  // `make` makes the ordinary grammar of `format`, `rules` are those of `format`, and `patch_file` patches files within
  // the file.
  LocationGrammar(Format format, MakeGrammar make, location::Rules rules, location::PatchFile patch_file);
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
  location::PatchFile patch_file_;
};

}  // namespace stripmeta

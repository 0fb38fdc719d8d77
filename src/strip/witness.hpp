// Shows an output to the second reader on its way to the caller.
#pragma once

#include <memory>
#include <optional>

#include "strip/grammar/grammar.hpp"
#include "strip/grammar/recording.hpp"
#include "strip/verify/verifier.hpp"

namespace stripmeta {

class Witness {
 public:
  // Prepares for one output of the grammar. `grammar` must outlive the Witness.
  Witness(const Grammar& grammar, verify::Rules rules, const Policy& policy);

  void see(Slice slice);
  // To be called after the last slice. Error `internal` if a byte cannot be accounted for.
  Status judge();

 private:
  verify::Verdict verdict();

  const Grammar& grammar_;
  verify::Rules rules_;
  Policy policy_;
  std::unique_ptr<verify::Verifier> stream_;
  std::optional<Recording> recording_;  // of the output, if the rules judge it as a whole
};

}  // namespace stripmeta

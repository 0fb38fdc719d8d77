// The namespaces that are in force in an element of a clean SVG (Namespaces in XML 1.0).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strip/verify/svg_names.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

class Namespaces {
 public:
  std::size_t size() const { return all_.size(); }

  // `prefix` must outlive this; "" is the default namespace. `at` is where the declaration stands.
  void declare(std::string_view prefix, Vocabulary of, std::size_t at) {
    by_prefix_[prefix].push_back(all_.size());
    all_.push_back({prefix, of, at, false});
  }

  // What a prefix stands for, which is in use then; nullopt if it is not declared.
  std::optional<Vocabulary> use(std::string_view prefix) {
    if (prefix == "xml") return Vocabulary::xml;
    const auto found = by_prefix_.find(prefix);
    if (found == by_prefix_.end() || found->second.empty()) {
      return prefix.empty() ? std::optional{Vocabulary::svg} : std::nullopt;
    }
    all_[found->second.back()].used = true;
    return all_[found->second.back()].of;
  }

  // Leaves an element, so that `size` namespaces are in force. Rejects one that nothing has used, unless everybody
  // declares it.
  Verdict leave(std::size_t size) {
    Verdict verdict;
    for (; all_.size() > size; all_.pop_back()) {
      const auto& last = all_.back();
      const bool usual = last.of != Vocabulary::other && is_usual_namespace_prefix(last.prefix);
      if (!last.used && !usual) verdict = Unaccounted{last.at, "a namespace that nothing uses"};
      by_prefix_[last.prefix].pop_back();
    }
    return verdict;
  }

 private:
  struct Namespace {
    std::string_view prefix;
    Vocabulary of;
    std::size_t at;
    bool used;
  };
  std::vector<Namespace> all_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_prefix_;  // into all_, innermost last
};

}  // namespace stripmeta::verify

// Qualified names, and the namespace of each prefix (Namespaces in XML 1.0, 3 and 6).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stripmeta::xml {

struct QualifiedName {
  std::string_view prefix;  // "" if there is none
  std::string_view local;
};

inline QualifiedName split_name(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {"", name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// The namespace declarations that are in force in the current element. A look-up is fast, however many there are.
class Prefixes {
 public:
  void enter() { marks_.push_back(declared_.size()); }
  // `prefix` must outlive this; "" is the default namespace.
  void declare(std::string_view prefix, std::string uri) {
    by_prefix_[prefix].push_back(std::move(uri));
    declared_.push_back(prefix);
  }
  void leave() {
    for (; declared_.size() > marks_.back(); declared_.pop_back()) by_prefix_[declared_.back()].pop_back();
    marks_.pop_back();
  }
  // The prefix's namespace, or "" if it is not declared. Valid until the next declaration.
  std::string_view find(std::string_view prefix) const {
    const auto found = by_prefix_.find(prefix);
    return found == by_prefix_.end() || found->second.empty() ? std::string_view{} : found->second.back();
  }

 private:
  std::map<std::string_view, std::vector<std::string>> by_prefix_;  // innermost last
  std::vector<std::string_view> declared_;
  std::vector<std::size_t> marks_;  // one per open element
};

}  // namespace stripmeta::xml

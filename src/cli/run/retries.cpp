#include "cli/run/retries.hpp"

#include <algorithm>

namespace stripmeta::cli {
namespace {

constexpr std::chrono::seconds first_wait{1};
constexpr std::chrono::seconds longest_wait{300};

}  // namespace

void Retries::add(const std::string& name, Time now) {
  const std::scoped_lock lock{mutex_};
  const auto [entry, is_new] = entries_.try_emplace(name, first_wait, now + first_wait);
  if (is_new) return;
  entry->second.wait = std::min(entry->second.wait * 2, longest_wait);
  entry->second.at = now + entry->second.wait;
}

void Retries::add_soon(const std::string& name, Time now) {
  const std::scoped_lock lock{mutex_};
  entries_.insert_or_assign(name, Entry{.wait = first_wait, .at = now + first_wait});
}

void Retries::forget(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  entries_.erase(name);
}

std::vector<std::string> Retries::due(Time now) {
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> names;
  for (auto& [name, entry] : entries_) {
    if (entry.at > now) continue;
    names.push_back(name);
    entry.at = Time::max();  // the delay is kept for the next failure
  }
  return names;
}

}  // namespace stripmeta::cli

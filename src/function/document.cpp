#include "function/document.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace stripmeta {
namespace {

using Json = nlohmann::json;

// Checks a text without storing it and stops at the first problem.
class Checker final : public nlohmann::json_sax<Json> {
 public:
  const std::optional<DocumentRefusal>& refusal() const { return refusal_; }

  bool null() override { return count(); }
  bool boolean(bool /*value*/) override { return count(); }
  bool number_integer(number_integer_t /*value*/) override { return count(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return count(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return count(); }
  bool string(string_t& /*value*/) override { return count(); }
  bool binary(binary_t& /*value*/) override { return count(); }

  bool start_object(std::size_t /*elements*/) override { return descend(); }
  bool end_object() override { return ascend(); }
  bool start_array(std::size_t /*elements*/) override { return descend(); }
  bool end_array() override { return ascend(); }

  bool key(string_t& name) override {
    const auto [entry, is_new] = names_.back().insert(std::move(name));
    return is_new || refuse(quoted_name(*entry) + " is given twice");
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& /*cause*/) override {
    refusal_ = {false, "the request body is not valid JSON: error at byte " + std::to_string(position)};
    return false;
  }

 private:
  bool descend() {
    names_.emplace_back();
    if (names_.size() > max_event_depth) return refuse("the request is nested too deeply");
    return count();
  }

  bool ascend() {
    names_.pop_back();
    return true;
  }

  bool count() { return ++values_ <= max_event_values || refuse("the request has too many values; send it in parts"); }

  bool refuse(std::string what) {
    refusal_ = {true, std::move(what)};
    return false;
  }

  std::vector<std::set<std::string>> names_;  // of each array and object that has not ended
  std::size_t values_{0};
  std::optional<DocumentRefusal> refusal_;
};

}  // namespace

std::expected<Json, DocumentRefusal> parse_document(std::string_view text) {
  Checker checker;
  Json::sax_parse(text, &checker);
  if (checker.refusal()) return std::unexpected(*checker.refusal());
  return Json::parse(text);
}

std::string text_at(const Json& value, std::initializer_list<const char*> path) {
  const Json* at = &value;
  for (const char* name : path) {
    const auto found = at->find(name);  // an array and a scalar have no members: end()
    if (found == at->end()) return {};
    at = &*found;
  }
  return at->is_string() ? at->get<std::string>() : std::string{};
}

std::string quoted_name(std::string_view name) {
  constexpr std::size_t most = 40;
  std::string text{"\""};
  text.append(name.substr(0, most)).append(name.size() > most ? "...\"" : "\"");
  return text;
}

}  // namespace stripmeta

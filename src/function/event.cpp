#include "function/event.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

namespace stripmeta {
namespace {

using Json = nlohmann::json;

constexpr std::string_view known_shapes =
    R"(an event is {"input_jpg": "KEY"}, {"key": "KEY", "version_id"?: "ID", "force"?: true}, or an array of those)";
constexpr std::size_t max_quoted = 40;  // bytes of an unknown member's name in a message

Error invalid(std::string message) {
  return Error{ErrorKind::invalid_event, std::move(message), std::nullopt};
}

Error invalid_shape(const std::string& what) {
  return invalid(what + "; " + std::string{known_shapes});
}

enum class Member : std::uint8_t { unknown, input_jpg, key, version_id, force };

constexpr std::string_view member_name(Member member) {
  switch (member) {
    case Member::input_jpg: return "input_jpg";
    case Member::key: return "key";
    case Member::version_id: return "version_id";
    case Member::force: return "force";
    case Member::unknown: break;
  }
  return {};
}

Member find_member(std::string_view name) {
  for (const auto member : {Member::input_jpg, Member::key, Member::version_id, Member::force}) {
    if (member_name(member) == name) return member;
  }
  return Member::unknown;
}

// Gathers the members of one event object. The first thing wrong with it is what it answers.
class EventBuilder {
 public:
  void name(const std::string& name) {
    member_ = find_member(name);
    if (member_ == Member::unknown) {
      const bool cut = name.size() > max_quoted;
      return fail(R"(unknown member ")" + name.substr(0, max_quoted) + (cut ? "..." : "") + '"');
    }
    bool& seen = seen_[static_cast<std::size_t>(member_)];
    if (seen) fail('"' + std::string{member_name(member_)} + R"(" is given twice)");
    seen = true;
  }

  void text(std::string& value) {
    if (member_ == Member::unknown) return;
    if (member_ == Member::force) return fail(R"("force" must be true or false)");
    if (value.empty()) return fail('"' + std::string{member_name(member_)} + R"(" is empty)");
    if (member_ == Member::version_id) {
      request_.version = std::move(value);
    } else {
      request_.key = std::move(value);
    }
  }

  void flag(bool value) {
    if (member_ != Member::force) return other();
    request_.force = value;
  }

  // A value that no member can have: a number, null, an array, an object.
  void other() {
    if (member_ == Member::unknown) return;
    const std::string_view wanted = member_ == Member::force ? "true or false" : "a string";
    fail('"' + std::string{member_name(member_)} + R"(" must be )" + std::string{wanted});
  }

  std::expected<JobRequest, Error> finish() {
    if (seen(Member::input_jpg) && seen(Member::key)) fail(R"("input_jpg" and "key" are both given)");
    if (seen(Member::input_jpg) && (seen(Member::version_id) || seen(Member::force))) {
      fail(R"("version_id" and "force" go with "key", not with "input_jpg")");
    }
    if (!seen(Member::input_jpg) && !seen(Member::key)) fail("no key is given");
    if (error_) return std::unexpected(*error_);
    return std::move(request_);
  }

 private:
  bool seen(Member member) const { return seen_[static_cast<std::size_t>(member)]; }
  void fail(const std::string& what) {
    if (!error_) error_ = invalid_shape(what);
  }

  JobRequest request_;
  Member member_{Member::unknown};
  std::array<bool, 5> seen_{};
  std::optional<Error> error_;
};

// Turns the parser's calls into requests without building a document, so that hostile nesting costs no memory.
class EventReader final : public nlohmann::json_sax<Json> {
 public:
  std::expected<Event, EventRefusal> finish() {
    if (refusal_) return std::unexpected(*refusal_);
    return std::move(event_);
  }

  bool null() override { return other(); }
  bool number_integer(number_integer_t /*value*/) override { return other(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return other(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return other(); }
  bool binary(binary_t& /*value*/) override { return other(); }

  bool boolean(bool value) override {
    if (!in_event()) return other();
    builder_->flag(value);
    return true;
  }

  bool string(string_t& value) override {
    if (!in_event()) return other();
    builder_->text(value);
    return true;
  }

  bool key(string_t& name) override {
    if (in_event()) builder_->name(name);
    return true;
  }

  bool start_object(std::size_t /*elements*/) override {
    if (depth_ != event_depth()) return other() && descend();
    builder_.emplace();
    return has_room() && descend();
  }

  bool end_object() override {
    --depth_;
    if (depth_ == event_depth() && builder_) {
      event_.requests.push_back(builder_->finish());
      builder_.reset();
    }
    return true;
  }

  bool start_array(std::size_t /*elements*/) override {
    if (depth_ != 0) return other() && descend();
    event_.batch = true;
    return descend();
  }

  bool end_array() override {
    --depth_;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& /*cause*/) override {
    refusal_ = EventRefusal{
        false, invalid("the request body is no JSON document: it breaks at byte " + std::to_string(position))};
    return false;
  }

 private:
  // The depth at which an event's object stands.
  std::size_t event_depth() const { return event_.batch ? 1 : 0; }
  bool in_event() const { return builder_ && depth_ == event_depth() + 1; }

  bool descend() {
    ++depth_;
    return depth_ <= max_event_depth || refuse("the request is nested too deeply");
  }

  bool has_room() {
    return event_.requests.size() < max_batch ||
           refuse("the array has more than " + std::to_string(max_batch) + " events; send it in parts");
  }

  bool refuse(const std::string& what) {
    refusal_ = EventRefusal{true, invalid_shape(what)};
    return false;
  }

  // A value where no event has one: wrong for a member, or in the place of an event.
  bool other() {
    if (in_event()) {
      builder_->other();
    } else if (depth_ == event_depth()) {
      if (!has_room()) return false;
      event_.requests.emplace_back(std::unexpected(invalid_shape("this is no event")));
    }
    return true;
  }

  Event event_;
  std::size_t depth_{0};
  std::optional<EventBuilder> builder_;
  std::optional<EventRefusal> refusal_;
};

}  // namespace

std::expected<Event, EventRefusal> parse_event(std::string_view body) {
  EventReader reader;
  Json::sax_parse(body.begin(), body.end(), &reader);
  auto event = reader.finish();
  if (event && !event->batch && !event->requests.front()) {
    return std::unexpected(EventRefusal{true, event->requests.front().error()});
  }
  return event;
}

}  // namespace stripmeta

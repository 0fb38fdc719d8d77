// Where objects live. A store never sees an image format; the strip engine never sees a store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/call.hpp"
#include "store/tags.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// What is kept beside an object's bytes. An empty string is an absent header.
struct Attributes {
  std::string content_type;
  std::string cache_control;
  std::string content_disposition;
  std::string content_encoding;
  std::string content_language;
  std::string expires;
  std::map<std::string, std::string> user;  // user metadata (x-amz-meta-*), lower-case names without that prefix
};

struct ObjectInfo {
  std::uint64_t size{0};  // bytes
  std::string etag;       // changes whenever the bytes may have; opaque
  std::string version;    // the store's version id; "" where it has none
  std::string source;     // names these very bytes for the provenance marker: "v:...", "e:...", "d:..."; opaque
  Attributes attributes;
  std::optional<unsigned> mode{};  // permission bits (chmod(2)) of a file; by Reader::info() alone
};

// The condition under which an object is created.
struct Precondition {
  enum class Kind : std::uint8_t { none, absent, matches };
  Kind kind{Kind::none};
  std::string etag;  // for `matches`: what must still be there
};

struct Put {
  Attributes attributes;
  std::optional<std::uint64_t> length_hint;  // bytes; a guess that only sizes buffers and parts
  Precondition precondition;
  Tags tags{};                     // of the new object; error configuration where the store knows none
  std::optional<unsigned> mode{};  // permission bits where the object is to be a file; none: what the umask leaves
};

// An object's bytes, in order. Not shared between threads.
class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  virtual const ObjectInfo& info() const = 0;

  // Fills the front of `into` and answers how many bytes; 0 is the end, and says that the whole object was read
  // unchanged. Errors: upstream (damaged, or changed while read), deadline, access_denied.
  virtual std::expected<std::size_t, Error> read(std::span<std::byte> into) = 0;
};

// A new object, invisible until commit(). The destructor aborts what was not committed. Not shared between threads.
class Writer {
 public:
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  virtual ~Writer() = default;

  // Takes a copy of the bytes. Errors are sticky: upstream, access_denied, throttled, deadline.
  virtual std::expected<void, Error> write(std::span<const std::byte> bytes) = 0;

  // The last chance to say what was not known at create(): the content type. Before the first write at the latest.
  virtual void set_content_type(std::string_view media_type) = 0;

  // Publishes all or nothing. Error `conflict`: the precondition does not hold; others as write(). After an error
  // nothing new is visible, unless the store's answer was lost (upstream): read the object's marker to know.
  virtual std::expected<ObjectInfo, Error> commit() = 0;

  // Leaves the store as it was. Idempotent; harmless after commit().
  virtual void abort() = 0;
};

// Thread-safe. Keys are byte strings; each store says which it refuses (`invalid_key`).
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // How the store is named in answers and logs: the bucket, or the directory as it was given.
  virtual const std::string& name() const = 0;

  // none: no such object. Errors: invalid_key, access_denied, throttled, upstream, deadline, configuration (no such
  // bucket).
  virtual std::expected<std::optional<ObjectInfo>, Error> stat(const std::string& key, const Call& call) = 0;

  // The current version. Error `not_found` where there is none; others as stat().
  virtual std::expected<std::unique_ptr<Reader>, Error> open(const std::string& key, const Call& call) = 0;

  virtual std::expected<std::unique_ptr<Writer>, Error> create(const std::string& key, Put put, const Call& call) = 0;

  // How many bytes of memory a writer holds at most for an object of `length` bytes.
  virtual std::uint64_t write_footprint(std::uint64_t length) const = 0;

  // Takes the object away that `object` describes. Error `conflict`: another one has its key by now, or none; others as
  // stat(). Where versions are kept, this one is too.
  virtual std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) = 0;

  // Adds `tags` to those of the object that `object` describes; of the same name, the new one counts. Errors:
  // `conflict` as remove(), `unsupported` (it would have more than ten), `configuration` (the store knows no tags),
  // others as stat().
  virtual std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                         const Call& call) = 0;

  // Calls `each` with every key that starts with `prefix`, in no promised order, until it answers false.
  virtual std::expected<void, Error> list(
      const std::string& prefix, const Call& call,
      const std::function<bool(const std::string& key, const ObjectInfo&)>& each) = 0;
};

}  // namespace stripmeta

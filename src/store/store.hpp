// The interface of stores: buckets of S3 and directories. A store knows no image formats; the engine knows no stores.
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

// The headers of an object. An empty string is an absent header.
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
  std::string etag;       // changes whenever the bytes may have changed; opaque
  std::string version;    // the store's version id; "" if it has none
  std::string source;     // identifies these bytes in the provenance marker: "v:...", "e:...", "d:..."; opaque
  Attributes attributes;
  std::optional<unsigned> mode{};  // permission bits (chmod(2)) of a file; only set by Reader::info()
};

// The condition under which an object is created.
struct Precondition {
  enum class Kind : std::uint8_t { none, absent, matches };
  Kind kind{Kind::none};
  std::string etag;  // for `matches`: the ETag that the object must still have
};

struct Put {
  Attributes attributes;
  std::optional<std::uint64_t> length_hint;  // bytes; an estimate, used for the sizes of buffers and parts
  Precondition precondition;
  Tags tags{};                     // of the new object; error `configuration` if the store has no tags
  std::optional<unsigned> mode{};  // permission bits of a new file; nullopt: as the umask decides
};

// An object's bytes, in order. Not shared between threads.
class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  virtual const ObjectInfo& info() const = 0;

  // Fills the front of `into` and returns the number of bytes. 0 means that the whole object was read and has not
  // changed. Errors: upstream (the object is damaged or changed meanwhile), deadline, access_denied.
  virtual std::expected<std::size_t, Error> read(std::span<std::byte> into) = 0;
};

// A new object, invisible until commit(). The destructor aborts an object that was not committed. Not shared between
// threads.
class Writer {
 public:
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  virtual ~Writer() = default;

  // Takes a copy of the bytes. Errors are sticky: upstream, access_denied, throttled, deadline.
  virtual std::expected<void, Error> write(std::span<const std::byte> bytes) = 0;

  // Sets the content type, if it was not known at create(). Must be called before the first write().
  virtual void set_content_type(std::string_view media_type) = 0;

  // Publishes the whole object. Error `conflict`: the precondition does not hold; others as write(). After an error
  // nothing new is visible, unless the store's response was lost (upstream): then only the object's marker tells
  // whether it was published.
  virtual std::expected<ObjectInfo, Error> commit() = 0;

  // Leaves the store as it was. Idempotent; harmless after commit().
  virtual void abort() = 0;
};

// Thread-safe. Keys are byte strings; each store documents which it refuses (`invalid_key`).
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // The store's name in results and logs: the bucket, or the directory as it was given.
  virtual const std::string& name() const = 0;

  // If there is no such object, the result is nullopt. Errors: invalid_key, access_denied, throttled, upstream,
  // deadline, configuration (no such bucket).
  virtual std::expected<std::optional<ObjectInfo>, Error> stat(const std::string& key, const Call& call) = 0;

  // Opens the current version. Error `not_found` if there is none; others as stat().
  virtual std::expected<std::unique_ptr<Reader>, Error> open(const std::string& key, const Call& call) = 0;

  virtual std::expected<std::unique_ptr<Writer>, Error> create(const std::string& key, Put put, const Call& call) = 0;

  // The most bytes of memory that a writer holds for an object of `length` bytes.
  virtual std::uint64_t write_footprint(std::uint64_t length) const = 0;

  // Removes the object that `object` describes. Error `conflict`: its key now has another object, or none; others as
  // stat(). A versioned bucket keeps the removed version.
  virtual std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) = 0;

  // Adds `tags` to the object that `object` describes; a tag of the same name is replaced. Errors: conflict (as
  // remove()), unsupported (there would be more than ten tags), configuration (the store has no tags), others as
  // stat().
  virtual std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                         const Call& call) = 0;

  // Calls `each` with every key that starts with `prefix`, in any order, until it returns false.
  virtual std::expected<void, Error> list(
      const std::string& prefix, const Call& call,
      const std::function<bool(const std::string& key, const ObjectInfo&)>& each) = 0;
};

}  // namespace stripmeta

// A store that lets a test act, or fail, at chosen steps of a job.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace stripmeta {

class MeddlingStore final : public Store {
 public:
  // Called at a step. If it returns an error, the step fails with it.
  using Hook = std::function<std::optional<Error>()>;

  explicit MeddlingStore(Store& inner) : inner_(inner) {}

  Hook after_stat;
  Hook before_open;
  Hook before_read;
  Hook before_create;
  Hook before_write;
  Hook before_commit;
  Hook before_remove;
  Hook before_tag;
  Hook after_commit;  // if it returns an error, the commit succeeded but its response is lost
  std::function<void(ObjectInfo&)> describe = [](ObjectInfo&) {};  // changes the results of stat() and open()

  // The calls, in order.
  std::vector<std::string> calls;
  std::string content_type;  // the last one that was set
  Put put;                   // the last one
  ObjectInfo tagged;         // the last one that was tagged
  Tags tags;                 // its new tags

  const std::string& name() const override { return inner_.name(); }

  std::expected<std::optional<ObjectInfo>, Error> stat(const std::string& key, const Call& call) override {
    calls.emplace_back("stat");
    auto info = inner_.stat(key, call);
    if (const auto error = run(after_stat)) return std::unexpected(*error);
    if (info && *info) describe(**info);
    return info;
  }

  std::expected<std::unique_ptr<Reader>, Error> open(const std::string& key, const Call& call) override;
  std::expected<std::unique_ptr<Writer>, Error> create(const std::string& key, Put given, const Call& call) override;

  std::uint64_t write_footprint(std::uint64_t length) const override { return inner_.write_footprint(length); }

  std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) override {
    calls.emplace_back("remove");
    if (const auto error = run(before_remove)) return std::unexpected(*error);
    return inner_.remove(key, object, call);
  }

  // Directories have no tags, so they are stored here.
  std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& given,
                                 const Call& /*call*/) override {
    calls.emplace_back("tag " + key);
    if (const auto error = run(before_tag)) return std::unexpected(*error);
    tagged = object;
    tags = given;
    return {};
  }

  std::expected<void, Error> list(const std::string& prefix, const Call& call,
                                  const std::function<bool(const std::string&, const ObjectInfo&)>& each) override {
    return inner_.list(prefix, call, each);
  }

  static std::optional<Error> run(const Hook& hook) { return hook ? hook() : std::nullopt; }

 private:
  Store& inner_;
};

class MeddlingReader final : public Reader {
 public:
  MeddlingReader(MeddlingStore& store, std::unique_ptr<Reader> inner)
      : store_(store), inner_(std::move(inner)), info_(inner_->info()) {
    store_.describe(info_);
  }
  const ObjectInfo& info() const override { return info_; }
  std::expected<std::size_t, Error> read(std::span<std::byte> into) override {
    store_.calls.emplace_back("read");
    if (const auto error = MeddlingStore::run(store_.before_read)) return std::unexpected(*error);
    return inner_->read(into);
  }

 private:
  MeddlingStore& store_;
  std::unique_ptr<Reader> inner_;
  ObjectInfo info_;
};

class MeddlingWriter final : public Writer {
 public:
  MeddlingWriter(MeddlingStore& store, std::unique_ptr<Writer> inner) : store_(store), inner_(std::move(inner)) {}
  std::expected<void, Error> write(std::span<const std::byte> bytes) override {
    store_.calls.emplace_back("write");
    if (const auto error = MeddlingStore::run(store_.before_write)) return std::unexpected(*error);
    return inner_->write(bytes);
  }
  void set_content_type(std::string_view media_type) override {
    store_.calls.emplace_back("set_content_type");
    store_.content_type = media_type;
  }
  std::expected<ObjectInfo, Error> commit() override {
    store_.calls.emplace_back("commit");
    if (const auto error = MeddlingStore::run(store_.before_commit)) return std::unexpected(*error);
    auto info = inner_->commit();
    if (const auto error = MeddlingStore::run(store_.after_commit)) return std::unexpected(*error);
    return info;
  }
  void abort() override {
    store_.calls.emplace_back("abort");
    inner_->abort();
  }

 private:
  MeddlingStore& store_;
  std::unique_ptr<Writer> inner_;
};

inline std::expected<std::unique_ptr<Reader>, Error> MeddlingStore::open(const std::string& key, const Call& call) {
  calls.emplace_back("open");
  if (const auto error = run(before_open)) return std::unexpected(*error);
  auto reader = inner_.open(key, call);
  if (!reader) return reader;
  return std::make_unique<MeddlingReader>(*this, std::move(*reader));
}

inline std::expected<std::unique_ptr<Writer>, Error> MeddlingStore::create(const std::string& key, Put given,
                                                                           const Call& call) {
  calls.emplace_back("create");
  if (const auto error = run(before_create)) return std::unexpected(*error);
  put = given;
  auto writer = inner_.create(key, std::move(given), call);
  if (!writer) return writer;
  return std::make_unique<MeddlingWriter>(*this, std::move(*writer));
}

}  // namespace stripmeta

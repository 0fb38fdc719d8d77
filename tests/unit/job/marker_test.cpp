#include "job/marker.hpp"

#include <gtest/gtest.h>

#include "stripmeta/version.hpp"

namespace stripmeta {
namespace {

TEST(Marker, NamesKeySourceAndPolicy) {
  ObjectInfo info;
  info.source = "v:3";
  const auto marker = make_marker("a b;c/\xc3\xa4.jpg", info, {});
  EXPECT_EQ(marker.source, "a%20b%3Bc/%C3%A4.jpg;v:3");
  EXPECT_EQ(marker.policy, "default;strict=0");
  EXPECT_EQ(marker.source_key(), "a%20b%3Bc/%C3%A4.jpg");
}

TEST(Marker, IsReadBack) {
  ObjectInfo info;
  info.source = "e:\"1\",2";
  const auto marker = make_marker("a", info, {});
  ObjectInfo object;
  EXPECT_FALSE(marker_of(object));
  add_marker(marker, object.attributes);
  EXPECT_EQ(marker_of(object), marker);
  EXPECT_EQ(object.attributes.user.at("stripmeta-build"), build());
}

TEST(Marker, DoesNotDependOnTheBuild) {
  ObjectInfo object;
  const Marker marker{.source = "a;v:1", .policy = "default;strict=0"};
  add_marker(marker, object.attributes);
  object.attributes.user["stripmeta-build"] = "0.0.1+old";
  EXPECT_EQ(marker_of(object), marker);
}

TEST(Marker, IsAnotherForAnotherSourceOrPolicy) {
  const Marker marker{.source = "a;v:1", .policy = "default;strict=0"};
  EXPECT_NE(marker, (Marker{.source = "a;v:2", .policy = "default;strict=0"}));
  EXPECT_NE(marker, (Marker{.source = "a;v:1", .policy = "default;strict=1"}));
}

TEST(Marker, WithoutAPolicyMatchesNone) {
  ObjectInfo object;
  object.attributes.user["stripmeta-source"] = "a;v:1";
  const auto marker = marker_of(object);
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->policy, "");
  EXPECT_EQ(marker->source_key(), "a");
}

}  // namespace
}  // namespace stripmeta

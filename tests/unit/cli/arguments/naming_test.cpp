#include "cli/arguments/naming.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stripmeta::cli {
namespace {

using Names = std::vector<std::string>;

TEST(base_name, is_the_last_component) {
  EXPECT_EQ(base_name("b.jpg"), "b.jpg");
  EXPECT_EQ(base_name("a/b.jpg"), "b.jpg");
  EXPECT_EQ(base_name("/b.jpg"), "b.jpg");
  EXPECT_EQ(base_name("a/b//"), "b");
  EXPECT_EQ(base_name(""), "");
  EXPECT_EQ(base_name("//"), "");
}

TEST(name_outputs, takes_a_file_as_it_is) {
  EXPECT_EQ(name_outputs({"a/b.jpg"}, "c.jpg", false).value(), Names{"c.jpg"});
  EXPECT_EQ(name_outputs({"-"}, "c.jpg", false).value(), Names{"c.jpg"});
  EXPECT_EQ(name_outputs({"a.jpg"}, "-", false).value(), Names{"-"});
}

TEST(name_outputs, puts_base_names_into_a_directory) {
  EXPECT_EQ(name_outputs({"a/x.jpg", "b/y.jpg"}, "out", true).value(), (Names{"out/x.jpg", "out/y.jpg"}));
  EXPECT_EQ(name_outputs({"a/x.jpg"}, "out/", true).value(), Names{"out/x.jpg"});
  EXPECT_EQ(name_outputs({"-x.jpg"}, "/", true).value(), Names{"/-x.jpg"});
}

TEST(name_outputs, refuses_two_inputs_with_one_output) {
  EXPECT_EQ(name_outputs({"z.jpg", "a/x.jpg", "b/x.jpg"}, "out", true).error(),
            "'a/x.jpg' and 'b/x.jpg' would both be written to 'out/x.jpg'; strip them in separate runs");
  EXPECT_FALSE(name_outputs({"x.jpg", "x.jpg"}, "out", true).has_value());
  EXPECT_TRUE(name_outputs({"x.jpg", "X.jpg"}, "out", true).has_value());
  EXPECT_EQ(name_outputs({"a", "b"}, "-", false).error(),
            "standard output can take only one image, not 2; name a directory with -o");
}

TEST(name_outputs, refuses_a_nameless_input_in_a_directory) {
  EXPECT_EQ(name_outputs({"-"}, "out", true).error(),
            "an image from standard input has no name; give -o a file, not the directory 'out'");
}

TEST(name_in_place, returns_the_real_paths) {
  EXPECT_EQ(name_in_place({"link", "b"}, {"/d/a", "/d/b"}).value(), (Names{"/d/a", "/d/b"}));
}

TEST(name_in_place, refuses_one_file_by_two_names) {
  EXPECT_EQ(name_in_place({"a", "link"}, {"/d/a", "/d/a"}).error(),
            "'a' and 'link' would both be written to '/d/a'; strip them in separate runs");
}

TEST(name_in_place, refuses_standard_input) {
  EXPECT_EQ(name_in_place({"a", "-"}, {"/d/a", "-"}).error(),
            "standard input ('-') cannot be cleaned in place; use -o");
}

}  // namespace
}  // namespace stripmeta::cli

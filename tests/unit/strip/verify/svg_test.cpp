// The second reader of SVG: it accepts outputs, and names the first byte that has no reason.
#include "strip/verify/svg.hpp"

#include <gtest/gtest.h>

#include "support/cpp/strip_whole.hpp"
#include "support/cpp/svg_bytes.hpp"

namespace stripmeta::test {
namespace {

// Takes whatever begins as a JPEG for one, which is clean if it has no comment.
std::optional<verify::EmbeddedImage> judge_image(Bytes file, const Policy& policy, int depth) {
  if (starts_with(file, "<svg")) return {{true, verify::verify_svg(verify::File{file}, policy, judge_image, depth)}};
  if (!starts_with(file, "\xFF\xD8")) return std::nullopt;
  if (contains(file, "comment")) return {{false, verify::Unaccounted{4, "a comment of a JPEG"}}};
  return {{false, std::nullopt}};
}

verify::Verdict judge(const std::string& text, const Policy& policy = {}) {
  return verify::verify_svg(verify::File{std::as_bytes(std::span{text})}, policy, judge_image);
}

const std::string xhtml = " xmlns='http://www.w3.org/1999/xhtml'";

TEST(VerifySvg, AcceptsWhatIsClean) {
  for (const auto& file : {
           svg(rect),
           "\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1' standalone='no'?>\n<!DOCTYPE svg>\n" + svg(rect) +
               "\n",
           "<!DOCTYPE svg PUBLIC \"a\" 'b' [<!ENTITY c '&d;'> <!ENTITY d 'e'><!ATTLIST g fill CDATA 'red'>]>" +
               svg("<g/><text>&c;</text>"),
           "<?xml-stylesheet href='a.css' type='text/css'?>" + svg(rect),
           svg("<style>a{/**/b:'/*'}<![CDATA[c>d{e:url(f/*)}]]>/*</style><script><!-- g --></script>"),
           svg("<text>a<a href='#b'>c</a></text><title>d</title><foreignObject><e f='g' "
               "xmlns='urn:a'>h</e></foreignObject>"
               "<script/>"),
           svg(image("data:image/jpeg;base64,/9j/") + image("data:,")),
           svg("<style>@import 'data:text/css,a%7B%7D';@font-face{src:url('data:font/woff2;base64," +
               base64_text(woff2) + "')}</style>"),
           svg("<metadata/><title></title><image xml:base='a/' href='b.png'/>"),
           svg("<g data-a='b'/><style>[data-a]{}</style>"),
           svg("<rect href='a' content='b' version='c'/><style>[href][content][version]{}</style>"),
       }) {
    const auto verdict = judge(file);
    EXPECT_FALSE(verdict) << verdict->rule << " at " << verdict->offset << "\n" << file;
  }
}

struct Fault {
  std::string before;
  std::string rest;  // begins with the byte that has no reason
};

TEST(VerifySvg, NamesTheFirstByteWithoutAReason) {
  const std::string open = "<svg" + xmlns;
  const std::string close = "</svg>";
  for (const auto& [before, rest] : std::vector<Fault>{
           {"", "<!--a-->" + svg("")},
           {svg(""), "<!--a-->"},
           {svg(""), "<?a?>"},
           {svg(""), "a"},
           {svg(""), svg("")},
           {"", "<?a?>" + svg("")},
           {"<?xml version='1.0' ", "by='me'?>" + svg("")},
           {"<?xml-stylesheet href='a' ", "b='c'?>" + svg("")},
           {"", "<?xml-stylesheet type='a'?>" + svg("")},
           {"<!DOCTYPE ", "secret>" + svg("")},
           {"<!DOCTYPE svg ", "secret>" + svg("")},
           {"<!DOCTYPE svg [", "<!--a-->]>" + svg("")},
           {"<!DOCTYPE svg [", "<!ELEMENT a ANY>]>" + svg("")},
           {"<!DOCTYPE svg [", "<!ENTITY a 'b'>]>" + svg("")},
           {"<!DOCTYPE svg [", "<!ATTLIST a b CDATA 'c'>]>" + svg("")},
           {"<!DOCTYPE svg [", "<!ATTLIST svg secret CDATA 'c'>]>" + svg("")},
           {"<!DOCTYPE svg [", "<!ATTLIST svg fill SECRET 'c'>]>" + svg("")},
           {"<!DOCTYPE svg [", "<!ATTLIST svg fill CDATA #IMPLIED>]>" + svg("")},
           {open + ">", "<!--a-->" + close},
           {open + "><style>", "<!--a--></style>" + close},
           {open + ">\n", "a" + close},
           {open + "><g> ", "a</g>" + close},
           {open + ">", "<![CDATA[a]]>" + close},
           {open + ">", "<payload/>" + close},
           {open + ">", "<metadata id='a'/>" + close},
           {open + ">", "<metadata></metadata>" + close},
           {open + " ", "host='a'><script/>" + close},
           {open + "><g ", "xml:base='a'/>" + close},
           {open + " ", "contentScriptType='secret'/>"},
           {open + " ", "zoomAndPan='secret'/>"},
           {open + "><foreignObject><a:b ", "xmlns:a='http://www.figma.com/figma/ns'/></foreignObject>" + close},
           {open + "><foreignObject><b xmlns:a='urn:a' ", "a:c='d'/></foreignObject>" + close},
           {open + "><foreignObject><math xmlns='http://www.w3.org/1998/Math/MathML'><mi/>",
            "<annotation>a</annotation></math></foreignObject>" + close},
           {open + "><foreignObject><iframe" + xhtml + " ", "srcdoc='a'/></foreignObject>" + close},
           {open + "><title>Created with Sketch.", "</title>" + close},
           {open + "><desc>/home/a", "</desc>" + close},
           {open + "><title>2024-05-01", "</title>" + close},
           {open + "><title>plan.drawio", "</title>" + close},
           {open + "><g ", "aria-label='/Users/a'/>" + close},
           {open + "><style>@font-face{src:url(", "data:font/woff,wOFF)}</style>" + close},
           {open + "><style>@font-face{src:url(",
            "data:font/woff;base64," + base64_text(woff + "PLANTED") + ")}</style>" + close},
           {open + "><style>a{src:url(", "data:font/woff2;base64," + base64_text(woff2) + ")}</style>" + close},
           {open + ">", "<p" + xhtml + "/>" + close},
           {open + "><a:b ", "xmlns:a='http://ns.adobe.com/a'/>" + close},
           {open + "><a:b", " xmlns:a='urn:a'/>" + close},
           {open + "><g ", "xmlns:a='urn:a'/>" + close},
           {open + "><g ", "xmlns:secret='http://www.w3.org/1999/xlink'/>" + close},
           {open + "><g ", "data-a='b'/>" + close},
           {open + "><g ", "a='b'/>" + close},
           {open + "><g ", "xml:note='b'/>" + close},
           {open + "><g ", "content='b'/>" + close},
           {open + "><rect ", "href='a'/>" + close},
           {open + " ", "version='secret'/>"},
           {open + "><g ", "xml:space='secret'/>" + close},
           {open + "><style>", "<g/></style>" + close},
           {open + "><style>a", "/*b*/</style>" + close},
           {open + "><g style='a:b", "/*c*/'/>" + close},
           {open + "><g href='", "'/>" + close},
           {open + "><image href='", "data:image/jpeg;name=a;base64,/9j/'/>" + close},
           {open + "><image href='", "data:image/jpeg;base64,/9j/#a'/>" + close},
           {open + "><image href='", "data:image/jpeg,secret'/>" + close},
           {open + "><image href='", "data:text/css,a'/>" + close},
           {open + "><image href='", "data:image/jpeg,%FF%D8comment'/>" + close},
           {open + "><image href='", "data:image/svg+xml,%3Csvg%3Ea%3C/svg%3E'/>" + close},
           {open + "><style>@import '", "data:text/css,/*a*/'</style>" + close},
           {open + "><g>", "</h>" + close},
           {open + "><g/>", ""},
       }) {
    const auto verdict = judge(before + rest);
    ASSERT_TRUE(verdict) << before << " | " << rest;
    const bool comment = verdict->rule == "a comment in a style sheet";
    const bool element = rest.starts_with(" xmlns:a='urn:a'");
    const bool address = before.ends_with("<g href='");
    const auto expected = comment && !rest.starts_with("data:") ? before.size() + 2
                          : element                             ? before.size() - 4
                          : address                             ? before.size() - 6
                                                                : before.size();
    EXPECT_EQ(verdict->offset, expected) << before << " | " << rest << "\n" << verdict->rule;
  }
}

TEST(VerifySvg, ThePolicyDecidesOverTitles) {
  const auto share = *make_policy({.preset = "share"});
  EXPECT_FALSE(judge(svg("<title>a</title>")));
  EXPECT_EQ(judge(svg("<title>a</title>"), share)->rule, "a title");
  EXPECT_EQ(judge(svg("<title><tspan/></title>"), share)->rule, "a title");
  EXPECT_EQ(judge(svg("<title><![CDATA[a]]></title>"), share)->rule, "a title");
  EXPECT_FALSE(judge(svg("<title></title><desc> </desc>"), share));
  EXPECT_EQ(judge(svg("<g aria-label='a'/>"), share)->rule, "a title");
}

TEST(VerifySvg, EveryBytePutBetweenElementsIsNamed) {
  const auto file = svg("<g><rect/></g><defs/>");
  for (std::size_t at = file.find('>') + 1; at < file.size(); ++at) {
    if (file[at] != '<') continue;
    auto other = file;
    const auto verdict = judge(other.insert(at, "x"));
    ASSERT_TRUE(verdict) << at;
    EXPECT_EQ(verdict->offset, at);
  }
}

}  // namespace
}  // namespace stripmeta::test

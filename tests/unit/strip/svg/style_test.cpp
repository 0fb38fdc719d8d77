// SVG: comments in CSS, and files in data: URIs, which are read by content.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/svg_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string dirty_jpeg = soi + segment(0xFE, "comment") + picture;
const std::string clean_jpeg = strip(dirty_jpeg).output;

TEST(SvgStyle, CommentsBecomeEmpty) {
  const auto sheet = [](const std::string& css) { return svg("<style>" + css + "</style>"); };
  expect_stripped(sheet("/* a */ b{fill/*c*/:red}/*d"), sheet("/**/ b{fill/**/:red}/*"));
  expect_stripped(sheet("/* a <![CDATA[ b */ c{} /* d ]]> e */"), sheet("/*<![CDATA[*/ c{} /*]]>*/"));
  expect_stripped(sheet("&#47;&#42;a&#98;c*&#x2F;d{}"), sheet("&#47;&#42;*&#x2F;d{}"));
  expect_stripped(sheet("a<!-- b -->{}"), sheet("a{}"));
  expect_stripped(svg("<rect style='fill:red/*a*/' fill='blue/*b*/' class='/*c*/'/>"),
                  svg("<rect style='fill:red/**/' fill='blue/**/' class='/*c*/'/>"));
  expect_stripped(sheet("a{content:'/* b */';c:url(d/*e*/f);g:\"\\\"/*\"}"),
                  sheet("a{content:'/* b */';c:url(d/*e*/f);g:\"\\\"/*\"}"));
  expect_stripped(sheet("a{b:'c\n/*d*/"), sheet("a{b:'c\n/**/"));
  expect_stripped(sheet("[url(/*a*/)]{}5url(/*b*/) #url(/*c*/)"), sheet("[url(/*a*/)]{}5url(/**/) #url(/**/)"));
  EXPECT_EQ(find_row(strip(sheet("/* a */")).report, Kind::comment, Fate::removed)->bytes, 3U);
}

TEST(SvgStyle, EntitiesInComments) {
  const auto file = [](const std::string& css) {
    return "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("<style>" + css + "</style>");
  };
  expect_stripped(file("/* &a; */ c{d:&a;}"), file("/**/ c{d:&a;}"));
  const auto split = "<!DOCTYPE svg [<!ENTITY a '/* b'>]>" + svg("<style>&a; */</style>");
  EXPECT_EQ(strip(split).error->kind, ErrorKind::unsupported);
}

TEST(SvgStyle, EmbeddedStyleSheets) {
  const auto import = [](const std::string& css) {
    return svg("<style>@import url('data:text/css;base64," + base64_text(css) + "');</style>");
  };
  expect_stripped(import("/*a*/b{c:url(" + jpeg_uri(dirty_jpeg) + ")}"),
                  import("/**/b{c:url(" + jpeg_uri(clean_jpeg) + ")}"));
  const auto instruction = [](const std::string& css) {
    return "<?xml-stylesheet href='data:text/css," + css + "'?>" + svg("");
  };
  expect_stripped(instruction("/*a*/b%7B%7D"), instruction("/**/b%7B%7D"));
  std::string deep = "/*a*/";
  for (int i = 0; i < 4; ++i) deep = "@import 'data:text/css;base64," + base64_text(deep) + "';";
  EXPECT_EQ(strip(import(deep)).error->kind, ErrorKind::unsupported);
}

TEST(SvgStyle, FilesAreReadByContent) {
  const auto body = ";base64," + base64_text(dirty_jpeg);
  const auto clean = ";base64," + base64_text(clean_jpeg);
  expect_stripped(svg(image("data:text/css" + body)), svg(image("data:text/css" + clean)));
  expect_stripped(svg(image("data:font/woff" + body)), svg(image("data:font/woff" + clean)));
  expect_stripped(svg("<script href='data:text/javascript" + body + "'/>"),
                  svg("<script href='data:image/jpeg" + clean + "'/>"));
  expect_stripped(svg("<style>@import 'data:text/css" + body + "';</style>"),
                  svg("<style>@import 'data:text/css" + clean + "';</style>"));
  for (const std::string uri : {"data:image/jpeg,secret", "data:image/png;base64,c2VjcmV0", "data:application/json,{}",
                                "data:font/woff,secret", "data:application/pdf,%25PDF-1.4"}) {
    EXPECT_EQ(strip(svg(image(uri))).error->kind, ErrorKind::unsupported) << uri;
    EXPECT_EQ(strip(svg("<style>a{b:url(" + uri + ")}</style>")).error->kind, ErrorKind::unsupported) << uri;
  }
}

TEST(SvgStyle, ADocumentThatALinkLeadsToGoes) {
  for (const std::string uri : {"data:text/html,&lt;p>secret", "data:application/pdf,%25PDF-1.4", "data:secret"}) {
    expect_stripped(svg("<a href='" + uri + "'>" + rect + "</a>"), svg("<a href=''>" + rect + "</a>"));
    expect_stripped(svg("<a xlink:href='" + uri + "'/>", xmlns_xlink), svg("<a xlink:href=''/>", xmlns_xlink));
  }
}

TEST(SvgStyle, WordsAroundAFileGo) {
  const auto clean = ";base64," + base64_text(clean_jpeg);
  const auto file = svg(image("data:image/jpeg" + clean));
  expect_stripped(svg(image("data:image/jpeg;name=john.jpg" + clean)), file);
  expect_stripped(svg(image("data:image/jpeg" + clean + "#john")), file);
  expect_stripped(svg(image("data:john/doe" + clean)), file);
  expect_stripped(
      svg(image("data:image/svg+xml;utf8,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C!--a--%3E%3C/svg%3E#b")),
      svg(image("data:image/svg+xml;utf8,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27%3E%3C/svg%3E#b")));
}

TEST(SvgStyle, FilesInListsAndUnderEscapes) {
  const auto dirty = jpeg_uri(dirty_jpeg);
  const auto clean = jpeg_uri(clean_jpeg);
  const auto foreign = [](const std::string& set) {
    return svg("<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' srcset='" + set + "'/></foreignObject>");
  };
  expect_stripped(foreign(dirty + " 1x, b.png 2x"), foreign(clean + " 1x, b.png 2x"));
  const auto style = [](const std::string& uri) { return svg("<style>a{b:url(\"" + uri + "\")}</style>"); };
  expect_stripped(style("d\\61ta:" + dirty.substr(5)), style(clean));
  EXPECT_EQ(strip(svg("<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='&lt;p>'/></foreignObject>"))
                .error->kind,
            ErrorKind::unsupported);
}

TEST(SvgStyle, WhatOnlyMentionsAFileStays) {
  for (const auto& file : {
           svg("<g class='metadata:author/name'/><a href='https://example.com/x?u=data:image/png'/>"),
           svg("<g id='data:a/b,c' class='data:image/png,a'/><a href='https://a/?u=data:image/png;base64,b'/>"),
           svg("<style>a[href^='data:image/png']{content:'data:image/png,a'}</style>"),
           svg("<style>a{b:url(https://a/?u=data:image/png,b)}</style><text>data:image/png,a</text>"),
       }) {
    expect_stripped(file, file);
  }
  const auto list = [](const std::string& uri) {
    return svg("<style>a{--b:'" + uri + "';c:image-set(url(d.png) 1x, '" + uri + "' 2x)}</style>");
  };
  expect_stripped(list(jpeg_uri(dirty_jpeg)), list(jpeg_uri(clean_jpeg)));
}

}  // namespace
}  // namespace stripmeta::test

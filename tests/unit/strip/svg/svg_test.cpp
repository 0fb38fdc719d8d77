// SVG: what goes, what stays, what is refused.
#include <gtest/gtest.h>

#include "support/cpp/rights_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/svg_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string output_of(const std::string& input, const Policy& policy = {}) {
  const auto result = strip(input, policy);
  return result.error ? "error: " + result.error->message : result.output;
}

TEST(Svg, KeepsNoRightsInEmbeddedImages) {
  const auto owned = soi + exif_segment(made_tiff) + xmp_segment(sphere_packet) + picture;
  EXPECT_EQ(output_of(svg(image(jpeg_uri(owned))), *make_policy({.preset = "archive", .keep = "panorama"})),
            svg(image(jpeg_uri(minimal))));
}

ErrorKind error_of(const std::string& input) {
  const auto result = strip(input);
  return result.error ? result.error->kind : ErrorKind::internal;
}

const std::string inkscape_svg = svg(R"(<g inkscape:label="x" id="a" />)", xmlns_inkscape);
const std::string dirty_jpeg = soi + orientation_exif(6) + segment(0xFE, "comment") + picture;
const std::string clean_jpeg = strip(dirty_jpeg).output;

TEST(Svg, LeavesCleanFilesUnchanged) {
  for (const std::string& file : {
           svg(rect),
           "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\r\n<!DOCTYPE svg>\n" + svg(rect) + "\n",
           svg("<style><![CDATA[ .a > .b {} ]]>/**/ c{}</style><script><!-- b --></script>"),
           svg("<text xml:space='preserve'>a &lt;&#60;&#x3C; b</text><use xlink:href=\"#a\"/>", xmlns_xlink),
           "<?xml-stylesheet href=\"a.css\"?>" + svg(rect),
           svg("<title>A</title><desc>B</desc>"),
           svg(image(jpeg_uri(clean_jpeg))),
       }) {
    EXPECT_EQ(output_of(file), file);
    EXPECT_TRUE(strip(file).report.clean());
  }
}

TEST(Svg, CutsElementsButNotTheSpaceAroundThem) {
  EXPECT_EQ(output_of(svg("\n  <metadata id='m'><a/></metadata>\n  " + rect)), svg("\n  \n  " + rect));
  EXPECT_EQ(output_of(svg("<metadata />" + rect)), svg(rect));
  EXPECT_EQ(output_of(svg("<metadata><metadata>a</metadata>b</metadata>" + rect)), svg(rect));
  EXPECT_EQ(output_of(svg("<rdf:RDF><rdf:a/></rdf:RDF>", xmlns_rdf)), svg(""));
  EXPECT_EQ(output_of(svg("<metadata><undeclared:a undeclared:b='c'/></metadata>")), svg(""));
}

TEST(Svg, CutsAttributesWithTheirSpaceAndDeclarations) {
  EXPECT_EQ(output_of(inkscape_svg), svg(R"(<g id="a" />)"));
  EXPECT_EQ(output_of(svg("<g\n  inkscape:a = '1'\n  id='b'><inkscape:c/></g>", xmlns_inkscape)),
            svg("<g\n  id='b'></g>"));
  // The same prefix, for two namespaces.
  const std::string inner = R"(<g xmlns:p="http://www.inkscape.org/namespaces/inkscape" p:a="1"/>)";
  EXPECT_EQ(output_of(svg(inner + "<p:g/>", R"( xmlns:p="http://www.w3.org/2000/svg")")),
            svg("<g/><p:g/>", R"( xmlns:p="http://www.w3.org/2000/svg")"));
}

TEST(Svg, KeepsEveryNamespaceInAForeignObject) {
  const std::string file = svg(R"(<foreignObject><b:c xmlns:b="urn:b">text</b:c></foreignObject>)");
  EXPECT_EQ(output_of(file), file);
  EXPECT_EQ(output_of(svg(R"(<foreignObject><i:a/></foreignObject><b:c xmlns:b="urn:b"/>)",
                          R"( xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/")")),
            svg("<foreignObject></foreignObject>"));
}

TEST(Svg, CutsCommentsAndInstructions) {
  EXPECT_EQ(output_of("<!--a--><?b?>" + svg("<!--c-->" + rect + "<?d e?>") + "<!--f-->"), svg(rect));
  EXPECT_EQ(output_of("<!DOCTYPE svg [<!--a--><!ENTITY b 'c'><?d?>]>" + svg("<text>&b;</text>")),
            "<!DOCTYPE svg [<!ENTITY b 'c'>]>" + svg("<text>&b;</text>"));
  const auto report = strip("<!--a-->" + svg("<?b?>")).report;
  EXPECT_EQ(find_row(report, Kind::comment, Fate::removed)->bytes, 8U);
  EXPECT_EQ(find_row(report, Kind::instruction, Fate::removed)->bytes, 5U);
}

TEST(Svg, ACutCannotFormTheEndOfCdata) {
  const auto text = [](const std::string& content) { return svg("<text>" + content + "</text>"); };
  EXPECT_EQ(error_of(text("]]<!--a-->>")), ErrorKind::malformed);
  EXPECT_EQ(error_of(text("]<!--a--><metadata>b</metadata>]>")), ErrorKind::malformed);
  EXPECT_EQ(output_of(text("]<!--a--><title>Created with Sketch.</title>]>")), text("]<title></title>]>"));
  EXPECT_EQ(output_of(text("]<!--a--><tspan/>>")), text("]<tspan/>>"));
  EXPECT_EQ(output_of(text("]]<!--a-->b>")), text("]]b>"));
}

TEST(Svg, KeepsTitlesIfThePolicySaysSo) {
  const std::string file = svg("<title>A<b:c xmlns:b=\"urn:b\">d</b:c></title><desc>B</desc>");
  EXPECT_EQ(output_of(file), svg("<title>A</title><desc>B</desc>"));
  EXPECT_EQ(output_of(file, *make_policy({.preset = "share"})), svg("<title></title><desc></desc>"));
  EXPECT_EQ(find_row(strip(file).report, Kind::title, Fate::kept)->bytes, 30U);
}

TEST(Svg, ReportsScriptsAndLinks) {
  const auto report = strip(svg("<script>a()</script><g onclick='b()'/><image xlink:href='file:///c'/><g data-d='e'/>"
                                "<use xlink:href='#f'/><a xlink:href='javascript:g'/>",
                                xmlns_xlink))
                          .report;
  EXPECT_EQ(find_row(report, Kind::script, Fate::kept)->count, 3U);
  EXPECT_EQ(find_row(report, Kind::link, Fate::kept)->count, 2U);
  EXPECT_TRUE(report.clean());
}

TEST(Svg, ResolvesEntitiesOnlyForNamespaces) {
  const std::string type =
      "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY ai 'http://ns.adobe.com/a'>"
      "<!ENTITY st0 'fill:red;'>]>";
  EXPECT_EQ(output_of(type + "<svg xmlns='&ns;' xmlns:i='&ai;' i:a='b' style='&st0;'/>"),
            "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY st0 'fill:red;'>]>"
            "<svg xmlns='&ns;' style='&st0;'/>");
}

TEST(Svg, RefusesEntitiesThatHideSomething) {
  const auto with = [](const std::string& subset) {
    return "<!DOCTYPE svg [" + subset + "]>" + svg("<g style='&a;'/>");
  };
  EXPECT_EQ(error_of(with("<!ENTITY a SYSTEM 'file:///etc/passwd'>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ENTITY a PUBLIC 'b' 'c'>")), ErrorKind::unsupported);
  // The shapes of an entity are shown where no text is.
  EXPECT_EQ(error_of("<!DOCTYPE svg [<!ENTITY a '<rect/>'>]>" + svg("&a;")), ErrorKind::unsupported);
  EXPECT_EQ(error_of("<!DOCTYPE svg [<!ENTITY b '&a;'><!ENTITY a '<rect/>'>]>" + svg("&b;")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ENTITY % a 'b'>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("%a;")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ENTITY a '&#60;metadata/>'>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ENTITY a 'data:image/png,'>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ATTLIST svg xmlns:a CDATA 'b'>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ENTITY a 'b'")), ErrorKind::malformed);
  std::string bomb = "<!ENTITY a0 'xxxxxxxxxx'>";
  for (int n = 1; n <= 30; ++n) {
    const auto inner = "&a" + std::to_string(n - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(n) + " '" + inner + inner + inner + "'>";
  }
  EXPECT_EQ(error_of("<!DOCTYPE svg [" + bomb + "]>" + svg("<g style='&a30;'/>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(with("<!ENTITY a '&a;'>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of("<!DOCTYPE svg [<!ENTITY a '&a;'>]>" + svg("<text>&a;</text>")), ErrorKind::unsupported);
}

TEST(Svg, StripsEmbeddedImages) {
  EXPECT_EQ(output_of(svg(image(jpeg_uri(dirty_jpeg)))), svg(image(jpeg_uri(clean_jpeg))));
  const auto report = strip(svg(image(jpeg_uri(dirty_jpeg)))).report;
  EXPECT_EQ(find_row(report, Kind::embedded, Fate::kept)->bytes, jpeg_uri(clean_jpeg).size());
  ASSERT_NE(find_row(report, Kind::embedded, Fate::removed), nullptr);
  // Broken into lines by references, as Inkscape does, or by spaces.
  auto lines = jpeg_uri(dirty_jpeg);
  EXPECT_EQ(output_of(svg(image(lines.insert(60, "&#10;").insert(40, "\n ")))), svg(image(jpeg_uri(clean_jpeg))));
  const auto css = [](const std::string& uri) { return svg("<style>a{fill:url( '" + uri + "' )}</style>"); };
  EXPECT_EQ(output_of(css(jpeg_uri(dirty_jpeg))), css(jpeg_uri(clean_jpeg)));
  const auto attribute = [](const std::string& uri) { return svg("<g style='fill:url(&quot;" + uri + "&#34;)'/>"); };
  EXPECT_EQ(output_of(attribute(jpeg_uri(dirty_jpeg))), attribute(jpeg_uri(clean_jpeg)));
}

TEST(Svg, StripsEmbeddedSvgs) {
  const auto inner = svg("<!--a-->" + rect);
  EXPECT_EQ(output_of(svg(image(svg_uri(inner) + "#b"))), svg(image(svg_uri(svg(rect)) + "#b")));
  const std::string percent = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%3E";
  EXPECT_EQ(output_of(svg(image(percent + "%3C!--a--%3E%3C/svg%3E"))),
            svg(image("data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%3E%3C/svg%3E")));
  EXPECT_EQ(output_of(svg(image(percent + "%3C/svg%3E"))), svg(image(percent + "%3C/svg%3E")));
  std::string deep = inner;
  for (int n = 0; n < 4; ++n) deep = svg(image(svg_uri(deep)));
  EXPECT_EQ(output_of(deep).find("error"), std::string::npos);
  EXPECT_EQ(error_of(svg(image(svg_uri(deep)))), ErrorKind::unsupported);
}

TEST(Svg, CutsWhatIsOutsideOfAFontsTables) {
  const auto file = [](const std::string& font) {
    return svg("<style>@font-face{src:url(data:font/ttf;base64," + base64_text(font) + ")}</style>");
  };
  for (const auto& font : {ttf, woff, woff2}) {
    EXPECT_EQ(output_of(file(font + "PLANTED")), file(font));
  }
  auto gap = ttf;
  gap.replace(gap.size() - 6, 2, "ab");
  EXPECT_EQ(output_of(file(gap)), file(ttf));
  for (const auto& font : {std::string{"wOFF"}, std::string{"true"}, ttf.substr(0, ttf.size() - 1), woff2.substr(0, 47),
                           "ttcf" + std::string(4, '\0') + std::string(4, '\xFF')}) {
    EXPECT_EQ(error_of(file(font)), ErrorKind::unsupported) << font.size();
  }
}

TEST(Svg, LeavesEmbeddedFontsStylesAndScriptsWhereTheyAreRead) {
  for (const auto& file : {
           svg("<style>@import 'data:text/css,a{}';</style>"),
           svg("<style>@font-face{src:url(data:font/ttf;base64," + base64_text(ttf) + "),url('data:;base64," +
               base64_text(woff2) + "')}</style>"),
           svg("<font-face-src><font-face-uri href='data:font/woff;base64," + base64_text(woff) +
               "'/></font-face-src>"),
           svg("<script href='data:text/javascript,a()'/>"),
           svg(image("data:image/png;base64,")),
       }) {
    EXPECT_EQ(output_of(file), file);
    EXPECT_TRUE(strip(file).report.clean());
  }
  const std::vector<std::string> uris{"data:font/woff;base64," + base64_text(woff), "data:text/css,a{}",
                                      "data:text/javascript,a()"};
  for (const auto& uri : uris) {
    EXPECT_EQ(error_of(svg(image(uri))), ErrorKind::unsupported) << uri;
    EXPECT_EQ(error_of(svg("<style>a{src:url(" + uri + ")}</style>")), ErrorKind::unsupported) << uri;
    EXPECT_EQ(error_of(svg("<style>@font-face{a:url(" + uri + ")}</style>")), ErrorKind::unsupported) << uri;
  }
}

TEST(Svg, RefusesWhatItCannotProveClean) {
  EXPECT_EQ(error_of(svg(image("data:image/bmp;base64,Qk0="))), ErrorKind::unsupported);
  EXPECT_EQ(error_of(svg(image("data:text/html,a"))), ErrorKind::unsupported);
  EXPECT_EQ(error_of(svg(image("data:image/jpeg;base64,/9j"))), ErrorKind::malformed);
  EXPECT_EQ(error_of(svg(image("data:image/jpeg;base64,/9j*"))), ErrorKind::malformed);
  EXPECT_EQ(error_of(svg(image("data:image/jpeg"))), ErrorKind::malformed);
  EXPECT_EQ(error_of(svg("<style>a{fill:url('" + jpeg_uri(dirty_jpeg) + ")}</style>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(svg("<style>a{fill:url(d\\61ta:image/jpeg,b)}</style>")), ErrorKind::unsupported);
  EXPECT_EQ(error_of(svg("<style>a{fill:url(" + jpeg_uri(dirty_jpeg).insert(50, "<![CDATA[") + "]]>)}</style>")),
            ErrorKind::unsupported);
  EXPECT_EQ(error_of(svg("<animate values='a;data:image/jpeg,b'/>")), ErrorKind::unsupported);
  EXPECT_EQ(strip(svg(image("data:image/bmp;base64,Qk0="))).error->offset, svg("").find("</") + image("").find("\"/>"));
}

TEST(Svg, RefusesUndeclaredPrefixes) {
  EXPECT_EQ(error_of(svg("<a:b/>")), ErrorKind::malformed);
  EXPECT_EQ(error_of(svg("<g a:b='c'/>")), ErrorKind::malformed);
  EXPECT_EQ(error_of("<svg xmlns='urn:a'/>"), ErrorKind::unsupported);
}

TEST(Svg, RefusesWhatIsNotWellFormed) {
  for (const std::string& content :
       {std::string{"<g>"}, std::string{"<g></h>"}, std::string{"</g>"}, std::string{"<g a>"}, std::string{"<g a=b/>"},
        std::string{"<g a='1'b='2'/>"}, std::string{"<g a='<'/>"}, std::string{"&"}, std::string{"&a"},
        std::string{"&#x;"}, std::string{"]]>"}, std::string{"<!-- -- -->"}, std::string{"<?xml a?>"},
        std::string{"<1/>"}, std::string{"<:a/>"}, std::string{"<a:b:c/>"}, std::string("\0", 1),
        std::string{"<!DOCTYPE svg>"}, std::string{"<g / >"}}) {
    EXPECT_EQ(error_of(svg(content)), ErrorKind::malformed) << content;
  }
  EXPECT_EQ(error_of(svg("") + "text"), ErrorKind::malformed);
  EXPECT_EQ(error_of(svg("") + svg("")), ErrorKind::malformed);
  EXPECT_EQ(error_of("<?xml version='1.0' by='me'?>" + svg("")), ErrorKind::malformed);
  EXPECT_EQ(error_of("<?xml version='1.0' encoding='UTF-7'?>" + svg("")), ErrorKind::unsupported);
  std::string deep;
  for (int n = 0; n < 1000; ++n) deep += "<g>";
  EXPECT_EQ(error_of(svg(deep)), ErrorKind::malformed);
}

TEST(Svg, RefusesWhatIsCutOff) {
  const auto file = "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("<!--a--><g b='c'/><![CDATA[d]]><?e?>");
  for (std::size_t size = file.find("<svg") + 5; size < file.size(); ++size) {
    EXPECT_EQ(error_of(file.substr(0, size)), ErrorKind::truncated) << size;
  }
}

TEST(Svg, CutsTheDiagramSourceOfDiagramsNet) {
  EXPECT_EQ(output_of(svg(rect, " content=\"&lt;mxfile host=&quot;a&quot;&gt;\" host='a' agent='b' width='9'")),
            svg(rect, " width='9'"));
}

TEST(Svg, ReportsFindingsInEmbeddedFiles) {
  std::vector<Kind> kinds;
  Stripper stripper;
  stripper.observe(
      [](void* caller, const Finding& f) noexcept { static_cast<std::vector<Kind>*>(caller)->push_back(f.kind); },
      &kinds);
  strip_with(stripper, svg("<!--a-->" + image(jpeg_uri(dirty_jpeg))));
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::comment, Kind::exif, Kind::comment}));
}

}  // namespace
}  // namespace stripmeta::test

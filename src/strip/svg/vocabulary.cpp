#include "strip/svg/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "strip/base/ascii.hpp"

namespace stripmeta::svg {
namespace {

// A set of names, written in small letters with a space behind each.
class Names {
 public:
  explicit Names(std::string_view list) {
    for (std::size_t at = 0; at < list.size();) {
      const auto end = list.find(' ', at);
      names_.insert(list.substr(at, end - at));
      at = end + 1;
    }
  }

  bool contains(std::string_view name) const {
    constexpr std::size_t longest = 40;
    if (name.size() > longest) return false;
    std::array<char, longest> small{};
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    std::ranges::transform(name, small.begin(), lower);
    return names_.contains({small.data(), name.size()});
  }

 private:
  std::unordered_set<std::string_view> names_;
};

// Elements of SVG 1.1, 2 and Tiny 1.2, and the flowed text of SVG 1.2, which Inkscape draws.
const Names& elements() {
  static const Names names{
      "a altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform animation audio "
      "canvas circle clippath color-profile cursor definition-src defs desc discard ellipse feblend fecolormatrix "
      "fecomponenttransfer fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight "
      "fedropshadow feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode "
      "femorphology feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter flowdiv "
      "flowimage flowline flowpara flowref flowregion flowregionbreak flowregionexclude flowroot flowspan "
      "flowtref font font-face font-face-format font-face-name font-face-src font-face-uri foreignobject g glyph "
      "glyphref handler hatch hatchpath hkern iframe image line lineargradient link listener marker mask mesh "
      "meshgradient meshpatch meshrow missing-glyph mpath multiimage page pageset path pattern polygon polyline "
      "prefetch radialgradient rect script set solidcolor source star stop style subimage subimageref svg switch "
      "symbol tbreak text textarea textpath title track tref tspan unknown use vector-effect video view vkern "};
  return names;
}

// The properties that may be written as attributes, and those that programs write so.
const Names& style_attributes() {
  static const Names names{
      "alignment-baseline all audio-level azimuth background background-color background-image baseline-shift "
      "baseline-source block-progression border bottom box-sizing buffered-rendering clip clip-path clip-rule "
      "color color-interpolation color-interpolation-filters color-profile color-rendering color-scheme cursor cx "
      "cy d direction display display-align dominant-baseline enable-background fill fill-opacity fill-rule "
      "filter flood-color flood-opacity font font-family font-feature-settings font-kerning font-palette "
      "font-size font-size-adjust font-stretch font-style font-synthesis font-variant font-variant-caps "
      "font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position "
      "font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical height "
      "image-rendering inline-size isolation kerning left letter-spacing lighting-color line-height "
      "line-increment margin marker marker-end marker-mid marker-start mask mask-image mask-mode mask-type "
      "mix-blend-mode opacity outline overflow overflow-wrap overflow-x overflow-y padding paint-order pathlength "
      "pointer-events position r right rx ry shape-inside shape-margin shape-padding shape-rendering "
      "shape-subtract solid-color solid-opacity stop-color stop-opacity stroke stroke-align stroke-alignment "
      "stroke-dash-adjust stroke-dash-corner stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
      "stroke-miterlimit stroke-opacity stroke-width tab-size text-align text-align-all text-align-last "
      "text-anchor text-decoration text-decoration-color text-decoration-fill text-decoration-line "
      "text-decoration-stroke text-decoration-style text-indent text-orientation text-overflow text-rendering "
      "text-shadow text-transform text-underline-position top transform transform-box transform-origin "
      "unicode-bidi user-select vector-effect vertical-align viewport-fill viewport-fill-opacity visibility "
      "white-space white-space-collapse width will-change word-break word-spacing word-wrap writing-mode x y "
      "z-index zoom "};
  return names;
}

const Names& svg_attributes() {
  static const Names names{
      "accelerate accent-height accumulate additive alphabetic amplitude arabic-form ascent attributename "
      "attributetype autofocus azimuth bandwidth basefrequency baseprofile bbox begin bias by calcmode cap-height "
      "class clippathunits contentscripttype contentstyletype crossorigin cx cy decoding defaultaction descent "
      "diffuseconstant divisor download dur dx dy edgemode editable elevation end event exponent "
      "externalresourcerequired externalresourcesrequired fetchpriority fill-rule filterres filterunits focusable "
      "focushighlight font-face-name format fr from fx fy g1 g2 glyph-name glyphref gradienttransform "
      "gradientunits handler hanging hatchcontentunits hatchtransform hatchunits horiz-adv-x horiz-origin-x "
      "horiz-origin-y href hreflang id ideographic in in2 initialvisibility integrity intercept k k1 k2 k3 k4 "
      "kernelmatrix kernelunitlength keypoints keysplines keytimes lang lengthadjust limitingconeangle loading "
      "local markerheight markerunits markerwidth maskcontentunits maskunits mathematical max media "
      "mediacharacterencoding mediacontentencodings mediasize mediatime method min mode name nav-down "
      "nav-down-left nav-down-right nav-left nav-next nav-prev nav-right nav-up nav-up-left nav-up-right nonce "
      "numoctaves observer offset operator order orient orientation origin overlay overline-position "
      "overline-thickness panose-1 path pathlength patterncontentunits patterntransform patternunits phase ping "
      "pitch playbackorder points pointsatx pointsaty pointsatz preload preservealpha preserveaspectratio "
      "primitiveunits propagate radius referrerpolicy refx refy rel rendering-intent repeatcount repeatdur "
      "requiredextensions requiredfeatures requiredfonts requiredformats restart result role rotate scale seed "
      "side slope snapshottime spacing specularconstant specularexponent spreadmethod src startoffset "
      "stddeviation stemh stemv stitchtiles strikethrough-position strikethrough-thickness string style "
      "surfacescale syncbehavior syncbehaviordefault syncmaster synctolerance synctolerancedefault systemlanguage "
      "tabindex tablevalues target targetx targety textlength timelinebegin title to transformbehavior type u1 u2 "
      "underline-position underline-thickness unicode unicode-range units-per-em v-alphabetic v-hanging "
      "v-ideographic v-mathematical values version vert-adv-y vert-origin-x vert-origin-y viewbox viewtarget "
      "widths x-height x1 x2 xchannelselector xmlns y1 y2 ychannelselector z zoomandpan "};
  return names;
}

const Names& aria_attributes() {
  static const Names names{
      "aria-activedescendant aria-atomic aria-autocomplete aria-busy aria-checked aria-colcount aria-colindex "
      "aria-colspan aria-controls aria-current aria-describedby aria-details aria-disabled aria-dropeffect "
      "aria-errormessage aria-expanded aria-flowto aria-grabbed aria-haspopup aria-hidden aria-invalid "
      "aria-labelledby aria-level aria-live aria-modal aria-multiline aria-multiselectable aria-orientation "
      "aria-owns aria-posinset aria-pressed aria-readonly aria-relevant aria-required aria-rowcount aria-rowindex "
      "aria-rowspan aria-selected aria-setsize aria-sort aria-valuemax aria-valuemin aria-valuenow "};
  return names;
}

const Names& labels() {
  static const Names names{
      "aria-braillelabel aria-brailleroledescription aria-description aria-keyshortcuts aria-label "
      "aria-placeholder aria-roledescription aria-valuetext "};
  return names;
}

const Names& html_attributes() {
  static const Names names{
      "abbr accept accept-charset accesskey action align alink allow allowfullscreen alt archive async "
      "autocapitalize autocomplete autofocus autoplay axis background bgcolor border bordercolor cellpadding "
      "cellspacing char charoff charset checked cite class clear code codebase codetype color cols colspan "
      "compact contenteditable controls coords crossorigin data datetime declare decoding default defer dir "
      "dirname disabled download draggable enctype enterkeyhint exportparts face fetchpriority for form "
      "formaction formenctype formmethod formnovalidate formtarget frame frameborder headers height hidden high "
      "href hreflang hspace http-equiv id imagesizes imagesrcset inert inputmode integrity is ismap itemid "
      "itemprop itemref itemscope itemtype kind label lang language link list loading loop low marginheight "
      "marginwidth max maxlength media method min minlength multiple muted name nohref nonce noresize noshade "
      "novalidate nowrap open optimum part pattern ping placeholder playsinline popover poster preload profile "
      "readonly referrerpolicy rel required rev reversed role rows rowspan rules sandbox scheme scope scrolling "
      "selected shape size sizes slot span spellcheck src srcdoc srclang srcset standby start step style summary "
      "tabindex target text title translate type usemap valign value valuetype version vlink vspace width wrap "
      "xmlns "};
  return names;
}

const Names& math_attributes() {
  static const Names names{
      "accent accentunder actiontype align alignmentscope altimg altimg-height altimg-valign altimg-width alttext "
      "arg autofocus background bevelled charalign charspacing class close color columnalign columnlines "
      "columnspacing columnspan columnwidth crossout decimalpoint definitionurl denomalign depth dir display "
      "displaystyle edge encoding equalcolumns equalrows fence fontfamily fontsize fontstyle fontweight form "
      "frame framespacing groupalign height href id indentalign indentalignfirst indentalignlast indentshift "
      "indentshiftfirst indentshiftlast indenttarget infixlinebreakstyle intent largeop leftoverhang length "
      "linebreak linebreakmultchar linebreakstyle lineleading linethickness location longdivstyle lquote lspace "
      "mathbackground mathcolor mathsize mathvariant maxsize maxwidth mediummathspace minlabelspacing minsize "
      "movablelimits mslinethickness nonce notation numalign open overflow position rightoverhang rowalign "
      "rowlines rowspacing rowspan rquote rspace scriptlevel scriptminsize scriptsizemultiplier selection "
      "separator separators shift side src stackalign stretchy style subscriptshift superscriptshift symmetric "
      "tabindex thickmathspace thinmathspace type valign verythickmathspace verythinmathspace "
      "veryverythickmathspace veryverythinmathspace voffset width xmlns "};
  return names;
}

bool is_event(std::string_view local) {
  return local.size() > 2 && equal_ignoring_case(local.substr(0, 2), "on");
}

}  // namespace

bool is_element(std::string_view local) {
  return elements().contains(local);
}

bool holds_text(std::string_view local) {
  static const Names names{
      "altglyph desc flowdiv flowline flowpara flowspan flowtref foreignobject handler script style text textarea "
      "textpath title tref tspan "};
  return names.contains(local);
}

bool works_outside_of_html(std::string_view local) {
  static const Names names{"audio base canvas embed iframe img link object script source style track video "};
  return names.contains(local);
}

bool is_attribute(Space space, std::string_view local) {
  const bool aria = local.size() > 4 && local[4] == '-';
  if ((aria && (aria_attributes().contains(local) || labels().contains(local))) || is_event(local)) return true;
  if (space == Space::html) return html_attributes().contains(local);
  if (space == Space::math) return math_attributes().contains(local);
  if (space == Space::svg || space == Space::none) {
    return style_attributes().contains(local) || svg_attributes().contains(local);
  }
  return local == "id" || local == "class";
}

bool reads_href(std::string_view element) {
  static const Names names{
      "a altglyph animate animatecolor animatemotion animatetransform animation audio color-profile cursor "
      "definition-src discard feimage filter flowref flowtref font-face-uri foreignobject glyphref handler hatch "
      "hatchpath iframe image lineargradient link mesh meshgradient mpath pattern prefetch radialgradient "
      "script set solidcolor source subimageref textpath track tref use video "};
  return names.contains(element);
}

bool is_address(std::string_view local) {
  static const Names names{
      "action archive background cite classid code codebase data formaction href imagesrcset longdesc manifest "
      "object ping poster profile src srcset usemap "};
  return names.contains(local);
}

bool is_style(std::string_view local) {
  static const Names other{"begin by dur end from keytimes to values "};
  return local == "style" || style_attributes().contains(local) || other.contains(local);
}

bool is_label(Space space, std::string_view local) {
  const bool shows = space == Space::html || space == Space::svg || space == Space::none;
  return labels().contains(local) || (shows && local == "title") || (space == Space::math && local == "alttext");
}

bool is_prefixed_attribute(Space space, std::string_view local) {
  static const Names xlink{"actuate href show title type "};
  static const Names xml{"base id lang space "};
  static const Names events{"defaultaction event handler observer phase propagate target "};
  if (space == Space::xlink) return xlink.contains(local);
  return (space == Space::xml && xml.contains(local)) || (space == Space::events && events.contains(local));
}

bool is_possible_value(Space space, std::string_view local, std::string_view value) {
  constexpr auto rows = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"actuate", " none onLoad onRequest other "},
      {"show", " new replace embed other none undefined "},
      {"baseProfile", " none full basic tiny "},
      {"contentScriptType", " text/javascript text/ecmascript application/javascript application/ecmascript "},
      {"contentStyleType", " text/css "},
      {"space", " default preserve "},
      {"zoomAndPan", " disable magnify "},
  });
  constexpr std::string_view link_types = " simple extended locator arc resource title none ";
  if (local == "version") return value.find_first_not_of("0123456789.") == std::string_view::npos && value.size() <= 5;
  const auto row = std::ranges::find(rows, local, &std::pair<std::string_view, std::string_view>::first);
  const bool links = space == Space::xlink && local == "type";
  if (row == rows.end() && !links) return true;
  const std::string word = " " + std::string{trimmed(value)} + " ";
  return word.size() > 2 && (links ? link_types : row->second).contains(word);
}

}  // namespace stripmeta::svg

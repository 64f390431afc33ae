#include "html_pages.hpp"

#include <catch2/catch.hpp>

using html_pages::body;
using html_pages::read;

TEST_CASE("a page is read as its elements, however much of it is written") {
    auto const whole =
        read("<!DOCTYPE html>\n<html "
             "lang=en>\n<head>\n<title>T</title>\n</head>\n<body>\n<p>x</p>\n</body>\n</html>\n");
    CHECK(whole == "(html @lang=en (head (title 'T')) (body (p 'x')))");
    CHECK(read("<html lang=en><title>T</title><p>x") == whole);
    CHECK(read("") == "(html (head) (body))");
    CHECK(read(" \n") == "(html (head) (body))");
    CHECK(read("x") == "(html (head) (body 'x'))");
    CHECK(read("<meta charset=utf-8><link href=a><p>") ==
          "(html (head (meta @charset=utf-8) (link @href=a)) (body (p)))");
    CHECK(read("<head></head><script>1</script><p>") == "(html (head (script '1')) (body (p)))");
    CHECK(read("<head><noscript><link></noscript></head><body id=b>") ==
          "(html (head (noscript (link))) (body @id=b))");
    CHECK(read("<head><noscript><img></noscript>") == "(html (head (noscript)) (body (img)))");
    CHECK(read("<template><td>x</td></template>y") == "(html (head (template (td 'x'))) (body 'y'))");
    CHECK(read("<body>a</body></html>b") == "(html (head) (body 'ab'))");
}

TEST_CASE("what is spelled in another way is the same page") {
    constexpr std::string_view plain = "<p class=\"a b\" id=\"x\" hidden=\"\">t</p>";
    CHECK(body(plain) == "(p @class=a b @hidden= @id=x 't')");
    CHECK(body("<P ID=x CLASS=' b  a\tb' HIDDEN>t") == body(plain));
    CHECK(body("<p hidden id='x' class='b a'\n>t</P >") == body(plain));
    CHECK(body("<p hidden id=x id=y class='b a'>t") == body(plain));
    CHECK(body("<!-- c --><p hidden id=x class='b a'>t<!----><!-->") == body(plain));
    CHECK(body("<br/><img><IMAGE>") == "(br) (img) (img)");
}

TEST_CASE("tags that may be left out need not be written") {
    CHECK(body("<ul><li>a<li>b<ul><li>c</ul></ul>") ==
          body("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"));
    CHECK(body("<dl><dt>a<dd>b<dt>c</dl>") == "(dl (dt 'a') (dd 'b') (dt 'c'))");
    CHECK(body("<p>a<p>b<div>c</div>d") == "(p 'a') (p 'b') (div 'c') 'd'");
    CHECK(body("<p>a<h1>b</h1><p>c<table><tr><td>d</table>") ==
          "(p 'a') (h1 'b') (p 'c') (table (tbody (tr (td 'd'))))");
    CHECK(body("<table><caption>c<colgroup><col><col><thead><tr><th>1<th>2<tbody><tr><td>3<tr><td>4<td>5</"
               "table>") == "(table (caption 'c') (colgroup (col) (col)) (thead (tr (th '1') (th '2'))) "
                            "(tbody (tr (td '3')) (tr (td '4') "
                            "(td '5'))))");
    CHECK(body("<table><col><tr><td>1</table>") == "(table (colgroup (col)) (tbody (tr (td '1'))))");
    CHECK(body("<select><optgroup label=a><option>1<option>2<optgroup label=b><option>3</select>") ==
          "(select (optgroup @label=a (option '1') (option '2')) (optgroup @label=b (option '3')))");
    CHECK(body("<ruby>a<rt>b<rp>c<rt>d</ruby>") == "(ruby 'a' (rt 'b') (rp 'c') (rt 'd'))");
    CHECK(body("<button><p>a</button>b") == "(button (p 'a')) 'b'");
    CHECK(body("<p><button>a<p>b</button>c") == "(p (button 'a' (p 'b')) 'c')");
}

TEST_CASE("a table within a cell is that cell's") {
    CHECK(body("<table><tr><td><table><tr><td>a</table><td>b</table>") ==
          "(table (tbody (tr (td (table (tbody (tr (td 'a'))))) (td 'b'))))");
}

TEST_CASE("parts of a table are read where they are sent alone") {
    CHECK(body("<tr class=r><td>a<td>b<tr><td>c") == "(tr @class=r (td 'a') (td 'b')) (tr (td 'c'))");
    CHECK(body("<td>a</td><td>b</td>") == "(td 'a') (td 'b')");
    CHECK(body("<tbody><tr><td>a<tbody><tr><td>b") == "(tbody (tr (td 'a'))) (tbody (tr (td 'b')))");
}

TEST_CASE("white space is what one sees of it") {
    CHECK(body("<p>\n  a  <b> b </b>\n  c\n</p>\n") == "(p 'a ' (b 'b ') 'c')");
    CHECK(body("<p>a<b> b</b></p>") == "(p 'a' (b ' b'))");
    CHECK(body("<p><b>a</b> <i>b</i></p>") == "(p (b 'a') ' ' (i 'b'))");
    CHECK(body("<p><b>a </b> <i> </i> <u>b</u> </p>") == "(p (b 'a ') (i) (u 'b'))");
    CHECK(body("<div> a <div> b </div> c </div>") == "(div 'a' (div 'b') 'c')");
    CHECK(body("<p>a <br> b</p>") == "(p 'a' (br) 'b')");
    CHECK(body("<p> <img> <input> a</p>") == "(p (img) ' ' (input) ' a')");
    CHECK(body("<p>a <script>1</script> b") == "(p 'a ' (script '1') 'b')");
    CHECK(body("<p>a <!-- c --> b") == "(p 'a b')");
    CHECK(body("<p>a <button> b </button> c") == "(p 'a ' (button 'b') ' c')");
    CHECK(body("<p>a&nbsp; b") == "(p 'a\u00A0 b')");
    CHECK(body("<ul>\n<li>a\n<li>b\n</ul>") == "(ul (li 'a') (li 'b'))");
    CHECK(body("<table>\n <tr>\n <td> a\n </td>\n </table>") == "(table (tbody (tr (td 'a'))))");
    CHECK(body("<my-tag> a </my-tag> b") == "(my-tag 'a ') 'b'");
    CHECK(read("<title>\n a  b </title>") == "(html (head (title 'a b')) (body))");
}

TEST_CASE("white space is kept where it is shown as it is") {
    CHECK(body("<pre>\n a\n\n b </pre>") == "(pre ' a\n\n b ')");
    CHECK(body("<pre>\n\na</pre>") == "(pre '\na')");
    CHECK(body("<pre>a <b> b </b>\r\nc</pre>") == "(pre 'a ' (b ' b ') '\nc')");
    CHECK(body("<textarea>\n a  <b> </textarea>") == "(textarea ' a  <b> ')");
    CHECK(body("<p><script> a < b && \"</p>\" </script>") == "(p (script ' a < b && \"</p>\" '))");
    CHECK(read("<style> a > b {} </style>") == "(html (head (style ' a > b {} ')) (body))");
}

TEST_CASE("a script ends where a browser ends it") {
    CHECK(body("<p><script>'</scripty>'</script>x") == "(p (script ''</scripty>'') 'x')");
    CHECK(body("<p><script><!-- a </script>x") == "(p (script '<!-- a ') 'x')");
    CHECK(body("<p><script><!-- <script> </script> --></script>x") ==
          "(p (script '<!-- <script> </script> -->') 'x')");
    CHECK(body("<p><script><!-- <script> --> </script>x") == "(p (script '<!-- <script> --> ') 'x')");
    CHECK(body("<p><SCRIPT>a</Script >x") == "(p (script 'a') 'x')");
    CHECK(body("<p><script>a") == "(p (script 'a'))");
}

TEST_CASE("references are the characters that they stand for") {
    CHECK(body("&lt;&amp;&gt;&quot;&#65;&#x42;&eacute;&euro;") == "'<&>\"AB\u00E9\u20AC'");
    CHECK(body("&copy 1 &notit; &foo; & &; &#; &#x; &lt") == "'\u00A9 1 \u00ACit; &foo; & &; &#; &#x; <'");
    CHECK(body("&#128;&#0;&#xD800;&#x110000;&#99999999999;") == "'\u20AC\uFFFD\uFFFD\uFFFD\uFFFD'");
    CHECK(body("<a href='?a=1&copy=2&amp;b&lt;&copy'>") == "(a @href=?a=1&copy=2&b<\u00A9)");
    CHECK(body("<textarea>&lt;</textarea><script>&lt;</script>") == "(textarea '<') (script '&lt;')");
}

TEST_CASE("svg and math are read as such") {
    CHECK(body("<svg viewBox='0 0 1 1'><path d=x/><g><circle/></g></svg>a") ==
          "(svg @viewbox=0 0 1 1 (path @d=x/ (g (circle)))) 'a'");
    CHECK(body("<svg><path d=x /><title>a<b>c</b></title><style>p{}</style></svg>") ==
          "(svg (path @d=x) (title 'a' (b 'c')) (style 'p{}'))");
    CHECK(body("<svg><![CDATA[ <b>&lt; ]]></svg>") == "(svg '<b>&lt;')");
    CHECK(body("<p><![CDATA[ a > b ]]>") == "(p 'b ]]>')");
    CHECK(body("<svg><g><p>a</p>b") == "(svg (g)) (p 'a') 'b'");
    CHECK(body("<svg><foreignObject><p>a</p><br/></foreignObject><path/></svg>") ==
          "(svg (foreignobject (p 'a') (br)) (path))");
    CHECK(body("<math><mi>x</mi><mo>=</mo></math>") == "(math (mi 'x') (mo '='))");
    CHECK(body("<svg><font/><font color=red>a") == "(svg (font)) (font @color=red 'a')");
    CHECK(body("<svg><title><form><svg></form></title>a</svg>b") == "(svg (title (form (svg))) 'a') 'b'");
    CHECK(body("<svg><a xlink:href='#x'/></svg>") == "(svg (a @xlink:href=#x))");
}

TEST_CASE("what does not conform is taken as it comes") {
    CHECK(body("<b>a<p>b</b>c</p>d") == "(b 'a' (p 'bc')) 'd'");
    CHECK(body("<b><i>a</b>c</i>d") == "(b (i 'a')) 'cd'");
    CHECK(body("<p><b>a</p>b") == "(p (b 'a')) 'b'");
    CHECK(body("<a href=1>a<a href=2>b") == "(a @href=1 'a') (a @href=2 'b')");
    CHECK(body("<div><span>a</div>b") == "(div (span 'a')) 'b'");
    CHECK(body("<div>a</span>b</div>") == "(div 'ab')");
    CHECK(body("a</p>b</br>c") == "'a' (p) 'b' (br) 'c'");
    CHECK(body("<table><tr><td><b>a</td></tr></table>b") == "(table (tbody (tr (td (b 'a'))))) 'b'");
    CHECK(body("<table><form id=f><tr><td>a</form></table>b") ==
          "(table (form @id=f) (tbody (tr (td 'a')))) 'b'");
    CHECK(body("<form><div><form></div>a</form>b") == "(form (div) 'a') 'b'");
    CHECK(body("<form><div></form>a</div>b") == "(form (div 'a')) 'b'");
    CHECK(body("a < b <3 </ c>d<?php?>e<!x>") == "'a < b <3 de'");
    CHECK(body("<p a=1 b='2") == "");
    CHECK(body("<h1>a<h2>b</h1>c") == "(h1 'a') (h2 'b') 'c'");
}

TEST_CASE("a page is decoded as a browser would") {
    CHECK(read("<p>\xE4", "text/html; charset=iso-8859-1") == "(html (head) (body (p '\u00E4')))");
    CHECK(read("<p>\x80", "text/html; charset=ISO-8859-1") == "(html (head) (body (p '\u20AC')))");
    CHECK(read("<meta charset=windows-1251><p>\xE4", "text/html") ==
          "(html (head (meta @charset=windows-1251)) (body (p '\u0434')))");
    CHECK(read("<META http-equiv=x content='text/html; charset=koi8-r'><p>\xC1", "text/html") ==
          "(html (head (meta @content=text/html; charset=koi8-r @http-equiv=x)) (body (p '\u0430')))");
    CHECK(read("<!-- <meta charset=koi8-r> --><p>\xE4", "") == "(html (head) (body (p '\u00E4')))");
    CHECK(read("<meta charset=utf-16><p>\u00E4", "text/html") ==
          "(html (head (meta @charset=utf-16)) (body (p '\u00E4')))");
    CHECK(read("\xEF\xBB\xBF<p>\u00E4", "text/html; charset=iso-8859-1") ==
          "(html (head) (body (p '\u00E4')))");
    CHECK(read(std::string_view("\xFF\xFE<\0p\0>\0\xE4\0", 10), "text/html") ==
          "(html (head) (body (p '\u00E4')))");
    CHECK(read("<p>\u00E4", "text/html") == read("<p>\xE4", "text/html"));
}

TEST_CASE("a page that is not of its charset is not read") {
    auto const refused = ficus::acl::read_html("<p>\xE4", "text/html; charset=utf-8");
    REQUIRE(refused.has_error());
    CHECK(refused.error().where == "byte 4");
    CHECK(ficus::acl::read_html("<p>", "text/html; charset=no-such").has_error());
}

#include "acl/call.hpp"
#include "acl/proof.hpp"
#include "taken.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

call_options call_of(std::string name, std::string path,
                     std::vector<std::pair<std::string, std::string>> from = {}) {
    call_options c;
    c.name = std::move(name);
    c.path = std::move(path);
    c.from = std::move(from);
    return c;
}

/// An order that says its customer's number, and calls for the customer and for what is in stock.
translator_options page() {
    auto o = mapped(format::xml, format::json, {});
    o.request.path = {"/order/{id}", "/v2/orders/{id}"};
    o.response.fields = {field("No", "id", scalar_type::integer), field("Name", "customer:name.first"),
                         field("Left", "stock:left", scalar_type::integer),
                         list("Tags/Tag[]", "customer:tags[]"),
                         list("Lines/Line[]", "stock:lines[]", {field("Sku", "sku")})};
    o.calls = {call_of("customer", "/customers/{number}", {{"number", "answer:customer"}}),
               call_of("stock", "/stock/{id}?lang={lang}", {{"lang", "query:lang"}})};
    return o;
}

message_view get(std::string_view path, std::string_view query = {}) {
    message_view from;
    from.method = "GET";
    from.path = path;
    from.query = query;
    from.has_query = !query.empty();
    return from;
}

std::string targets(translator const& t, message_view const& from, std::string_view answered) {
    auto const made = taken(t.translate(direction::to_modern, part::request, from));
    auto due = t.due_calls(from, made);
    message_view answer;
    answer.status = 200;
    answer.body = answered;
    std::string said;
    for (auto const& one : due) said += one.waits ? "waits " : "";
    t.complete_calls(due, answer);
    for (auto const& one : due) said += '[' + (one.target.empty() ? one.why : one.target) + ']';
    return said;
}

using state = call_answer::state;

/// What a call came to.
struct came {
    state how = state::nothing;
    std::string body = {};
    std::string type = {};
};

std::string put_together(translator const& t, std::vector<came> const& came_to,
                         std::string_view body = R"({"id":7})") {
    std::vector<document> documents;
    std::vector<call_answer> calls;
    for (std::size_t i = 0; i < came_to.size(); ++i) {
        calls.push_back({came_to[i].how, nullptr});
        if (came_to[i].how != state::answered) continue;
        auto read = t.calls()[i].read(came_to[i].body, came_to[i].type);
        if (!read) return read.error().where + ": " + read.error().message;
        documents.push_back(std::move(*read));
        calls.back().document = documents.back().root();
    }
    message_view answer;
    answer.status = 200;
    answer.body = body;
    answer.calls = calls;
    auto const made = t.translate(direction::to_legacy, part::response, answer);
    if (!made) return made.error().where + ": " + made.error().message;
    auto said = made->body;
    constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (said.starts_with(declaration)) said.erase(0, declaration.size());
    return said;
}

std::vector<std::string> refused(translator_options const& options) {
    auto const made = translator::compile(options);
    std::vector<std::string> said;
    if (!made)
        for (auto const& problem : made.error()) said.push_back(problem.key + ": " + problem.message);
    return said;
}

} // namespace

TEST_CASE("calls ask for what the modern request says, or its answer") {
    auto const t = make(page());
    CHECK(targets(t, get("/order/7%2F1", "lang=de&x=1"), R"({"customer":12})") ==
          "waits [/customers/12][/stock/7%2F1?lang=de]");
    INFO("values cannot become anything else");
    CHECK(targets(t, get("/order/7", "lang=a%26b%3D%23"), R"({"customer":"1/2?x#y"})") ==
          "waits [/customers/1%2F2%3Fx%23y][/stock/7?lang=a%26b%3D%23]");
    INFO("there is nothing to ask for");
    CHECK(targets(t, get("/order/7"), R"({"customer":null})") == "waits [][]");
    CHECK(targets(t, get("/order/7", "lang="), R"({})") == "waits [][]");
    INFO("it cannot be asked for");
    CHECK(targets(t, get("/order/7", "lang=de"), R"({"customer":".."})") ==
          "waits [{number}: a dot segment in it would lead out of the path][/stock/7?lang=de]");
    CHECK(targets(t, get("/order/7", "lang=de"), R"({"customer":[1]})") ==
          "waits [{number}: customer: no single value, which a target needs][/stock/7?lang=de]");
    CHECK(targets(t, get("/order/7", "lang=de"), R"({"customer":")" + std::string(2049, '1') + "\"}") ==
          "waits [{number}: more than 2 KiB, which no target should be][/stock/7?lang=de]");
    CHECK(targets(t, get("/order/7", "lang=de"), "<html>").starts_with("waits [{number}: "));
}

TEST_CASE("an answer is put together from all documents, and split into them again") {
    auto const t = make(page());
    std::vector<came> const calls{{state::answered, R"({"name":{"first":"Ann"},"tags":["a","b"]})", {}},
                                  {state::answered, R"({"left":3,"lines":[{"sku":"A"}]})", {}}};
    std::string const whole =
        "<R><No>7</No><Name>Ann</Name><Left>3</Left><Tags><Tag>a</Tag><Tag>b</Tag></Tags>"
        "<Lines><Line><Sku>A</Sku></Line></Lines></R>";
    CHECK(put_together(t, calls) == whole);
    message_view back;
    back.status = 200;
    back.body = whole;
    auto const split = taken(t.translate(direction::to_modern, part::response, back));
    CHECK(split.body == R"({"id":7})");
    CHECK(split.calls == std::vector<std::string>{R"({"name":{"first":"Ann"},"tags":["a","b"]})",
                                                  R"({"left":3,"lines":[{"sku":"A"}]})"});
    CHECK(prove(t).empty());
}

TEST_CASE("what a failed call means is the call's to say") {
    auto o = page();
    std::vector<came> const customer_failed{{state::failed, {}, {}}, {}};
    std::vector<came> const customer_is_html{{state::answered, "<html>", "text/html"}, {}};
    CHECK(put_together(make(o), customer_failed) == "customer: the call has failed");
    CHECK(put_together(make(o), customer_is_html) ==
          "Content-Type: text/html is not what the call's answer is read as");
    CHECK(put_together(make(o), {}) == "<R><No>7</No></R>");
    o.calls[0].on_failure = call_failure::absent;
    CHECK(put_together(make(o), customer_failed) == "<R><No>7</No></R>");
    o.calls[0].on_failure = call_failure::stand_in;
    o.calls[0].stand_in = R"({"name":{"first":"?"}})";
    CHECK(put_together(make(o), customer_failed) == "<R><No>7</No><Name>?</Name></R>");
    INFO("what is not there at all is no failure");
    CHECK(put_together(make(o), {}) == "<R><No>7</No></R>");
    INFO("and is as absent as anything else");
    (*o.response.fields)[1].missing.legacy = "nobody";
    CHECK(put_together(make(o), {}) == "<R><No>7</No><Name>nobody</Name></R>");
    (*o.response.fields)[1].missing = {};
    (*o.response.fields)[1].required = true;
    CHECK(put_together(make(o), {}) == "customer:name.first: is not there, and must be");
}

TEST_CASE("an error in a call's answer names the place in it") {
    auto const t = make(page());
    CHECK(put_together(t, {{}, {state::answered, R"({"left":"three"})", {}}}) ==
          "stock:left: a string where an integer is due");
    CHECK(put_together(t, {{}, {state::answered, R"({"lines":[{"sku":"A"},{"sku":["B"]}]})", {}}}) ==
          "stock:lines[1].sku: a list where a string is due");
    CHECK(put_together(t, {{state::answered, "[1]", {}}, {}}) == "customer:: a list where an object is due");
}

TEST_CASE("a call may speak another format, and be a list") {
    auto o = mapped(format::json, format::json, {});
    o.response.fields = {field("no", "id"), field("name", "customer:Name/@first"),
                         list("stock[]", "stock:[]", {field("sku", "sku")})};
    o.calls = {call_of("customer", "/c"), call_of("stock", "/s")};
    o.calls[0].spoken = side_options{format::xml, "Customer"};
    auto const t = make(o);
    CHECK(put_together(t, {{state::answered, R"(<Customer><Name first="Ann"/></Customer>)", "text/xml"},
                           {state::answered, R"([{"sku":"A"},{"sku":"B"}])", {}}}) ==
          R"({"no":7,"name":"Ann","stock":[{"sku":"A"},{"sku":"B"}]})");
    CHECK(put_together(t, {{state::answered, "<Other/>", {}}, {}}) ==
          "Other: the root element is not 'Customer'");
    auto const lost = prove(t);
    for (auto const& one : lost) UNSCOPED_INFO(one.where << ": " << one.message << "\n" << one.document);
    CHECK(lost.empty());
}

TEST_CASE("with rest = \"keep\" what no field names is kept of the main answer alone") {
    auto o = page();
    o.keep_rest = true;
    auto const t = make(o);
    CHECK(put_together(t, {{state::answered, R"({"name":{"first":"A","last":"B"},"x":1})", {}}, {}},
                       R"({"id":7,"kept":"k"})") == "<R><No>7</No><Name>A</Name><kept>k</kept></R>");
    INFO("what calls answered is sent, too, when it comes to how large the answer may become");
    std::string const much(200'000, 'x');
    CHECK(put_together(t, {{state::answered, R"({"name":{"first":")" + much + "\"}}", {}}, {}}) ==
          "<R><No>7</No><Name>" + much + "</Name></R>");
}

TEST_CASE("calls that are wrong are refused with their place and the mend") {
    auto const with = [](auto const& change) {
        auto o = page();
        change(o);
        return refused(o);
    };
    using problems = std::vector<std::string>;
    CHECK(
        with([](auto& o) { o.calls[0].name = "query"; }).front() ==
        "response.fields[1].modern: the path 'customer:name.first' begins with 'customer', which is none of "
        "the calls; name one of them, or quote the member: 'customer:name'");
    auto plain = page();
    plain.response.fields = {field("Name", "custmer:name"), field("Left", "stock:left")};
    CHECK(refused(plain) ==
          problems{"response.fields[0].modern: the path 'custmer:name' begins with 'custmer', "
                   "which is none of the calls; name one of them, or quote the member: "
                   "'custmer:name'"});
    plain.response.fields = {field("Name", "'dc:title'"), field("Left", "stock:left")};
    CHECK(refused(plain).empty());
    CHECK(with([](auto& o) {
              o.calls[1].name = "customer";
              o.response.fields = {field("N", "customer:n")};
          }) == problems{"calls[1].name: two calls have this name; give each its own"});
    CHECK(
        with([](auto& o) { o.calls[0].path = "customers/{number}"; }).front() ==
        "calls[0].path: 'customers/{number}' is no path; it begins with one '/', as in '/v2/customers/{id}'");
    CHECK(with([](auto& o) { o.calls[0].path = "/c/x{number}"; }).front() ==
          "calls[0].path: '{number}' must be all of a segment, as in '/v2/customers/{id}'");
    CHECK(with([](auto& o) { o.calls[1].path = "/s?a={id}x"; }).front() ==
          "calls[1].path: '{id}' must be all of a value in the query, as in '?lang={lang}'");
    CHECK(with([](auto& o) { o.calls[0].path = "/c d/{number}"; }) ==
          problems{"calls[0].path: ' ' cannot stand in a path or a query; write it percent-encoded",
                   "calls[0].from.number: the call's path has no {number}; leave it out"});
    CHECK(
        with([](auto& o) { o.calls[0].from.clear(); }) ==
        problems{"calls[0].path: nothing says what {number} is: request.path has no such name; say from = { "
                 "number = \"query:number\" }"});
    CHECK(with([](auto& o) { o.calls[0].from[0].second = "customer"; }) ==
          problems{"calls[0].from.number: 'customer' does not say where the value is; write path:, query:, "
                   "header:, cookie: or body: of the modern request, or answer: of its answer"});
    CHECK(with([](auto& o) { o.calls[0].from[0].second = "answer:customers[]"; }) ==
          problems{
              "calls[0].from.number: 'answer:customers[]' is no single value of a body; a call asks for one "
              "thing"});
    CHECK(with([](auto& o) {
              o.calls[0].on_failure = call_failure::stand_in;
              o.calls[0].stand_in = "{";
          })
              .front()
              .starts_with("calls[0].on_failure.default: line 1"));
    CHECK(with([](auto& o) { o.calls[0].absent = {99}; }) ==
          problems{"calls[0].absent: 99 is no status of an answer; it takes 200 to 599"});
    CHECK(with([](auto& o) { o.response.fields = {field("No", "id")}; }) ==
          problems{"calls: no field names any of them; say what is to come of a call, as in modern = "
                   "'customer:name', or leave them out"});
    CHECK(with([](auto& o) { o.calls.resize(9, call_of("more", "/m")); }).front() ==
          "calls: an answer is put together from at most 8 calls; ask for more with each, or have a service "
          "do it");
    CHECK(with([](auto& o) {
              auto constant = field("", "customer:kind");
              constant.constant = constant_options{"person"};
              o.response.fields->push_back(constant);
          }) == problems{"response.fields[5].constant: a call's answer is asked for nothing that the mapping "
                         "knows; leave the field out"});
    CHECK(with([](auto& o) { o.response.fields.reset(); }) ==
          problems{"calls: no field names any of them; say what is to come of a call, as in modern = "
                   "'customer:name', or leave them out"});
    CHECK(with([](auto& o) { o.request.fields = {field("Name", "customer:name")}; }) ==
          problems{"request.fields[0].modern: 'customer:name' is of a call; put this into response.fields"});
    CHECK(with([](auto& o) {
              outcome_options gone;
              gone.legacy.statuses = {200};
              gone.legacy.root = "gone";
              gone.modern.statuses = {404};
              gone.fields = {field("Name", "customer:name")};
              o.outcomes = {gone};
          }) ==
          problems{"outcomes[0].fields[0].modern: 'customer:name' is of a call; answers of a kind of their "
                   "own have the main one alone; leave the field out"});
    CHECK(with([](auto& o) { o.response.fields->push_back(field("Again", "customer:name")); }) ==
          problems{"response.fields[5].modern: 'customer:name' overlaps with 'customer:name.first' of "
                   "response.fields[1]; each place may have one meaning"});
}

TEST_CASE("of fields that both parts share a request has those without calls, under their own numbers") {
    auto o = mapped(format::xml, format::json, {field("Name", "customer:name"), field("No", "id")});
    o.calls = {call_of("customer", "/c")};
    auto const t = make(o);
    CHECK(taken(t.translate_body(direction::to_modern, part::request, "<R><Name>A</Name><No>7</No></R>")) ==
          R"({"id":"7"})");
    o.fields.push_back(field("Other", "id"));
    CHECK(refused(o) ==
          std::vector<std::string>{
              "fields[2].modern: 'id' is mapped already by fields[1]; each place may have one meaning"});
    // A path of the mapping is no number of a field.
    o.fields.back() = field("Other", "fields[x");
    auto const said = refused(o);
    REQUIRE(said.size() == 1);
    CHECK(said[0].starts_with("fields[2].modern: the path 'fields[x' has a '['"));
}

TEST_CASE("what a mapping loses of a call's answer is shown with the call's name") {
    auto o = mapped(format::xml, format::json, {});
    o.response.fields = {list("Tag[]", "customer:tags[]")};
    o.calls = {call_of("customer", "/c")};
    auto const lost = prove(make(o));
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].where == "customer:tags");
    CHECK(lost[0].document == R"({} and customer: {"tags":[]})");
}

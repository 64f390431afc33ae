#include "acl/call.hpp"

#include "acl/form.hpp"
#include "acl/format.hpp"
#include "acl/hex.hpp"
#include "acl/outcome.hpp"
#include "acl/quoted.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/side_check.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

/// What paths begin with that lead elsewhere.
constexpr std::array<std::string_view, 7> taken_names{"path", "query",  "header", "cookie",
                                                      "body", "answer", "request"};

bool is_call_name(std::string_view text) {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
           });
}

/// The first character of a literal that a target cannot hold (RFC 3986 §3.3, §3.4), or npos.
std::size_t find_bad_literal(std::string_view text) {
    constexpr std::string_view fit = "-._~!$&'()*+,;=:@/?";
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        bool const alnum = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (alnum || fit.find(c) != std::string_view::npos) continue;
        bool const escape =
            c == '%' && text.size() - i >= 3 && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
        if (!escape) return i;
    }
    return std::string_view::npos;
}

bool names_prefix(side_options const& side, std::string const& name) {
    auto const& table = side.kind == format::soap ? side.soap.namespaces : side.xml.namespaces;
    return std::any_of(table.begin(), table.end(),
                       [&](xml_namespace const& entry) { return entry.prefix == name; });
}

void check_name(std::string const& name, side_options const& modern, std::string const& key,
                std::vector<option_error>& problems) {
    if (!is_call_name(name))
        problems.push_back(
            {key, quoted(name) + " is no name of a call; it takes small letters, digits, _ and -"});
    else if (std::find(taken_names.begin(), taken_names.end(), name) != taken_names.end())
        problems.push_back(
            {key, quoted(name + ':') + " in a path means something else; choose another name"});
    else if (names_prefix(modern, name))
        problems.push_back(
            {key, quoted(name) + " is a prefix of the modern side's namespaces; choose another name"});
}

} // namespace

boost::system::result<call, std::vector<option_error>>
call::compile(call_options const& options, setting const& within, std::string const& key) {
    call made;
    std::vector<option_error> problems;
    made.options_ = options;
    made.side_ = options.spoken.value_or(within.answer);
    check_name(options.name, within.answer, key + ".name", problems);
    if (options.spoken) check_side(made.side_, key + ".answer", problems);
    if (made.side_.kind == format::none || made.side_.kind == format::multipart)
        problems.push_back({key + ".answer", "a call's answer has a body in a format that can be read; say "
                                             "answer = { format = \"json\" }"});
    for (auto const status : options.absent)
        if (status < 200 || status > 599)
            problems.push_back({key + ".absent",
                                std::to_string(status) + " is no status of an answer; it takes 200 to 599"});
    if (options.on_failure == call_failure::stand_in) {
        auto read = made.read(options.stand_in, {});
        if (read)
            made.stand_in_ = std::make_shared<document const>(std::move(*read));
        else
            problems.push_back(
                {key + ".on_failure.default", read.error().where + ": " + read.error().message});
    }
    made.parse_target(key + ".path", problems);
    made.find_sources(within, key, problems);
    if (!problems.empty()) return problems;
    return made;
}

/// `/v2/customers/{id}?lang={lang}`: in the path a name is a whole segment, in the query a whole value.
void call::parse_target(std::string const& key, std::vector<option_error>& problems) {
    std::string_view const text = options_.path;
    auto const refuse = [&](std::string why) { problems.push_back({key, std::move(why)}); };
    if (!text.starts_with('/') || text.starts_with("//"))
        return refuse(quoted(text) + " is no path; it begins with one '/', as in '/v2/customers/{id}'");
    bool in_query = false;
    std::string literal;
    for (std::size_t at = 0; at < text.size();) {
        auto const open = std::min(text.find('{', at), text.size());
        auto const between = text.substr(at, open - at);
        if (auto const bad = find_bad_literal(between); bad != std::string_view::npos)
            return refuse(quoted(between.substr(bad, 1)) +
                          " cannot stand in a path or a query; write it percent-encoded");
        literal += between;
        in_query = in_query || between.find('?') != std::string_view::npos;
        if (open == text.size()) break;
        auto const close = text.find('}', open);
        if (close == std::string_view::npos)
            return refuse("'{' begins a name that does not end; write '{id}'");
        auto name = text.substr(open + 1, close - open - 1);
        bool const rest = !in_query && name.ends_with("...");
        if (rest) name.remove_suffix(3);
        auto const behind = close + 1 < text.size() ? text[close + 1] : '\0';
        bool const whole = in_query ? literal.ends_with('=') && (behind == '\0' || behind == '&')
                                    : literal.ends_with('/') &&
                                          (behind == '\0' || behind == '?' || (behind == '/' && !rest));
        if (name.empty() || name.find('{') != std::string_view::npos || !whole)
            return refuse(quoted(text.substr(open, close - open + 1)) +
                          (in_query ? " must be all of a value in the query, as in '?lang={lang}'"
                                    : " must be all of a segment, as in '/v2/customers/{id}'"));
        literals_.push_back(std::exchange(literal, {}));
        sources_.push_back({std::string(name), {}, false, in_query, rest});
        at = close + 1;
    }
    literals_.push_back(literal);
}

void call::find_sources(setting const& within, std::string const& key, std::vector<option_error>& problems) {
    auto const names_it = [&](std::string const& name) {
        return std::any_of(sources_.begin(), sources_.end(), [&](source const& s) { return s.name == name; });
    };
    for (auto const& [name, place] : options_.from)
        if (!names_it(name))
            problems.push_back(
                {key + ".from." + name, "the call's path has no {" + name + "}; leave it out"});
    for (auto& s : sources_) {
        auto const said = std::find_if(options_.from.begin(), options_.from.end(),
                                       [&](auto const& entry) { return entry.first == s.name; });
        auto const where = said == options_.from.end() ? key + ".path" : key + ".from." + s.name;
        std::string text = said == options_.from.end() ? "path:" + s.name : said->second;
        auto const colon = text.find(':');
        auto const prefix = std::string_view(text).substr(0, colon);
        if (colon == std::string::npos || prefix == "request" ||
            std::find(taken_names.begin(), taken_names.end(), prefix) == taken_names.end()) {
            problems.push_back({where, quoted(text) +
                                           " does not say where the value is; write path:, query:, "
                                           "header:, cookie: or body: of the modern request, or "
                                           "answer: of its answer"});
            continue;
        }
        s.in_answer = prefix == "answer";
        needs_answer_ = needs_answer_ || s.in_answer;
        auto const& side = s.in_answer ? within.answer : within.request;
        auto path = parse_field_path(dialect_of(side).shape, s.in_answer ? "body:" + text.substr(7) : text);
        if (!path) {
            problems.push_back({where, path.error()});
            continue;
        }
        s.path = std::move(*path);
        if (s.path.repeated || (s.in_answer && s.path.where != place::body))
            problems.push_back(
                {where, quoted(text) + " is no single value of a body; a call asks for one thing"});
        if (side.kind == format::none && s.path.where == place::body)
            problems.push_back({where,
                                "that side has no body (format = \"none\"); say where the value is, such "
                                "as 'query:id'"});
        if (s.path.where != place::path) continue;
        if (within.templates == nullptr || !within.templates->find(1, s.path.name))
            problems.push_back(
                {where, said == options_.from.end()
                            ? "nothing says what {" + s.name +
                                  "} is: request.path has no such name; say from = { " + s.name +
                                  " = \"query:" + s.name + "\" }"
                            : "the modern template of request.path has no {" + s.path.name + "}"});
    }
}

call::verdict call::judge(unsigned status) const {
    if (std::find(options_.absent.begin(), options_.absent.end(), status) != options_.absent.end())
        return verdict::nothing;
    return is_success(status) ? verdict::answer : verdict::failure;
}

boost::system::result<document, error> call::read(std::string_view body, std::string_view content_type,
                                                  reading_limits const& limits) const {
    if (!accepts(side_, content_type))
        return error{error_code::malformed, "Content-Type",
                     std::string(content_type) + " is not what the call's answer is read as"};
    auto made = read_body(side_, body, content_type, limits);
    if (made && dialect_of(side_).shape == shape::xml && made->root()->name != side_.root)
        return error{error_code::malformed, std::string(made->root()->name),
                     "the root element is not '" + side_.root + "'"};
    return made;
}

boost::system::result<std::string, error> call::target(std::vector<std::string> const& values) const {
    constexpr std::size_t longest = 2048;
    std::string made = literals_.front();
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        auto const& s = sources_[i];
        if (values[i].size() > longest)
            return error{error_code::limit, '{' + s.name + '}', "more than 2 KiB, which no target should be"};
        if (s.in_query) {
            encode_form_text(values[i], made);
        } else {
            auto encoded = encode_segments(values[i], s.takes_rest);
            if (!encoded) return error{encoded.error().code, '{' + s.name + '}', encoded.error().message};
            made += *encoded;
        }
        made += literals_[i + 1];
    }
    return made;
}

std::optional<std::string> scalar_text_of(value const& scalar) {
    switch (scalar.kind) {
    case kind::string:
    case kind::number: return std::string(scalar.text);
    case kind::boolean: return scalar.truth ? "true" : "false";
    case kind::element: {
        if (is_nil(scalar)) return std::nullopt;
        std::string text;
        for (auto const* child = scalar.first; child != nullptr; child = child->next) {
            if (child->kind == kind::element) return std::nullopt;
            if (child->name.empty()) text += child->text;
        }
        return text;
    }
    default: return std::nullopt;
    }
}

} // namespace ficus::acl

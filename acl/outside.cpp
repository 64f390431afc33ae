#include "acl/outside.hpp"

#include "acl/form.hpp"
#include "acl/header_mapping.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lower_case(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(), lower);
    return made;
}

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

template<class F>
void for_each_piece(std::string_view text, char separator, F&& f) {
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find(separator, begin), text.size());
        f(text.substr(begin, end - begin));
        begin = end + 1;
    }
}

bool names_any(std::span<field_path const> named, place where) {
    return std::any_of(named.begin(), named.end(), [&](field_path const& p) { return p.where == where; });
}

/// Cookies of all Cookie fields (RFC 6265 §4.2.1): name and value as they were sent.
template<class F>
void for_each_cookie(message_view const& from, F&& f) {
    for (auto const& header : from.headers) {
        if (!is_same_header(header.name, "cookie")) continue;
        for_each_piece(header.value, ';', [&](std::string_view pair) {
            pair = trimmed(pair);
            if (pair.empty()) return;
            auto const equals = pair.find('=');
            f(trimmed(pair.substr(0, equals)),
              equals == std::string_view::npos ? std::string_view{} : trimmed(pair.substr(equals + 1)), pair);
        });
    }
}

/// Whether a pair of a query has that name once it is decoded.
bool is_called(std::string_view pair, std::string_view name) {
    auto const raw = pair.substr(0, pair.find('='));
    if (raw.find_first_of("%+") == std::string_view::npos) return raw == name;
    document memory(256);
    auto const decoded = decode_form_text(raw, memory);
    return decoded && *decoded == name;
}

class reader {
public:
    reader(value& into, document& memory) : into_(into), memory_(memory) {}

    std::optional<error> add(field_path const& path, std::string_view text) {
        if (find_invalid_utf8(text) != std::string_view::npos)
            return error{error_code::malformed, path.steps.front(), "not UTF-8"};
        auto* made = memory_.make(kind::string);
        made->text = text;
        document::append(into_, *made, path.steps.front());
        return std::nullopt;
    }

    std::optional<error> add_query(field_path const& path, std::string_view query) {
        std::optional<error> failure;
        for_each_piece(query, '&', [&](std::string_view pair) {
            if (failure || pair.empty() || !is_called(pair, path.name)) return;
            auto const equals = pair.find('=');
            auto text = decode_form_text(
                equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), memory_);
            if (text)
                failure = add(path, *text);
            else
                failure = error{error_code::malformed, path.steps.front(), text.error().message};
        });
        return failure;
    }

private:
    value& into_;
    document& memory_;
};

/// Why a header field cannot have that value (RFC 9110 §5.5), or nothing.
std::string_view why_no_header_value(std::string_view text) {
    for (auto const c : text)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
            return "a control character, which a header cannot hold";
    if (trimmed(text).size() != text.size()) return "white space at an end, which a header cannot hold";
    return {};
}

/// RFC 6265 §4.1.1: cookie-value.
std::string_view why_no_cookie_value(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    for (auto const character : text) {
        auto const c = static_cast<unsigned char>(character);
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
            return "a character that a cookie cannot hold: it takes printable ASCII without space, quote, "
                   "comma, "
                   "semicolon and backslash";
    }
    return {};
}

void add_pair(message& to, std::string_view name, std::string_view text) {
    if (!to.query.empty()) to.query += '&';
    encode_form_text(name, to.query);
    to.query += '=';
    encode_form_text(text, to.query);
    to.has_query = true;
}

void add_cookie(message& to, std::string_view pair) {
    for (auto& field : to.added)
        if (field.name == "Cookie") {
            field.value.append("; ").append(pair);
            return;
        }
    to.added.push_back({"Cookie", std::string(pair)});
}

/// What fields of an answer say of its request: nobody is told it.
remembered& said_of_request(message& to) {
    if (to.request == nullptr) to.request = std::make_shared<remembered>();
    return *to.request;
}

field_path const* find_named(std::span<field_path const> named, std::string_view step) {
    for (auto const& path : named)
        if (path.steps.front() == step) return &path;
    return nullptr;
}

} // namespace

boost::system::result<value*, error> read_outside(message_view const& from, std::span<field_path const> named,
                                                  path_mapping const* templates, std::size_t side,
                                                  path_mapping::captures const* captures, document& into) {
    auto* const all = into.make(kind::object);
    reader found(*all, into);
    for (auto const& path : named) {
        std::optional<error> failure;
        switch (path.where) {
        case place::path:
            if (templates != nullptr && captures != nullptr)
                failure = found.add(
                    path, into.keep(decode_segments((*captures)[templates->index_of(side, path.name)])));
            break;
        case place::query:
            if (!path.is_whole_query)
                failure = found.add_query(path, from.query);
            else if (!from.query.empty())
                failure = found.add(path, from.query);
            break;
        case place::header:
            for (auto const& header : from.headers)
                if (!failure && is_same_header(header.name, path.name))
                    failure = found.add(path, header.value);
            break;
        case place::cookie:
            for_each_cookie(from, [&](std::string_view name, std::string_view text, std::string_view) {
                if (!failure && name == path.name) failure = found.add(path, text);
            });
            break;
        case place::request:
            if (from.request == nullptr) break;
            if (auto const* lost = from.request->why_lost(path.steps.front())) return *lost;
            if (auto const* said = from.request->find(path.steps.front()))
                document::append(*all, *into.copy(*said), path.steps.front());
            break;
        case place::body:
        case place::call:
        case place::key: break;
        }
        if (failure) return std::move(*failure);
    }
    return all;
}

void remove_outside(message_view const& from, std::span<field_path const> source,
                    std::span<field_path const> target, message& to) {
    // Whether it stays; what the target's fields write is not to be there twice.
    auto const stays = [&](place where, auto const& is_it) {
        auto const is_that = [&](field_path const& path) {
            return path.where == where && (path.is_whole_query || is_it(path.name));
        };
        if (std::any_of(source.begin(), source.end(), is_that)) return false;
        if (std::none_of(target.begin(), target.end(), is_that)) return true;
        ++to.dropped;
        return false;
    };
    if (names_any(source, place::query) || names_any(target, place::query)) {
        to.query.clear();
        bool any = false;
        for_each_piece(from.query, '&', [&](std::string_view pair) {
            if (!stays(place::query, [&](std::string const& name) { return is_called(pair, name); })) return;
            if (any) to.query += '&';
            any = true;
            to.query += pair;
        });
        to.has_query = from.has_query && any;
    }
    if (names_any(source, place::header) || names_any(target, place::header))
        for (auto const& header : from.headers)
            if (!stays(place::header,
                       [&](std::string const& name) { return is_same_header(name, header.name); }))
                to.removed.push_back(lower_case(header.name));
    if (names_any(source, place::cookie) || names_any(target, place::cookie)) {
        to.removed.emplace_back("cookie");
        for_each_cookie(from, [&](std::string_view name, std::string_view, std::string_view pair) {
            if (stays(place::cookie, [&](std::string const& wanted) { return wanted == name; }))
                add_cookie(to, pair);
        });
    }
}

boost::system::result<void, error> write_outside(value const& values, std::span<field_path const> named,
                                                 path_mapping const* templates, std::size_t side,
                                                 std::vector<std::string>& captures, message& to) {
    for (auto const* one = values.first; one != nullptr; one = one->next) {
        auto const& path = *find_named(named, one->name);
        std::string_view why;
        switch (path.where) {
        case place::query:
            if (!path.is_whole_query) {
                add_pair(to, path.name, one->text);
                break;
            }
            // A form, as which it was written, is a query as it stands.
            to.query = one->text;
            to.has_query = !to.query.empty();
            break;
        case place::header:
            if ((why = why_no_header_value(one->text)).empty())
                to.added.push_back({path.name, std::string(one->text)});
            break;
        case place::cookie:
            if ((why = why_no_cookie_value(one->text)).empty())
                add_cookie(to, path.name + '=' + std::string(one->text));
            break;
        case place::path: {
            auto encoded = encode_segments(one->text, templates->is_rest(side, path.name));
            if (!encoded) return error{encoded.error().code, std::string(one->name), encoded.error().message};
            captures[templates->index_of(side, path.name)] = std::move(*encoded);
            break;
        }
        case place::request: said_of_request(to).add(one->name, *one); break;
        case place::body:
        case place::call:
        case place::key: break;
        }
        if (!why.empty()) return error{error_code::unrepresentable, std::string(one->name), std::string(why)};
    }
    return {};
}

} // namespace ficus::acl

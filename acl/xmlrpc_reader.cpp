#include "acl/quoted.hpp"
#include "acl/xml.hpp"
#include "acl/xml_name_text.hpp"
#include "acl/xml_text.hpp"
#include "acl/xmlrpc.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace ficus::acl {
namespace {

using made = boost::system::result<value*, error>;

error malformed(std::string message) {
    return {error_code::malformed, {}, std::move(message)};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    text.remove_prefix(count);
    return count;
}

/// What an element holds: its own elements, and its text where it has none.
struct content {
    std::vector<value*> elements;
    std::string_view text;
};

boost::system::result<content, error> content_of(value& element) {
    content found;
    for (auto* child = element.first; child != nullptr; child = child->next) {
        if (child->kind == kind::element) {
            found.elements.push_back(child);
        } else if (child->name.empty()) {
            found.text = child->text;
        } else if (child->name != "@xmlns" && !child->name.starts_with("@xmlns:")) {
            return malformed("XML-RPC has no attributes, and here is " + quoted(child->name.substr(1)));
        }
    }
    if (!found.elements.empty() && !found.text.empty()) return malformed("there is text beside elements");
    return found;
}

class message_reader {
public:
    message_reader(document& into, reading_limits const& limits) : into_(into), limits_(limits) {}

    made read(value& root) {
        auto* message = into_.make(kind::object);
        bool const call = root.name == "methodCall";
        if (!call && root.name != "methodResponse")
            return place(root, malformed("the root is neither methodCall nor methodResponse"));
        auto parts = content_of(root);
        if (!parts) return place(root, parts.error());
        if (!parts->text.empty()) return place(root, malformed("there is text between its elements"));
        auto& elements = parts->elements;
        if (call) {
            if (elements.empty() || elements.front()->name != "methodName" || elements.size() > 2 ||
                (elements.size() == 2 && elements.back()->name != "params"))
                return place(root, malformed("a call is one methodName and perhaps one params behind it"));
            auto name = content_of(*elements.front());
            if (name && !name->elements.empty()) name = malformed("a method's name is text");
            if (name && !is_xmlrpc_method(trimmed(name->text)))
                name = malformed(quoted(name->text) +
                                 " is no name of a method: letters, digits, '_', '.', ':' and '/' are");
            if (!name) return place(root, place(*elements.front(), name.error()));
            document::append(*message, *into_.make_string(trimmed(name->text)), "method");
        } else if (elements.size() != 1 ||
                   (elements.front()->name != "params" && elements.front()->name != "fault")) {
            return place(root, malformed("an answer is one params or one fault"));
        }
        if (!call && elements.front()->name == "fault") {
            auto fault = read_fault(*elements.front());
            if (!fault) return place(root, place(*elements.front(), fault.error()));
            document::append(*message, **fault, "fault");
            return message;
        }
        auto* params = into_.make(kind::array);
        document::append(*message, *params, "params");
        if (call && elements.size() == 1) return message;
        if (auto failure = read_params(*elements.back(), *params))
            return place(root, place(*elements.back(), std::move(*failure)));
        if (!call && params->count != 1)
            return place(root,
                         malformed("an answer has one param, and here are " + std::to_string(params->count)));
        return message;
    }

private:
    static error place(value const& element, error failure) {
        return within_element(element, std::move(failure));
    }

    std::optional<error> read_params(value& element, value& params) {
        auto parts = content_of(element);
        if (!parts) return parts.error();
        if (!trimmed(parts->text).empty()) return malformed("there is text between its elements");
        for (auto* param : parts->elements) {
            auto const nth = [&](error failure) {
                auto const at = "param[" + std::to_string(params.count) + ']';
                failure.where = failure.where.empty() ? at : at + '/' + failure.where;
                return failure;
            };
            if (param->name != "param") return malformed(quoted(param->name) + " is no param");
            auto one = read_only_value(*param, 1);
            if (!one) return nth(one.error());
            document::append(params, **one);
        }
        return std::nullopt;
    }

    made read_only_value(value& element, std::size_t depth) {
        auto parts = content_of(element);
        if (!parts) return parts.error();
        if (parts->elements.size() != 1 || parts->elements.front()->name != "value")
            return malformed("there must be one value");
        return read_value(*parts->elements.front(), depth);
    }

    made read_fault(value& element) {
        auto fault = read_only_value(element, 1);
        if (!fault) return fault;
        auto const* code = (*fault)->find("faultCode");
        auto const* text = (*fault)->find("faultString");
        if ((*fault)->kind != kind::object || (*fault)->count != 2 || code == nullptr ||
            code->kind != kind::number || code->note == note::real || text == nullptr ||
            text->kind != kind::string || text->note != note::none)
            return malformed(
                "a fault is a struct of an integer faultCode and a string faultString, and nothing else");
        return fault;
    }

    made read_value(value& element, std::size_t depth) {
        auto result = read_typed(element, depth);
        if (!result) return place(element, result.error());
        return result;
    }

    made read_typed(value& element, std::size_t depth) {
        auto parts = content_of(element);
        if (!parts) return parts.error();
        if (parts->elements.empty()) return into_.make_string(parts->text);
        if (parts->elements.size() > 1) return malformed("a value has one type");
        auto& typed = *parts->elements.front();
        auto result = read_type(typed, depth);
        if (!result) return place(typed, result.error());
        return result;
    }

    made read_type(value& typed, std::size_t depth) {
        auto const type = typed.name;
        if (type == "struct" || type == "array") {
            if (depth >= limits_.max_depth)
                return error{error_code::limit,
                             {},
                             "nested deeper than the " + std::to_string(limits_.max_depth) +
                                 " levels that are accepted"};
            return type == "struct" ? read_struct(typed, depth + 1) : read_array(typed, depth + 1);
        }
        auto parts = content_of(typed);
        if (!parts) return parts.error();
        if (!parts->elements.empty())
            return malformed(quoted(type) + " holds no elements, or is no type of XML-RPC");
        auto const text = parts->text;
        if (type == "string") return into_.make_string(text);
        if (type == "int" || type == "i4") return integer(trimmed(text), 32);
        if (type == "i8" || type == "ex:i8") return integer(trimmed(text), 64);
        if (type == "double") return real(trimmed(text));
        if (type == "boolean") {
            auto const truth = trimmed(text);
            if (truth != "0" && truth != "1") return malformed(quoted(truth) + " is no boolean: 0 and 1 are");
            return into_.make_boolean(truth == "1");
        }
        if (type == "dateTime.iso8601") {
            if (!is_xmlrpc_time(trimmed(text)))
                return malformed(quoted(text) + " is no time such as 19980717T14:08:55");
            return noted(into_.make_string(trimmed(text)), note::date_time);
        }
        if (type == "base64") {
            std::string plain;
            std::copy_if(text.begin(), text.end(), std::back_inserter(plain),
                         [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
            if (!is_base64(plain)) return malformed("not base64");
            return noted(into_.make_string(plain), note::base64);
        }
        if (type == "nil" || type == "ex:nil") {
            if (!text.empty()) return malformed("nil holds nothing");
            return into_.make(kind::null);
        }
        return malformed(quoted(type) + " is no type of XML-RPC");
    }

    static value* noted(value* made, note what) {
        made->note = what;
        return made;
    }

    made integer(std::string_view text, int bits) {
        auto digits = text;
        bool const negative = digits.starts_with('-');
        if (negative || digits.starts_with('+')) digits.remove_prefix(1);
        auto const all = digits;
        if (take_digits(digits) == 0 || !digits.empty()) return malformed(quoted(text) + " is no integer");
        auto const significant = all.substr(std::min(all.find_first_not_of('0'), all.size() - 1));
        auto plain = (negative && significant != "0" ? "-" : "") + std::string(significant);
        std::int64_t number = 0;
        auto const [stop, ec] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
        if (ec != std::errc{} || (bits == 32 && (number < INT32_MIN || number > INT32_MAX)))
            return malformed(quoted(text) + " is past " + std::to_string(bits) + " bits");
        return into_.make_number(plain);
    }

    /// Digits are kept; an exponent is none of XML-RPC's, but Python and others send one.
    made real(std::string_view text) {
        auto rest = text;
        bool const negative = rest.starts_with('-');
        if (negative || rest.starts_with('+')) rest.remove_prefix(1);
        auto const start = rest;
        auto const whole = start.substr(0, take_digits(rest));
        std::string_view fraction;
        if (rest.starts_with('.')) {
            rest.remove_prefix(1);
            auto const from = rest;
            fraction = from.substr(0, take_digits(rest));
        }
        std::string_view exponent;
        if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
            exponent = rest;
            rest.remove_prefix(1);
            if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
            if (take_digits(rest) == 0) rest = "e";
        }
        if (!rest.empty() || (whole.empty() && fraction.empty()))
            return malformed(quoted(text) + " is no number");
        std::string plain = negative ? "-" : "";
        plain += whole.empty() ? "0" : whole.substr(std::min(whole.find_first_not_of('0'), whole.size() - 1));
        if (!fraction.empty()) plain.append(".").append(fraction);
        plain += exponent;
        return noted(into_.make_number(plain), note::real);
    }

    made read_array(value& element, std::size_t depth) {
        auto parts = content_of(element);
        if (!parts) return parts.error();
        if (parts->elements.size() != 1 || parts->elements.front()->name != "data")
            return malformed("an array is one data");
        auto data = content_of(*parts->elements.front());
        if (!data) return data.error();
        if (!trimmed(data->text).empty()) return malformed("there is text between its elements");
        auto* array = into_.make(kind::array);
        for (auto* item : data->elements) {
            if (item->name != "value") return malformed(quoted(item->name) + " is no value");
            auto one = read_typed(*item, depth);
            if (!one) {
                auto failure = one.error();
                auto const at = "data/value[" + std::to_string(array->count) + ']';
                failure.where = failure.where.empty() ? at : at + '/' + failure.where;
                return failure;
            }
            document::append(*array, **one);
        }
        return array;
    }

    made read_struct(value& element, std::size_t depth) {
        auto parts = content_of(element);
        if (!parts) return parts.error();
        if (!trimmed(parts->text).empty()) return malformed("there is text between its elements");
        auto* object = into_.make(kind::object);
        std::vector<std::string_view> names;
        for (auto* member : parts->elements) {
            if (member->name != "member") return malformed(quoted(member->name) + " is no member");
            auto pair = content_of(*member);
            if (!pair) return place(*member, pair.error());
            auto& halves = pair->elements;
            if (halves.size() != 2 || halves[0]->name != "name" || halves[1]->name != "value")
                return place(*member, malformed("a member is one name and one value behind it"));
            auto name = content_of(*halves[0]);
            if (name && !name->elements.empty()) name = malformed("a name is text");
            if (!name) return place(*member, place(*halves[0], name.error()));
            auto one = read_typed(*halves[1], depth);
            if (!one) {
                auto failure = one.error();
                auto const at = "member " + quoted(name->text) + "/value";
                failure.where = failure.where.empty() ? at : at + '/' + failure.where;
                return failure;
            }
            names.push_back(into_.keep(name->text));
            document::append(*object, **one, names.back());
        }
        std::sort(names.begin(), names.end());
        if (auto const twin = std::adjacent_find(names.begin(), names.end()); twin != names.end())
            return error{error_code::repeated,
                         {},
                         "the member " + quoted(*twin) + " appears more than once in one struct"};
        return object;
    }

    document& into_;
    reading_limits const& limits_;
};

} // namespace

bool is_xmlrpc_method(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("_.:/").find(c) != std::string_view::npos;
    });
}

bool is_xmlrpc_time(std::string_view text) {
    auto const take = [&](char c) {
        if (!text.starts_with(c)) return false;
        text.remove_prefix(1);
        return true;
    };
    auto const take_some = [&](std::size_t count) {
        auto seen = text.substr(0, count);
        if (seen.size() < count || take_digits(seen) != count) return false;
        text.remove_prefix(count);
        return true;
    };
    if (!take_some(4)) return false;
    bool const dashes = take('-');
    if (!take_some(2) || (dashes && !take('-')) || !take_some(2) || !take('T')) return false;
    if (!take_some(2)) return false;
    bool const colons = take(':');
    if (!take_some(2) || (colons && !take(':')) || !take_some(2)) return false;
    if (take('.') && take_digits(text) == 0) return false;
    if (take('Z')) return text.empty();
    if (take('+') || take('-')) {
        if (!take_some(2)) return false;
        if (text.empty()) return true;
        take(':');
        if (!take_some(2)) return false;
    }
    return text.empty();
}

bool is_base64(std::string_view text) {
    if (text.size() % 4 != 0) return false;
    auto const padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    text.remove_suffix(padding);
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
    });
}

boost::system::result<document, error> read_xmlrpc(std::string_view text, reading_limits const& limits,
                                                   charset const* sent_in) {
    auto inner = limits;
    // A list is three elements, a struct's member four; the message around them has four.
    inner.max_depth = 4 * limits.max_depth + 8;
    auto xml = read_xml(text, inner, sent_in);
    if (!xml) return xml;
    document result(1024 + 2 * text.size());
    auto root = message_reader(result, limits).read(*xml->root());
    if (!root) return root.error();
    result.set_root(*root);
    return result;
}

} // namespace ficus::acl

#include "acl/number_text.hpp"
#include "acl/quoted.hpp"
#include "acl/xml.hpp"
#include "acl/xmlrpc.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace ficus::acl {
namespace {

constexpr std::size_t max_digits = 400;

error cannot(std::string message) {
    return {error_code::unrepresentable, {}, std::move(message)};
}

error within(std::string step, error failure) {
    if (!failure.where.empty() && !failure.where.starts_with('[')) step += '.';
    failure.where = std::move(step) + failure.where;
    return failure;
}

/// A JSON number without an exponent, or nothing when that takes too many digits.
std::optional<std::string> plain_digits(std::string_view number) {
    auto const e = std::min(number.find_first_of("eE"), number.size());
    auto mantissa = number.substr(0, e);
    if (mantissa.size() > max_digits) return std::nullopt;
    if (e == number.size()) return std::string(mantissa);
    auto power = number.substr(e + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    std::string const sign = mantissa.starts_with('-') ? "-" : "";
    mantissa.remove_prefix(sign.size());
    auto const dot = std::min(mantissa.find('.'), mantissa.size());
    std::string digits(mantissa.substr(0, dot));
    if (dot < mantissa.size()) digits += mantissa.substr(dot + 1);
    if (digits.find_first_not_of('0') == std::string::npos) return sign + "0";
    int shift = 0;
    auto const [stop, ec] = std::from_chars(power.data(), power.data() + power.size(), shift);
    if (ec != std::errc{} || shift > static_cast<int>(max_digits) || shift < -static_cast<int>(max_digits))
        return std::nullopt;
    auto const point = static_cast<int>(dot) + shift;
    if (point <= 0) {
        digits.insert(0, static_cast<std::size_t>(1 - point), '0');
        digits.insert(1, ".");
    } else if (static_cast<std::size_t>(point) >= digits.size()) {
        digits.append(static_cast<std::size_t>(point) - digits.size(), '0');
    } else {
        digits.insert(static_cast<std::size_t>(point), ".");
    }
    auto const end = std::min(digits.find('.'), digits.size());
    digits.erase(0, std::min(digits.find_first_not_of('0'), end - 1));
    if (digits.size() > max_digits) return std::nullopt;
    return sign + digits;
}

class message_writer {
public:
    explicit message_writer(document& tree) : tree_(tree) {}

    std::optional<error> write(value const& message, value& root) {
        if (message.kind != kind::object) return cannot("a message is an object");
        auto const* method = message.find("method");
        auto const* params = message.find("params");
        auto const* fault = message.find("fault");
        auto const known =
            (method != nullptr ? 1U : 0U) + (params != nullptr ? 1U : 0U) + (fault != nullptr ? 1U : 0U);
        if (known != message.count || (fault != nullptr && known > 1) || known == 0)
            return cannot(
                "a message is a call with 'method' and 'params', or an answer with 'params' or with "
                "'fault', and nothing else");
        root.name = method != nullptr ? "methodCall" : "methodResponse";
        if (method != nullptr) {
            if (method->kind != kind::string || !is_xmlrpc_method(method->text))
                return within("method",
                              cannot("no name of a method: letters, digits, '_', '.', ':' and '/' are"));
            add_text(root, "methodName", method->text);
        }
        if (fault != nullptr) return write_fault(*fault, *add(root, "fault"));
        auto* list = add(root, "params");
        if (params == nullptr) return std::nullopt;
        if (params->kind != kind::array) return within("params", cannot("params are a list"));
        if (method == nullptr && params->count != 1)
            return within("params",
                          cannot("an answer has one param, and here are " + std::to_string(params->count)));
        std::size_t at = 0;
        for (auto const* param = params->first; param != nullptr; param = param->next, ++at)
            if (auto failure = write_value(*param, *add(*list, "param")))
                return within("params[" + std::to_string(at) + ']', std::move(*failure));
        return std::nullopt;
    }

private:
    value* add(value& parent, std::string_view name) {
        auto* child = tree_.make(kind::element);
        document::append(parent, *child, name);
        return child;
    }

    void add_text(value& parent, std::string_view name, std::string_view text) {
        document::append(*add(parent, name), *tree_.make_string(text));
    }

    std::optional<error> write_fault(value const& fault, value& into) {
        auto const* code = fault.find("faultCode");
        auto const* text = fault.find("faultString");
        if (fault.kind != kind::object || fault.count != 2 || code == nullptr || code->kind != kind::number ||
            !is_json_integer(code->text) || code->note == note::real || text == nullptr ||
            text->kind != kind::string || text->note != note::none)
            return within(
                "fault",
                cannot("a fault is an integer faultCode and a string faultString, and nothing else"));
        if (auto failure = write_value(fault, into)) return within("fault", std::move(*failure));
        return std::nullopt;
    }

    /// Adds a `value` under `parent`.
    std::optional<error> write_value(value const& v, value& parent) {
        auto& into = *add(parent, "value");
        switch (v.kind) {
        case kind::null: add(into, "nil"); return std::nullopt;
        case kind::boolean: add_text(into, "boolean", v.truth ? "1" : "0"); return std::nullopt;
        case kind::number: return write_number(v, into);
        case kind::string: return write_string(v, into);
        case kind::array: {
            auto* data = add(*add(into, "array"), "data");
            std::size_t at = 0;
            for (auto const* item = v.first; item != nullptr; item = item->next, ++at)
                if (auto failure = write_value(*item, *data))
                    return within('[' + std::to_string(at) + ']', std::move(*failure));
            return std::nullopt;
        }
        case kind::object: {
            auto* made = add(into, "struct");
            for (auto const* item = v.first; item != nullptr; item = item->next) {
                auto* member = add(*made, "member");
                add_text(*member, "name", item->name);
                if (auto failure = write_value(*item, *member))
                    return within(std::string(item->name), std::move(*failure));
            }
            return std::nullopt;
        }
        case kind::element: break;
        }
        return cannot("an XML element is no value of XML-RPC");
    }

    std::optional<error> write_number(value const& number, value& into) {
        if (number.note != note::real && is_json_integer(number.text) && number.text != "-0") {
            std::int64_t whole = 0;
            auto const* const end = number.text.data() + number.text.size();
            auto const [stop, ec] = std::from_chars(number.text.data(), end, whole);
            if (ec != std::errc{} || stop != end)
                return cannot("the integer " + std::string(number.text.substr(0, 40)) +
                              " is past 64 bits, more than XML-RPC has");
            add_text(into, whole >= INT32_MIN && whole <= INT32_MAX ? "int" : "i8", number.text);
            return std::nullopt;
        }
        auto const digits = plain_digits(number.text);
        if (!digits)
            return cannot("the number " + std::string(number.text.substr(0, 40)) + " takes more than " +
                          std::to_string(max_digits) + " digits, and XML-RPC has no exponents");
        add_text(into, "double", *digits);
        return std::nullopt;
    }

    std::optional<error> write_string(value const& text, value& into) {
        if (text.note == note::date_time && !is_xmlrpc_time(text.text))
            return cannot(quoted(text.text) + " is no time such as 19980717T14:08:55");
        if (text.note == note::base64 && !is_base64(text.text)) return cannot("not base64");
        // Always with its type: PHP's IXR loses an empty string without one.
        add_text(into,
                 text.note == note::date_time ? "dateTime.iso8601"
                 : text.note == note::base64  ? "base64"
                                              : "string",
                 text.text);
        return std::nullopt;
    }

    document& tree_;
};

} // namespace

boost::system::result<void, error> write_xmlrpc(value const& root, std::string& out,
                                                charset const* written_in) {
    document tree;
    auto* message = tree.make(kind::element);
    if (auto failure = message_writer(tree).write(root, *message)) {
        if (failure->where.empty()) failure->where = "the document";
        return std::move(*failure);
    }
    return write_xml(*message, out, written_in);
}

} // namespace ficus::acl

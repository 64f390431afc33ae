#include "facade/app/json_text.hpp"

#include <boost/json/serialize.hpp>

#include <charconv>
#include <string_view>

namespace ficus::app {
namespace {

void write(std::string& out, boost::json::value const& value) {
    if (auto const* object = value.if_object()) {
        char before = '{';
        for (auto const& [name, member] : *object) {
            out += before;
            out += boost::json::serialize(name);
            out += ':';
            write(out, member);
            before = ',';
        }
        out += object->empty() ? "{}" : "}";
    } else if (auto const* array = value.if_array()) {
        char before = '[';
        for (auto const& element : *array) {
            out += before;
            write(out, element);
            before = ',';
        }
        out += array->empty() ? "[]" : "]";
    } else if (auto const* number = value.if_double()) {
        char digits[32];
        auto const end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
        std::string_view const text(digits, static_cast<std::size_t>(end - digits));
        out += text;
        if (text.find_first_not_of("-0123456789") == text.npos) out += ".0";
    } else {
        out += boost::json::serialize(value);
    }
}

} // namespace

std::string json_text(boost::json::value const& value) {
    std::string out;
    write(out, value);
    return out;
}

} // namespace ficus::app

#include "acl/conversion.hpp"

namespace ficus::acl {

boost::system::result<std::string_view, error> conversion::convert(direction way, std::string_view text,
                                                                   document& memory) const {
    if (!text_) return convert_meaning(way, text, memory);
    std::string decoded;
    auto const meant = text_->side(source_index(way)).read(text, decoded);
    if (!meant) return meant.error();
    auto const other = convert_meaning(way, *meant, memory);
    if (!other) return other.error();
    std::string written;
    auto const done = text_->side(target_index(way)).write(*other, written);
    if (!done) return done.error();
    return memory.keep(written);
}

boost::system::result<std::string_view, error>
conversion::convert_meaning(direction way, std::string_view text, document& memory) const {
    if (auto const* values = table()) return values->convert(way, text);
    if (auto const* spelled = boolean()) return spelled->convert(way, text);
    if (auto const* number = decimal()) {
        std::string written;
        auto const done = number->convert(way, text, written);
        if (!done) return done.error();
        return memory.keep(written);
    }
    if (auto const* clock = time()) {
        std::string written;
        auto const done = clock->convert(way, text, written);
        if (!done) return error{error_code::bad_time, {}, done.error()};
        return memory.keep(written);
    }
    return text;
}

} // namespace ficus::acl

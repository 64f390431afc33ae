#include "acl/charset.hpp"

#include "acl/charset_names.hpp"
#include "acl/quoted.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <iconv.h>
#include <memory>
#include <optional>

namespace ficus::acl {
namespace {

struct closing {
    void operator()(void* conversion) const { static_cast<void>(iconv_close(conversion)); }
};
using conversion = std::unique_ptr<void, closing>;

conversion open_conversion(std::string const& to, std::string const& from) {
    auto const opened = iconv_open(to.c_str(), from.c_str());
    return conversion(opened == reinterpret_cast<iconv_t>(-1) ? nullptr : opened);
}

enum class trouble : std::uint8_t { none, invalid, cut_off, other };

struct outcome {
    trouble what = trouble::none;
    std::size_t at = 0; ///< the byte of the input
};

outcome convert(conversion const& by, std::string_view input, std::string& out) {
    std::array<char, 4096> buffer;
    // iconv only reads from it.
    auto* from = const_cast<char*>(input.data());
    auto left = input.size();
    bool flushing = false;
    for (;;) {
        auto* to = buffer.data();
        auto room = buffer.size();
        auto const result = flushing ? iconv(by.get(), nullptr, nullptr, &to, &room)
                                     : iconv(by.get(), &from, &left, &to, &room);
        auto const failure = result == static_cast<std::size_t>(-1) ? errno : 0;
        out.append(buffer.data(), buffer.size() - room);
        auto const at = input.size() - left;
        if (failure == E2BIG) continue;
        if (failure == EILSEQ) return {trouble::invalid, at};
        if (failure == EINVAL) return {trouble::cut_off, at};
        // It counts what it has changed on its way.
        if (failure != 0 || result != 0) return {trouble::other, at};
        if (flushing) return {};
        // A state has its end (ISO-2022-JP), a character its second half (TCVN) only now.
        flushing = true;
    }
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\r' || c == '\n'; });
}

/// In capitals, without what iconv takes no notice of.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (auto const c : name)
        if (c != '-' && c != '_') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return plain;
}

error refuse_name(std::string_view name, std::string const& message) {
    return {error_code::malformed, "charset", quoted(name) + ' ' + message};
}

std::string code_point_at(std::string_view text, std::size_t at) {
    // Back to the character's first byte.
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    auto const lead = static_cast<unsigned char>(text[at]);
    std::size_t const size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i)
        point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    std::string digits;
    for (int shift = point > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4)
        digits += "0123456789ABCDEF"[point >> shift & 15];
    digits.erase(0, digits.size() > 4 ? std::min(digits.find_first_not_of('0'), digits.size() - 4) : 0);
    return "U+" + digits;
}

} // namespace

boost::system::result<charset, error> charset::find(std::string_view name) {
    auto const refuse = [name](std::string const& message) { return refuse_name(name, message); };
    auto const allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_.:+").find(c) != std::string_view::npos;
    };
    if (name.empty() || name.size() > 40 || !std::all_of(name.begin(), name.end(), allowed))
        return refuse("is not a name of a character set: letters, digits and -_.:+");
    charset found{std::string(name)};
    auto const plain = plain_name(name);
    for (std::string_view const machine :
         {"CHAR", "WCHART", "INTERNAL", "UCS", "UNICODE", "CSUCS", "CSUNICODE", "ISO10646", "OSF0001"})
        if (machine == "CHAR" ? plain == machine : plain.starts_with(machine))
            return refuse("has an order of bytes or a meaning that is the machine's; write UTF-8, UTF-16LE, "
                          "UTF-16BE...");
    found.utf8_ = plain == "UTF8";
    found.needs_mark_ = plain == "UTF16" || plain == "UTF32";
    if (found.utf8_) return found;
    if (!open_conversion("UTF-8", found.name_) || !open_conversion(found.name_, "UTF-8"))
        return refuse("is not known to this machine; `iconv -l` lists what is");
    std::string ascii = "\t\r\n", decoded, encoded;
    for (char c = ' '; c <= '~'; ++c) ascii += c;
    found.has_ascii_ = convert(open_conversion("UTF-8", found.name_), ascii, decoded).what == trouble::none &&
                       convert(open_conversion(found.name_, "UTF-8"), ascii, encoded).what == trouble::none &&
                       decoded == ascii && encoded == ascii;
    return found;
}

boost::system::result<charset, error> charset::find_sent(std::string_view name, charset const* spoken) {
    constexpr std::size_t longest = 40;
    auto const plain = plain_name(name.substr(0, longest + 1));
    if (spoken != nullptr && name.size() <= longest && plain == plain_name(spoken->name_)) return *spoken;
    auto const* const known = name.size() <= longest ? find_known_charset(plain) : nullptr;
    if (known == nullptr && (plain != "UTF8" || name.size() > longest))
        return refuse_name(name, "is no character set that a message may name; where it is what this side "
                                 "speaks, say it as the side's 'charset'");
    charset found{known == nullptr ? "UTF-8" : std::string(known->name)};
    found.utf8_ = known == nullptr;
    found.has_ascii_ = known != nullptr && known->has_ascii;
    found.needs_mark_ = known != nullptr && known->needs_mark;
    return found;
}

boost::system::result<std::string, error> charset::decode(std::string_view bytes) const {
    auto const fail = [this](std::size_t at, std::string_view message) {
        return error{error_code::malformed, "byte " + std::to_string(at + 1),
                     std::string(message) + " " + name_};
    };
    using namespace std::string_view_literals;
    if (utf8_) {
        if (auto const bad = find_invalid_utf8(bytes); bad != std::string_view::npos)
            return fail(bad, "is not");
        return std::string(bytes);
    }
    if (has_ascii_ && is_plain_ascii(bytes)) return std::string(bytes);
    if (needs_mark_ && !bytes.empty() && !bytes.starts_with("\xFF\xFE"sv) &&
        !bytes.starts_with("\xFE\xFF"sv) && !bytes.starts_with("\0\0\xFE\xFF"sv))
        return fail(0, "no byte order mark; name the LE or BE form of");
    auto const by = open_conversion("UTF-8", name_);
    if (!by) return error{error_code::limit, "charset", "no memory or descriptor for a conversion"};
    std::string text;
    auto const done = convert(by, bytes, text);
    if (done.what == trouble::invalid) return fail(done.at, "is not");
    if (done.what == trouble::cut_off) return fail(done.at, "cut off within a character of");
    if (done.what == trouble::other) return fail(done.at, "cannot be told from another character of");
    if (find_invalid_utf8(text) != std::string::npos)
        return fail(0, "a character that is none of Unicode's, in");
    return text;
}

boost::system::result<void, error> charset::encode(std::string_view text, std::string& out) const {
    if (auto const bad = find_invalid_utf8(text); bad != std::string_view::npos)
        return error{error_code::malformed, "byte " + std::to_string(bad + 1), "is not UTF-8"};
    if (utf8_ || (has_ascii_ && is_plain_ascii(text))) {
        out += text;
        return {};
    }
    auto const by = open_conversion(name_, "UTF-8");
    if (!by) return error{error_code::limit, "charset", "no memory or descriptor for a conversion"};
    auto const fail = [&](std::size_t at) {
        return error{error_code::unrepresentable, "byte " + std::to_string(at + 1),
                     at < text.size()
                         ? "the character " + code_point_at(text, at) + " cannot be written in " + name_
                         : "its end cannot be written in " + name_};
    };
    std::string encoded;
    if (auto const done = convert(by, text, encoded); done.what != trouble::none) return fail(done.at);
    // Some characters iconv leaves out without a word (the tags of U+E0000).
    auto const again = decode(encoded);
    if (!again) return fail(0);
    if (*again != text) {
        auto const differs = std::mismatch(text.begin(), text.end(), again->begin(), again->end());
        return fail(static_cast<std::size_t>(differs.first - text.begin()));
    }
    out += encoded;
    return {};
}

} // namespace ficus::acl

#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::test {

// How servers read paths, each as its documentation or source says, in a few lines and without a look at
// rules/path.cpp. What is not here: letter case, trailing dots and spaces, streams and short names (Windows),
// overlong UTF-8 and a second decoding (old servers), and servers that remove no dot segments at all.

using segments = std::vector<std::string>;
/// Nothing where the server answers by itself: 400 or 404.
using reading = std::optional<segments>;

inline segments split(std::string_view path, std::string_view at = "/") {
    segments all{""};
    for (char c : path.substr(1))
        if (at.find(c) != std::string_view::npos)
            all.emplace_back();
        else
            all.back() += c;
    return all;
}

inline std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '%') {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    return out;
}

inline segments decoded(segments all) {
    for (auto& s : all) s = decoded(s);
    return all;
}

inline segments without_dots(segments const& all) {
    segments kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
        bool const up = all[i] == "..";
        if (up && !kept.empty()) kept.pop_back();
        if (!up && all[i] != ".")
            kept.push_back(all[i]);
        else if (i + 1 == all.size())
            kept.emplace_back();
    }
    return kept;
}

inline segments merged(segments const& all) {
    segments kept;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].empty() || i + 1 == all.size()) kept.push_back(all[i]);
    return kept;
}

inline segments without_params(segments all) {
    for (auto& s : all) s = s.substr(0, s.find(';'));
    return all;
}

inline bool holds(std::string_view text, char c) {
    return text.find(c) != std::string_view::npos;
}

/// What a proxy sends on that has read a path so: data that would be read as more is encoded, but not `;` and
/// `\`.
inline std::string sent_on(segments const& all) {
    std::string path;
    for (auto const& s : all) {
        path += '/';
        for (char c : s) {
            constexpr auto hex = "0123456789ABCDEF";
            auto const u = static_cast<unsigned char>(c);
            if (c == '/' || c == '%' || u <= 0x20 || u >= 0x7f)
                (((path += '%') += hex[u >> 4]) += hex[u & 15]);
            else
                path += c;
        }
    }
    return path;
}

struct server {
    char const* name;
    std::function<reading(std::string const&)> read;
};

inline std::vector<server> servers() {
    using text = std::string const&;
    auto const no_nul = [](text raw, auto then) -> reading {
        auto const path = decoded(raw);
        if (holds(path, '\0')) return std::nullopt;
        return then(path);
    };
    std::vector<server> all = {
        {"RFC 3986", [](text raw) -> reading { return without_dots(decoded(split(raw))); }},
        {"nginx, merge_slashes on",
         [=](text raw) { return no_nul(raw, [](text p) { return without_dots(merged(split(p))); }); }},
        {"nginx, merge_slashes off",
         [=](text raw) { return no_nul(raw, [](text p) { return without_dots(split(p)); }); }},
        {"Apache httpd to 2.4.38, AllowEncodedSlashes On",
         [=](text raw) { return no_nul(raw, [](text p) { return merged(without_dots(split(p))); }); }},
        // Dots go while %2F is still encoded; the file system reads what is decoded then.
        {"Apache httpd from 2.4.49, AllowEncodedSlashes On",
         [=](text raw) {
             return no_nul(raw, [&](text) {
                 auto pieces = merged(split(raw));
                 for (auto& s : pieces)
                     if (auto const d = decoded(s); d == "." || d == "..") s = d;
                 std::string path;
                 for (auto const& s : without_dots(pieces)) path += '/' + decoded(s);
                 return without_dots(merged(split(path)));
             });
         }},
        {"Tomcat",
         [=](text raw) {
             return no_nul(raw,
                           [&](text) { return without_dots(merged(decoded(without_params(split(raw))))); });
         }},
        {"Tomcat, encodedSolidusHandling decode, ALLOW_BACKSLASH",
         [=](text raw) {
             return no_nul(raw, [&](text) {
                 std::string path;
                 for (auto const& s : without_params(split(raw))) path += '/' + decoded(s);
                 return without_dots(merged(split(path, "/\\")));
             });
         }},
        {"Jetty",
         [=](text raw) {
             return no_nul(raw, [&](text) { return without_dots(decoded(without_params(split(raw)))); });
         }},
        {"what cuts parameters of the decoded path",
         [=](text raw) {
             return no_nul(raw, [](text p) { return without_dots(merged(without_params(split(p)))); });
         }},
        {"IIS", [=](text raw) { return no_nul(raw, [](text p) { return without_dots(split(p, "/\\")); }); }},
        {"files on Windows",
         [=](text raw) { return no_nul(raw, [](text p) { return without_dots(merged(split(p, "/\\"))); }); }},
        {"what only knows \\ as it is sent",
         [=](text raw) {
             return no_nul(raw, [&](text) { return without_dots(decoded(split(raw, "/\\"))); });
         }},
        {"C strings",
         [](text raw) -> reading {
             auto const path = decoded(raw);
             return without_dots(merged(split(path.substr(0, path.find('\0')))));
         }},
        {"C strings, slashes kept",
         [](text raw) -> reading {
             auto const path = decoded(raw);
             return without_dots(split(path.substr(0, path.find('\0'))));
         }},
    };
    // One behind another: the first removes dots and sends on what it has read.
    auto const alone = all;
    for (auto const& front : {alone[0], alone[2]})
        for (auto const& back : alone)
            all.push_back({back.name, [front, back](text raw) -> reading {
                               auto const first = front.read(raw);
                               if (!first) return std::nullopt;
                               return back.read(sent_on(*first));
                           }});
    return all;
}

} // namespace ficus::test

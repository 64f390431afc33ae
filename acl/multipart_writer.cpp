#include "acl/multipart.hpp"
#include "acl/multipart_head.hpp"

#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace ficus::acl {
namespace {

struct part {
    std::string head; ///< with the empty line that ends it
    std::string_view content;
};

std::optional<error> add_part(std::string_view name, value const& member, std::vector<part>& parts) {
    part made;
    if (is_kept_part(member)) {
        auto const lines = member.find("head")->text;
        auto const head = read_multipart_head(lines, std::string(name));
        if (!head) return head.error();
        if (head->name == name) {
            made.head = lines;
        } else {
            auto const written = write_disposition(name, head->filename, made.head);
            if (!written) return written.error();
            made.head += head->other_lines;
        }
        made.content = member.find("content")->text;
    } else if (member.is_container() || member.kind == kind::null) {
        return error{error_code::unrepresentable, std::string(name),
                     member.kind == kind::null ? "a form cannot hold null"
                                               : "a form cannot hold lists of lists or objects"};
    } else {
        auto const written = write_disposition(name, std::nullopt, made.head);
        if (!written) return written.error();
        made.content = member.kind == kind::boolean ? (member.truth ? "true" : "false") : member.text;
    }
    made.head += "\r\n";
    parts.push_back(std::move(made));
    return std::nullopt;
}

constexpr std::string_view boundary_begin = "ficus-";
constexpr std::size_t boundary_digits = 16;

/// The numbers of all boundaries of ours that are there, in order. Who sends the content may know what will
/// be tried: one look at it must be enough.
void add_taken(std::string_view text, std::vector<std::uint64_t>& taken) {
    for (auto at = text.find(boundary_begin); at != std::string_view::npos;
         at = text.find(boundary_begin, at + 1)) {
        auto const digits = text.substr(at + boundary_begin.size(), boundary_digits);
        std::uint64_t number = 0;
        auto const* const end = digits.data() + digits.size();
        auto const [read, failure] = std::from_chars(digits.data(), end, number, 16);
        if (failure == std::errc{} && read == end && digits.size() == boundary_digits)
            taken.push_back(number);
    }
}

std::string first_free(std::vector<std::uint64_t> taken, std::uint64_t number) {
    std::sort(taken.begin(), taken.end());
    while (std::binary_search(taken.begin(), taken.end(), number)) ++number;
    std::string boundary(boundary_begin);
    for (int shift = 60; shift >= 0; shift -= 4) boundary += "0123456789abcdef"[number >> shift & 15];
    return boundary;
}

/// Derived from the content, so that the same content gets the same one, whoever writes it and when.
std::string find_boundary(std::vector<part> const& parts) {
    std::uint64_t hash = parts.size();
    std::vector<std::uint64_t> taken;
    for (auto const& part : parts) {
        hash = XXH3_64bits_withSeed(part.head.data(), part.head.size(), hash);
        hash = XXH3_64bits_withSeed(part.content.data(), part.content.size(), hash);
        add_taken(part.head, taken);
        add_taken(part.content, taken);
    }
    return first_free(std::move(taken), hash);
}

} // namespace

std::string next_free_boundary(std::string_view content, std::uint64_t number) {
    std::vector<std::uint64_t> taken;
    add_taken(content, taken);
    return first_free(std::move(taken), number);
}

bool is_kept_part(value const& member) {
    auto const* const head = member.kind == kind::element ? member.find("head") : nullptr;
    auto const* const content = head != nullptr ? member.find("content") : nullptr;
    return content != nullptr && head->kind == kind::string && content->kind == kind::string;
}

boost::system::result<std::string, error> write_multipart(value const& root, std::string& out) {
    if (root.kind != kind::object)
        return error{error_code::unrepresentable, "the document", "only an object can be written as a form"};
    std::vector<part> parts;
    for (auto const* member = root.first; member != nullptr; member = member->next) {
        if (member->kind != kind::array) {
            if (auto failure = add_part(member->name, *member, parts)) return std::move(*failure);
            continue;
        }
        for (auto const* item = member->first; item != nullptr; item = item->next)
            if (auto failure = add_part(member->name, *item, parts)) return std::move(*failure);
    }
    auto boundary = find_boundary(parts);
    for (auto const& part : parts) {
        out.append("--").append(boundary).append("\r\n");
        out.append(part.head).append(part.content).append("\r\n");
    }
    out.append("--").append(boundary).append("--\r\n");
    return boundary;
}

} // namespace ficus::acl

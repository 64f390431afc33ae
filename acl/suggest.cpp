#include "acl/suggest.hpp"

#include "acl/format.hpp"
#include "acl/suggest_check.hpp"
#include "acl/suggest_match.hpp"

namespace ficus::acl {
namespace {

bool has_root(side_options const& side) {
    return side.kind == format::xml || side.kind == format::soap;
}

/// The document, or why it is none of that side.
boost::system::result<document, error> read(side_options const& side, std::string const& text,
                                            reading_limits const& limits) {
    auto read = read_body(side, text, {}, limits);
    if (!read) return read.error();
    if (read->root() == nullptr || !read->root()->is_container())
        return error{error_code::wrong_type, "the document", "is neither an object nor a list"};
    if (has_root(side) && read->root()->name != side.root)
        return error{error_code::malformed, std::string(read->root()->name),
                     "the root element is not '" + side.root + "'"};
    return read;
}

} // namespace

boost::system::result<suggestion, error> suggest_mapping(translator_options const& known,
                                                         std::optional<part> of,
                                                         std::vector<suggest_pair> const& pairs,
                                                         reading_limits const& limits) {
    // A translator without fields is none, unless it keeps everything.
    auto as_it_is = known;
    as_it_is.keep_rest |= known.fields.empty() && !known.request.fields && !known.response.fields;
    auto const made = translator::compile(as_it_is);
    if (!made) return error{error_code::unmapped, made.error().front().key, made.error().front().message};
    auto const where = place_of_fields(known, of);
    auto const part = part_at(where, of);
    std::array<side_options, 2> const sides{made->side(part, 0), made->side(part, 1)};

    std::vector<document> documents;
    documents.reserve(2 * pairs.size());
    std::vector<suggest_pair const*> usable;
    std::vector<std::string> remarks;
    suggest_rows rows;
    error last{error_code::missing, "the pairs", "there are none"};
    for (auto const& pair : pairs) {
        auto legacy = read(sides[0], pair.legacy, limits);
        auto modern = read(sides[1], pair.modern, limits);
        if (!legacy || !modern) {
            auto const& failure = legacy ? modern.error() : legacy.error();
            last = failure;
            last.where = "pair " + pair.name + (legacy ? ", modern: " : ", legacy: ") + failure.where;
            remarks.push_back(last.where + ": " + last.message + "; the pair was left out");
            continue;
        }
        usable.push_back(&pair);
        documents.push_back(std::move(*legacy));
        rows.sides[0].push_back(documents.back().root());
        documents.push_back(std::move(*modern));
        rows.sides[1].push_back(documents.back().root());
    }
    if (usable.empty()) return last;

    document memory(64UL * 1024);
    suggest_matcher matcher({dialect_of(sides[0]), dialect_of(sides[1])},
                            {sides[0].kind == format::xmlrpc, sides[1].kind == format::xmlrpc}, memory);
    auto found = matcher.match(rows, fields_at(known, where));
    found.pairs = usable.size();
    if (matcher.was_cut())
        remarks.push_back("the documents have more than can be looked at: give fewer pairs, or smaller ones");
    found.remarks = std::move(remarks);
    check_suggestion(found, known, of, usable, limits);
    return found;
}

} // namespace ficus::acl

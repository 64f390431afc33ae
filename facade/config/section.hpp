#pragma once

#include "facade/config/diagnostics.hpp"
#include "facade/config/tree.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::config {

/// A string and where it stands.
struct located_text {
    std::string text;
    place where;
};

/// What a section says of members that must be there.
enum class need : bool { optional, required };

/// Whether an empty string is a value.
enum class empties : bool { refused, taken };

struct scalar_or_table;

/// Reads the members of one table. Each reader notes the key as known; gives nothing where the member is
/// absent or wrong, and in the latter case has said so. finish() reports the keys that nobody asked for.
/// Refers to the tree and the diagnostics.
class section {
public:
    section(node const& table, std::string key, diagnostics& out)
        : table_(&table), where_{table.at, std::move(key)}, out_(&out) {}

    place const& where() const { return where_; }
    diagnostics& out() const { return *out_; }
    bool has(std::string_view member) const { return table_->find(member) != nullptr; }
    /// The member is there, and is a table: for what may be said in short or in full.
    bool has_table(std::string_view member) const {
        auto const* found = table_->find(member);
        return found != nullptr && found->kind == node_kind::table;
    }
    /// Where a member's value stands; the table itself where it is absent.
    place place_of(std::string_view member) const;

    std::optional<located_text> text(std::string_view member, need n = need::optional,
                                     empties e = empties::refused);
    /// Of an element that is wrong the text is empty, so that the others keep their positions.
    std::optional<std::vector<located_text>> texts(std::string_view member, empties e = empties::refused);
    /// Names to strings (integers and booleans too, with `scalars`), in the file's order.
    std::vector<std::pair<located_text, std::string>> text_table(std::string_view member,
                                                                 bool scalars = false);
    /// Names to numbers of at least 0, written in decimal digits.
    std::vector<std::pair<located_text, std::string>> decimal_table(std::string_view member);
    /// A string, an integer or a boolean, as text; which of them tells `kind`.
    std::optional<located_text> scalar(std::string_view member, node_kind& kind);
    /// A string, an integer, a boolean or, where `tables` says so, a table; or a list of these.
    std::vector<scalar_or_table> items(std::string_view member, bool tables);
    /// All members, which are strings (integers and booleans too, with `scalars`) or tables, in the file's
    /// order. `due`: what they are, for messages.
    std::vector<std::pair<std::string, scalar_or_table>>
    members(std::string_view due = "a path, or a table such as { path = \"...\" }", bool scalars = false);
    /// All members, which are strings, integers, booleans or tables, or lists without tables in them, in the
    /// file's order. Of what is wrong nothing is given, so that none of the lists is empty.
    std::vector<std::pair<located_text, std::vector<scalar_or_table>>> member_lists(std::string_view due);
    /// One number, or a list of them.
    std::vector<unsigned> numbers(std::string_view member);
    /// Names to strings, integers and booleans; which of them tells the kind.
    std::vector<std::pair<located_text, std::pair<std::string, node_kind>>>
    scalar_table(std::string_view member);
    std::optional<section> table(std::string_view member, need n = need::optional);
    /// A table of tables: the sections of what the file names itself, such as upstreams.
    std::vector<std::pair<located_text, section>> named_tables(std::string_view member);
    /// Reads a list of tables, each by `read`. An element that is none becomes an empty value, so that the
    /// others keep their positions.
    template<class T>
    std::optional<std::vector<T>> each(std::string_view member, T (*read)(section)) {
        auto const elements = tables(member);
        if (!elements) return std::nullopt;
        std::vector<T> out;
        for (auto const& element : *elements) out.push_back(element ? read(*element) : T{});
        return out;
    }

    void read(std::string_view member, bool& target);
    void read(std::string_view member, std::string& target);
    void read_integer(std::string_view member, std::uint64_t least, std::uint64_t most,
                      std::uint64_t& target);
    void read_share(std::string_view member, double& target); ///< 0 to 1
    void read_ratio(std::string_view member, double& target); ///< 0, or at least 1
    void read_decimal(std::string_view member, double least, double most, double& target);
    void read_duration(std::string_view member, std::chrono::milliseconds least,
                       std::chrono::milliseconds& target);
    void read_size(std::string_view member, std::uint64_t least, std::uint64_t most, std::size_t& target);

    /// One of a few words; a near match is named.
    template<class T>
    void read_choice(std::string_view member, std::vector<std::pair<std::string, T>> const& choices,
                     T& target, need n = need::optional) {
        std::vector<std::string> words;
        for (auto const& choice : choices) words.push_back(choice.first);
        if (auto const index = choice(member, words, n)) target = choices[*index].second;
    }

    /// Says that a member that must be there is not.
    void missing(std::string_view member, std::string const& mend);
    /// Says so where a member is an empty list.
    void refuse_empty(std::string_view member, std::string const& mend);
    /// Says which members were not asked for.
    void finish();

private:
    std::optional<std::vector<std::optional<section>>> tables(std::string_view member);
    node const* find(std::string_view member);
    node const* find(std::string_view member, node_kind kind, std::string_view due);
    std::optional<double> number(std::string_view member, std::string_view due);
    std::optional<std::size_t> choice(std::string_view member, std::vector<std::string> const& words, need n);

    node const* table_;
    place where_;
    diagnostics* out_;
    std::vector<std::string> known_;
};

/// One of several things that may be said in short or in full.
struct scalar_or_table {
    std::string text;
    node_kind kind = node_kind::string;
    place where;
    std::optional<section> table; ///< where `kind` says so
};

} // namespace ficus::config

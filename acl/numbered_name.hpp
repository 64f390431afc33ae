#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

/// Names with a number in them, as a path has them: `item{1}` is item1, item2... `{0}` counts from 0, and
/// `{01}` writes two digits at least. A name of a list within a list has a number for each:
/// `Filter.{1}.Value.{1}`.

/// How many numbers a name has.
std::size_t count_numbers(std::string_view name);
/// What keeps the numbers of a name from being read; empty where nothing does.
std::string why_no_numbers(std::string_view name);
/// The name with ones for its numbers.
std::string without_numbers(std::string_view name);
/// The name with the last of its numbers written, for the element at that position (from 0); `name` itself
/// where it has none.
std::string write_last_number(std::string_view name, std::size_t position);
/// Whether some name is meant by both.
bool can_be_same(std::string_view one, std::string_view other);

/// One of the numbers of a name. Those before it stand as they are: they are those of the lists around.
class numbered_name {
public:
    numbered_name(std::string name, std::size_t which);
    /// A list beside others, of which each element has a value of ours: what is so called are all of them,
    /// and `sku[{0}]` is the name of one.
    static numbered_name of_list(std::string_view list);
    /// The list's own name in such a name of one.
    static std::string_view list_of(std::string_view name);

    struct match {
        std::size_t number = 0;
        bool is_plain = true; ///< written as we write it; otherwise it has other zeros, or is past all lists
    };
    /// The number in a name that is called so.
    std::optional<match> find(std::string_view name) const;
    /// A name that is called so, with our number as it stands in the path.
    std::string inner(std::string_view name) const;
    std::string write(std::size_t number) const;
    std::size_t first() const { return first_; }
    std::string const& text() const { return name_; }
    bool is_of_list() const { return is_of_list_; }
    /// What members are called that are meant.
    std::string_view member() const { return is_of_list_ ? list_of(name_) : std::string_view(name_); }

private:
    std::string name_;
    std::size_t begin_ = 0, end_ = 0; ///< of our number in the name
    std::size_t first_ = 1;
    bool is_of_list_ = false;
};

} // namespace ficus::acl

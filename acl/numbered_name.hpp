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

private:
    std::string name_;
    std::size_t begin_ = 0, end_ = 0; ///< of our number in the name
    std::size_t first_ = 1;
};

} // namespace ficus::acl

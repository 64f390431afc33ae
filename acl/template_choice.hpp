#pragma once

#include "acl/option_error.hpp"
#include "acl/text_template.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// Several templates of one text: `{last}, {first}`, and `{last}` where there is no first. Read by the first
/// one that the text is of; written by the first one that has the parts which are there, and no others.
class template_choice {
public:
    using parts = std::vector<std::optional<std::string_view>>;

    /// `names`: of the parts that there can be; each template has some of them, and each is in one. Keys of
    /// the errors are empty.
    static boost::system::result<template_choice, std::vector<option_error>>
    compile(std::vector<std::string> const& templates, std::vector<std::string> names);

    std::vector<std::string> const& names() const { return names_; }
    std::size_t size() const { return templates_.size(); }
    /// Whether a template has that part.
    bool has(std::size_t form, std::size_t name) const;

    /// The parts, by name, pointing into `whole`; an error says why it is of no template.
    boost::system::result<parts, std::string> read(std::string_view whole) const;
    /// Appends the text of the parts, by name; an error says why there is none that could be read back.
    boost::system::result<void, std::string> write(parts const& these, std::string& out) const;

private:
    struct form {
        text_template text;
        std::vector<std::size_t> order; ///< the names of its parts
    };
    std::string said_of(parts const& these) const;

    std::vector<std::string> names_;
    std::vector<form> templates_;
};

} // namespace ficus::acl

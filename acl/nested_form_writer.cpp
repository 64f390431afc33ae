#include "acl/form.hpp"
#include "acl/form_writer.hpp"
#include "acl/nested_form.hpp"
#include "acl/nested_form_key.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace ficus::acl {
namespace {

bool holds_a_scalar(value const& node) {
    if (!node.is_container()) return true;
    for (auto const* child = node.first; child != nullptr; child = child->next)
        if (!child->is_container() || holds_a_scalar(*child)) return true;
    return false;
}

/// Writes flat names. What is before the keys of a container is made once for all of them.
class flattening {
public:
    flattening(form_lists lists, form_writer& into)
        : lists_(lists), into_(into), is_encoded_(into.takes_encoded()) {}

    std::optional<error> write_root(value const& root) {
        if (root.kind != kind::object)
            return error{error_code::unrepresentable, "the document",
                         "only an object can be written as a form"};
        return write_members(root);
    }

private:
    static error refuse(std::string name, std::string message) {
        return {error_code::unrepresentable, std::move(name), std::move(message)};
    }

    std::string plain_container() const {
        document memory(256);
        return is_encoded_ ? std::string(*decode_form_text(container_, memory)) : container_;
    }

    std::string plain_name(std::string_view key) const {
        auto name = plain_container();
        bool const nested = !name.empty();
        name += key;
        if (nested) name += ']';
        return name;
    }

    std::optional<error> write(std::string_view key, value const& node) {
        if (node.is_container()) return write_container(key, node);
        if (node.kind == kind::null) return refuse(plain_name(key), "a form cannot hold null");
        if (container_.empty()) return into_.write(key, node);
        if (!is_encoded_) return into_.write(plain_name(key), node);
        into_.write_within(container_, key, node);
        return std::nullopt;
    }

    std::optional<error> write_container(std::string_view key, value const& node) {
        auto const outer = container_.size();
        if (is_encoded_) {
            encode_form_text(key, container_);
            container_ += outer > 0 ? "%5D%5B" : "%5B";
        } else {
            container_.append(key).append(outer > 0 ? "][" : "[");
        }
        auto failure = node.kind == kind::array ? write_items(node) : write_members(node);
        container_.resize(outer);
        return failure;
    }

    std::optional<error> write_members(value const& object) {
        bool const nested = !container_.empty();
        bool positions = nested;
        std::size_t written = 0, highest = 0;
        for (auto const* member = object.first; member != nullptr; member = member->next) {
            if (!holds_a_scalar(*member)) continue;
            if (find_bracket(member->name, 0) != member->name.size())
                return refuse(plain_name(member->name), "a name with brackets would be read as a nested one");
            if (member->name.empty() && (nested || member->is_container()))
                return refuse(plain_name(member->name), "an empty name cannot be written in a nested form");
            if (positions) {
                auto const position = list_position(member->name);
                positions = position.has_value();
                highest = std::max(highest, position.value_or(0));
            }
            ++written;
            if (auto failure = write(member->name, *member)) return failure;
        }
        if (!positions || written == 0 || highest != written - 1) return std::nullopt;
        auto name = plain_container();
        name.pop_back(); // the bracket of its first key
        return refuse(std::move(name), "an object whose names are 0, 1... would be read as a list");
    }

    std::optional<error> write_items(value const& list) {
        bool scalars = true, objects = true;
        for (auto const* item = list.first; item != nullptr; item = item->next) {
            scalars = scalars && !item->is_container();
            objects = objects && item->kind == kind::object;
        }
        auto const unnumbered =
            (scalars && lists_ != form_lists::indexed) || (objects && lists_ == form_lists::rails);
        std::size_t position = 0;
        value const* before = nullptr;
        for (auto const* item = list.first; item != nullptr; item = item->next, ++position) {
            auto const number = std::to_string(position);
            if (!holds_a_scalar(*item))
                return refuse(plain_name(number), "a form cannot hold an empty item of a list");
            if (unnumbered && item->is_container() && before != nullptr && !begins_anew(*item, *before))
                return refuse(plain_name(number),
                              "would be read as a part of the item before it, which lacks its first "
                              "member; write it with lists = \"indexed\"");
            if (auto failure = write(unnumbered ? std::string_view{} : number, *item)) return failure;
            before = item;
        }
        return std::nullopt;
    }

    /// Whether the first scalar of an item is said by the item before it too: only then a reader tells them
    /// apart.
    static bool begins_anew(value const& item, value const& before) {
        auto const* there = &before;
        for (auto const* at = &item; at->is_container();) {
            if (at->kind == kind::array || there->kind != kind::object) return false;
            auto const* child = at->first;
            while (!holds_a_scalar(*child)) child = child->next;
            there = there->find(child->name);
            if (there == nullptr) return false;
            at = child;
        }
        return !there->is_container();
    }

    form_lists lists_;
    form_writer& into_;
    bool is_encoded_;       ///< names have their escapes already, since they can be made piece by piece
    std::string container_; ///< what is before the keys of what is written: `a[b][`; of the form: nothing
};

} // namespace

boost::system::result<void, error> write_nested_form(value const& root, nested_form_options const& options,
                                                     std::string& out, charset const* written_in) {
    form_writer pairs(out, written_in);
    if (auto failure = flattening(options.lists, pairs).write_root(root)) return std::move(*failure);
    pairs.finish();
    return {};
}

} // namespace ficus::acl

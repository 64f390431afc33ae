#include "acl/mapping.hpp"
#include "acl/mapping_level.hpp"
#include "acl/mapping_run.hpp"
#include "acl/rest_carrier.hpp"

#include <array>

// Fields that count pages on one side and elements on the other: what they say depends on another field.

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

} // namespace

void mapping::note_paging(field_options const& options, mapped_field& field, std::string const& key,
                          std::vector<option_error>& problems) const {
    field.paging = options.paging;
    if (options.constant || options.split || options.link || options.lua.any() || field.is_list ||
        !options.copies.is_empty() || options.says_conversion())
        problems.push_back({key + ".paging",
                            "a page is a number that nothing else is done to; leave the field's "
                            "other options out, or this one"});
    if (options.type.value_or(scalar_type::integer) != scalar_type::integer)
        problems.push_back({key + ".type", "a page is an integer; leave the type out"});
}

/// When all fields have their places: where each side says how many elements a page has.
void mapping::find_page_sizes(std::vector<option_error>& problems) {
    for (auto& field : fields_) {
        if (!field.paging) continue;
        for (std::size_t side = 0; side < 2; ++side) {
            auto const key = field.key + ".paging.size." + std::string(side_names[side]);
            auto const path = read_path(field.paging->size[side], side);
            if (!path) {
                problems.push_back({key, path.error()});
                continue;
            }
            auto const& tree = trees_[side];
            auto node = path_tree::start_of(path->where);
            for (auto const& step : path->steps)
                if (node != path_tree::none) node = tree.find(node, step);
            auto const lives = node == path_tree::none ? path_tree::none : tree[node].field;
            if (path->repeated || lives == path_tree::none || fields_[lives].is_list ||
                &fields_[lives] == &field)
                problems.push_back(
                    {key, "'" + field.paging->size[side] +
                              "' is the place of no field; a page's size is mapped by one of its "
                              "own: { legacy = \"" +
                              field.paging->size[0] + "\", modern = \"" + field.paging->size[1] + "\" }"});
            else
                field.page_sizes[side] = node;
        }
    }
}

std::optional<error> mapping_run::convert_page(mapping_level& here, mapped_field const& field, value& made) {
    if (made.kind == kind::null) return std::nullopt;
    auto const* said = here.seen[field.page_sizes[here.source_side]];
    std::optional<std::string_view> size;
    if (said != nullptr && said->kind == kind::element)
        size = element_text(*said, memory_);
    else if (said != nullptr && said->kind != kind::null)
        size = said->text;
    auto converted = acl::convert_page(*field.paging, way_, made.text, size);
    if (!converted) return converted.error();
    made.text = memory_.keep(*converted);
    return std::nullopt;
}

} // namespace ficus::acl

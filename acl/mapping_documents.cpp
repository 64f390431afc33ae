#include "acl/element_choice.hpp"
#include "acl/format.hpp"
#include "acl/inner_document.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_level.hpp"
#include "acl/mapping_paths.hpp"
#include "acl/mapping_run.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>

// Documents within texts. Paths lead into them as into any container; before a document is mapped they are
// read, and what was made of them is written behind it.

namespace ficus::acl {

// Of the mapping.

/// What a path with marks leads to: behind each of them by the format of that document.
boost::system::result<field_path, std::string> mapping::read_inner_path(std::string const& text,
                                                                        std::size_t side) const {
    auto const mark = text.rfind(document_mark);
    auto const around = text.substr(0, mark);
    auto path = read_path(around, side);
    if (!path) return path;
    auto const said =
        std::find_if(at_.documents.begin(), at_.documents.end(),
                     [&](inner_document const& one) { return one.side == side && one.path == around; });
    if (said == at_.documents.end()) return "the path '" + text + "' leads into no document";
    auto const spoken = acl::dialect_of(said->spoken);
    auto inner = parse_field_path(spoken.shape, std::string_view(text).substr(mark + document_mark.size()));
    if (!inner) return inner;
    if (inner->where != acl::place::body)
        return "the path '" + text.substr(mark + document_mark.size()) +
               "' leads out of the document within the text, which is all that 'fields' name on this side";
    path->repeated = inner->repeated;
    path->keyed = inner->keyed;
    path->side_by_side = inner->side_by_side;
    if (inner->numbers > 0) path->numbered_step = path->steps.size() + 1 + inner->numbered_step;
    path->numbers += inner->numbers;
    path->documents.push_back(spoken);
    path->steps.emplace_back(document_step);
    path->steps.insert(path->steps.end(), inner->steps.begin(), inner->steps.end());
    return path;
}

/// What is wrong with the texts themselves.
void mapping::check_documents(std::vector<option_error>& problems) const {
    constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};
    for (auto const& one : at_.documents) {
        auto const key = one.key + '.' + std::string(side_names[one.side]);
        auto const path = read_path(one.path, one.side);
        if (!path)
            problems.push_back({key, path.error()});
        else if (path->repeated)
            problems.push_back({key, "one text is one document, so that it does not repeat; put it into the "
                                     "'fields' of a list"});
        else if (path->is_whole_query && one.spoken.kind != format::form)
            problems.push_back({key, "a query is a form; write document = { ... = \"form\" }, or { format = "
                                     "\"form\", nested = true } for names with brackets"});
        else if (path->where == acl::place::key)
            problems.push_back({key, "a member's name is no document; it is a text alone"});
        else
            check_number_of_part(*path, one.side, one.path, key, problems);
    }
}

/// A query as a whole is a document, and nothing else of it is named beside that.
void mapping::check_whole_query(std::vector<option_error>& problems) const {
    for (std::size_t side = 0; side < 2; ++side) {
        auto const& all = outside_[side];
        if (std::none_of(all.begin(), all.end(), [](field_path const& p) { return p.is_whole_query; }))
            continue;
        for (auto const& field : fields_)
            for (auto const* path : field.paths_on(side))
                if (field.constant_on.value_or(side) == side && path->where == acl::place::query &&
                    (!path->is_whole_query || path->documents.empty()))
                    problems.push_back(
                        {field.key + (side == 0 ? ".legacy" : ".modern"),
                         path->is_whole_query
                             ? "'query:*' is all of a query; say document = { " +
                                   std::string(side == 0 ? "legacy" : "modern") +
                                   " = \"form\" }, and the names in it in 'fields'"
                             : "'" + path->steps.front() +
                                   "' is a part of 'query:*'; put this into the 'fields' of that"});
    }
}

/// Of a path that has been placed: the documents that it leads into, unless they are known.
void mapping::note_documents(field_path const& path, std::size_t side) {
    auto const& tree = trees_[side];
    auto node = path_tree::start_of(path.where);
    field_path text;
    text.where = path.where;
    text.name = path.name;
    text.spoken = path.spoken;
    text.is_whole_query = path.is_whole_query;
    for (auto const& step : path.steps) {
        if (step == document_step) {
            bool const known =
                std::any_of(documents_.begin(), documents_.end(),
                            [&](placed_document const& d) { return d.side == side && d.node == node; });
            if (!known) {
                auto const said =
                    std::find_if(at_.documents.begin(), at_.documents.end(), [&](inner_document const& one) {
                        auto const its = one.side == side
                                             ? read_path(one.path, side)
                                             : boost::system::result<field_path, std::string>("");
                        return its && its->where == text.where && its->steps == text.steps;
                    });
                if (text.where != acl::place::body && text.where != acl::place::call &&
                    text.documents.empty())
                    outside_[side].push_back(text);
                documents_.push_back({side, node, text, said->spoken, at_.levels[side] + text.steps.size()});
                has_documents_ = true;
            }
            text.documents.push_back(tree[tree.find(node, step)].dialect);
        }
        node = tree.find(node, step);
        text.steps.push_back(step);
    }
}

// Of a run.

void mapping_run::read_documents_within(reading_limits const& limits, value const* around) {
    limits_ = limits;
    if (around != nullptr) limits_.max_members -= std::min(limits_.max_members, count_values(*around));
}

std::optional<error> mapping_run::read_documents(mapping const& m, message_tree& source) {
    for (auto const& one : m.documents())
        if (one.side == source_index(way_))
            if (auto failure = read_document(m, source, one)) return failure;
    return std::nullopt;
}

/// Conditions may ask for what a document says. One that cannot be read says nothing: it may be one in
/// another case alone.
void mapping_run::read_documents_for_choice(mapping const& m, message_tree& source) {
    auto const before = limits_;
    for (auto const* variant : m.variants())
        for (auto const& one : variant->documents())
            if (one.side == source_index(way_)) (void)read_document(*variant, source, one);
    limits_ = before;
}

std::optional<error> mapping_run::read_document(mapping const& m, message_tree& source,
                                                mapping::placed_document const& one) {
    auto& root = one.path.where == place::body   ? source.body
                 : one.path.where == place::call ? source.calls
                                                 : source.head;
    auto const* text = find_at(root, one.path.steps);
    if (text == nullptr || text->find(document_step) != nullptr) return std::nullopt;
    std::optional<error> failure;
    auto const* changed = with_document(m, *root, one.path.steps, one, failure);
    if (failure) {
        auto const where = m.tree(one.side).path_of(one.node);
        failure->where = failure->where.empty() ? where : where + ": " + failure->where;
        return failure;
    }
    root = changed;
    return std::nullopt;
}

/// The source stays as it is; what is around a document is another tree with the same values in it.
value* mapping_run::with_document(mapping const& m, value const& at, std::span<std::string const> steps,
                                  mapping::placed_document const& one, std::optional<error>& failure) {
    auto* made = memory_.make(at.kind);
    *made = at;
    made->next = nullptr;
    if (steps.empty()) {
        if (at.kind == kind::null || is_nil(at)) return made;
        // It may be there for its attributes, or as the root.
        auto const& node = m.tree(one.side)[one.node];
        bool const kept_alive =
            at.kind == kind::element && (one.node == path_tree::root || node.children.size() > 1);
        auto text = at.text;
        if (at.kind == kind::element) text = element_text(at, memory_);
        if (at.kind == kind::element ? text.data() == nullptr : at.kind != kind::string) {
            failure = error{error_code::wrong_type,
                            {},
                            std::string(at.kind == kind::element ? "elements" : describe(at.kind)) +
                                " where a text is due that is a document"};
            return made;
        }
        if (kept_alive && is_xml_white_space(text)) return made;
        auto limits = limits_;
        limits.max_depth -= std::min(limits.max_depth, one.depth);
        auto read = read_inner_document(text, one.spoken, limits, memory_);
        if (!read) {
            failure = read.error();
            return made;
        }
        limits_.max_members -= std::min(limits_.max_members, count_values(**read));
        made->first = made->last = nullptr;
        made->count = 0;
        for (auto const* child = at.first; child != nullptr; child = child->next)
            if (child->name.starts_with('@')) document::append(*made, *renamed(*child, {}), child->name);
        document::append(*made, **read, document_step);
        return made;
    }
    auto const position = at.kind == kind::array ? position_of(steps.front()) : std::nullopt;
    auto const among = position_among_elements(at, steps, 0);
    // Of a list's elements the step itself chooses, of XML's that share a name the one behind the name.
    bool const by_name = at.kind == kind::element && steps.size() > 1 && is_choice(steps[1]);
    bool const chooses = by_name || (at.kind == kind::array && is_choice(steps.front()));
    std::size_t const taken = among || by_name ? 2 : 1;
    auto const* const chosen =
        chooses ? find_at(&at, std::vector<std::string>(steps.begin(),
                                                        steps.begin() + static_cast<std::ptrdiff_t>(taken)))
                : nullptr;
    made->first = made->last = nullptr;
    made->count = 0;
    std::size_t n = 0, namesakes = 0;
    for (auto const* child = at.first; child != nullptr; child = child->next, ++n) {
        bool const is_called = child->name == steps.front();
        bool const leads_on = chooses    ? child == chosen
                              : position ? n == *position
                                         : is_called && (!among || namesakes == *among);
        namesakes += is_called ? 1 : 0;
        auto* same = leads_on && !failure ? with_document(m, *child, steps.subspan(taken), one, failure)
                                          : renamed(*child, child->name);
        document::append(*made, *same, child->name);
    }
    return made;
}

/// The inner ones first: they are texts of the others.
std::optional<error> mapping_run::write_documents(mapping_level& here) {
    auto const& all = here.map.documents();
    for (auto one = all.rbegin(); one != all.rend(); ++one) {
        if (one->side != here.target_side || here.made[one->node] == nullptr) continue;
        bool const is_all = one->node == path_tree::root && here.to.shape() == shape::json;
        if (is_all && here.made[one->node]->find(document_step) == nullptr)
            return error{
                error_code::missing,
                {},
                "nothing of the document is there, which is all that there would be on the other side"};
        auto const done =
            write_inner_document(*here.made[one->node], one->spoken, here.to.dialect_at(one->node), memory_);
        if (!done) return error{done.error().code, here.to.path_of(one->node), done.error().message};
    }
    return std::nullopt;
}

} // namespace ficus::acl

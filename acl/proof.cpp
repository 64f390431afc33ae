#include "acl/proof.hpp"

#include "acl/format.hpp"
#include "acl/mapping.hpp"
#include "acl/proof_samples.hpp"
#include "acl/rest_carrier.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace ficus::acl {
namespace {

/// What one field holds in a generated document: no values for a list that is empty.
struct choice {
    std::string where;         ///< the field, or one in an element of it
    std::vector<value*> items; ///< scalars, or elements made for the list
    bool empty_list = false;
};

/// A container made for a document, and the field that it is an example of.
struct example {
    std::string where;
    value* container = nullptr;
    bool empty_list = false;
};

/// Makes containers of one side from a mapping.
class generator {
public:
    generator(std::size_t side, dialect of, document& memory) : side_(side), dialect_(of), memory_(memory) {}

    std::vector<example> examples(mapping const& m) {
        std::vector<example> made;
        if (!m.is_list(side_)) made.push_back({"", container(m, {}), false});
        std::vector<std::vector<choice>> all;
        for (auto const& field : m.fields()) all.push_back(choices(m, field));
        for (std::size_t i = 0; i < all.size(); ++i)
            for (auto const& one : all[i])
                made.push_back({one.where, container(m, {{i, &one}}), one.empty_list});
        if (all.size() < 2) return made;
        for (std::size_t left_out = 0; left_out <= all.size(); ++left_out) {
            std::vector<std::pair<std::size_t, choice const*>> chosen;
            for (std::size_t i = 0; i < all.size(); ++i)
                if (i != left_out && !all[i].empty()) chosen.emplace_back(i, &all[i].front());
            auto where = left_out < all.size() ? place(m, m.fields()[left_out]) : std::string();
            made.push_back({std::move(where), container(m, chosen), false});
        }
        return made;
    }

private:
    std::string place(mapping const& m, mapped_field const& field) const {
        auto const& path = field.paths[side_];
        return path.steps.empty() && path.repeated ? "" : m.tree(side_).path_of(field.nodes[side_]);
    }

    /// The most ordinary one first.
    std::vector<choice> choices(mapping const& m, mapped_field const& field) {
        auto const where = place(m, field);
        std::vector<choice> made;
        if (field.elements) {
            for (auto const& inner : examples(*field.elements))
                made.push_back(
                    {join_paths(dialect_.shape, where + "[0]", inner.where), {inner.container}, false});
            if (!made.empty()) {
                std::rotate(made.begin(), made.end() - 1, made.end());
                made.push_back({where, {made[0].items[0], made.back().items[0], made[0].items[0]}, false});
            }
        } else {
            auto const samples = sample_scalars(*field.scalar, side_, dialect_, memory_);
            for (auto* sample : samples) made.push_back({where, {sample}, false});
            if (field.is_list && samples.size() > 1)
                made.push_back({where, {samples[0], samples[1], samples[0]}, false});
        }
        auto const& node = m.tree(side_)[field.nodes[side_]];
        bool const says_empty = dialect_.shape == shape::json ||
                                (node.parent != path_tree::none && m.tree(side_)[node.parent].wraps_list);
        if (field.is_list && says_empty) made.push_back({where, {}, true});
        return made;
    }

    value* container(mapping const& m, std::vector<std::pair<std::size_t, choice const*>> const& chosen) {
        auto* made = memory_.make(dialect_.shape == shape::xml ? kind::element
                                  : m.is_list(side_)           ? kind::array
                                                               : kind::object);
        for (auto const& [index, one] : chosen) put(*made, m.fields()[index], *one);
        return made;
    }

    void put(value& root, mapped_field const& field, choice const& chosen) {
        auto const& steps = field.paths[side_].steps;
        auto* at = &root;
        for (std::size_t i = 0; i + 1 < steps.size(); ++i) at = &child_container(*at, steps[i]);
        if (field.is_list && dialect_.shape == shape::json) {
            auto* list = at;
            if (!steps.empty()) {
                list = memory_.make(kind::array);
                document::append(*at, *list, steps.back());
            }
            for (auto* item : chosen.items) document::append(*list, *memory_.copy(*item));
            return;
        }
        for (auto* item : chosen.items)
            put_one(*at, steps.empty() ? std::string_view{} : std::string_view(steps.back()), *item,
                    field.is_list);
    }

    void put_one(value& parent, std::string_view name, value const& item, bool repeats) {
        auto* made = memory_.copy(item);
        if (dialect_.shape != shape::xml || name.starts_with('@') || made->kind == kind::element) {
            document::append(parent, *made, name);
            return;
        }
        auto* element = &parent;
        if (repeats) {
            element = memory_.make(kind::element);
            document::append(parent, *element, name);
        } else if (!name.empty()) {
            element = &child_container(parent, name);
        }
        if (!made->text.empty()) document::append(*element, *made);
    }

    value& child_container(value& parent, std::string_view name) {
        if (auto* found = parent.find(name)) return *found;
        auto* made = memory_.make(dialect_.shape == shape::xml ? kind::element : kind::object);
        document::append(parent, *made, name);
        return *made;
    }

    std::size_t side_;
    dialect dialect_;
    document& memory_;
};

/// The same text for documents that say the same: members and attributes in any order, elements of different
/// names too.
std::string canonical(value const& v) {
    std::string text(v.kind == kind::element ? "<" : describe(v.kind));
    if (!v.is_container())
        return text + '(' + (v.kind == kind::boolean ? (v.truth ? "true" : "false") : std::string(v.text)) +
               ')';
    std::vector<std::pair<std::string, std::string>> children;
    for (auto const* child = v.first; child != nullptr; child = child->next)
        if (child->name != "@xmlns:xsi") children.emplace_back(child->name, canonical(*child));
    if (v.kind != kind::array)
        std::stable_sort(children.begin(), children.end(),
                         [](auto const& a, auto const& b) { return a.first < b.first; });
    for (auto const& [name, inner] : children) text += '{' + name + ':' + inner + '}';
    return text;
}

class prover {
public:
    prover(translator const& subject, part of, direction way) : subject_(subject), of_(of), way_(way) {}

    std::vector<finding> run() {
        auto const& m = *subject_.mapping_of(of_);
        auto const side = source_index(way_);
        document memory;
        generator made(side, m.dialect(side), memory);
        for (auto& one : made.examples(m)) {
            one.container->name = subject_.side(of_, side).root;
            try_one(one);
        }
        std::vector<finding> findings;
        for (auto& [where, state] : states_) {
            if (state.worst)
                findings.push_back(std::move(*state.worst));
            else if (!state.came_back && state.refused)
                findings.push_back(std::move(*state.refused));
        }
        return findings;
    }

private:
    struct state {
        bool came_back = false;
        std::optional<finding> worst;   ///< the smallest document that lost something
        std::optional<finding> refused; ///< the first that was refused
    };

    void try_one(example const& one) {
        auto const side = source_index(way_);
        finding found{of_, way_, one.where, {}, {}, {}, {}};
        if (!write_body(subject_.side(of_, side), *one.container, found.document)) return;
        auto& state = states_[one.where];
        auto there = subject_.translate_body(way_, of_, found.document);
        if (!there) {
            found.message = "no example of it can be translated: " + there.error().message;
            if (!state.refused) state.refused = std::move(found);
            return;
        }
        found.there = std::move(*there);
        auto back = subject_.translate_body(reverse(way_), of_, found.there);
        if (!back) {
            found.message = "its translation cannot be translated back: " + back.error().where + ": " +
                            back.error().message;
        } else if (is_same(subject_.side(of_, side), found.document, *back)) {
            state.came_back = true;
            return;
        } else {
            found.back = std::move(*back);
            found.message =
                one.empty_list ? "an empty list comes back as none: the other side has nothing that says so; "
                                 "give the list a wrapper of its own there"
                               : "it does not come back as it was";
        }
        if (!state.worst || found.document.size() < state.worst->document.size())
            state.worst = std::move(found);
    }

    static bool is_same(side_options const& side, std::string_view sent, std::string_view back) {
        if (sent == back) return true;
        auto const one = read_body(side, sent);
        // A form without a name in it is an empty body, which passes as it is: it has none of the fields.
        if (one && back.empty()) return one->root()->first == nullptr;
        auto const other = read_body(side, back);
        return one && other && canonical(*one->root()) == canonical(*other->root());
    }

    translator const& subject_;
    part of_;
    direction way_;
    std::map<std::string, state> states_;
};

} // namespace

std::vector<finding> prove(translator const& subject) {
    std::vector<finding> findings;
    for (auto const of : {part::request, part::response}) {
        auto const* m = subject.mapping_of(of);
        if (m == nullptr || (of == part::response && m == subject.mapping_of(part::request))) continue;
        for (auto const way : {direction::to_modern, direction::to_legacy}) {
            auto found = prover(subject, of, way).run();
            std::move(found.begin(), found.end(), std::back_inserter(findings));
        }
    }
    std::stable_sort(findings.begin(), findings.end(), [](finding const& a, finding const& b) {
        return a.document.size() < b.document.size();
    });
    return findings;
}

} // namespace ficus::acl

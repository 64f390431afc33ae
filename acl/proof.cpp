#include "acl/proof.hpp"

#include "acl/mapping.hpp"
#include "acl/proof_cases.hpp"
#include "acl/proof_examples.hpp"
#include "acl/proof_message.hpp"
#include "acl/proof_unproven.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace ficus::acl {
namespace {

class prover {
public:
    prover(translator const& subject, part of, direction way, outcome const* kind)
        : messages_(subject, of, kind), kind_(kind), of_(of), way_(way),
          link_(subject.example_link(source_index(way))) {}

    std::vector<finding> run() {
        auto const& m = messages_.mapping();
        auto const side = source_index(way_);
        document memory;
        auto const made = make_examples(m, side, link_, memory);
        for (auto const& one : made.examples) {
            one.container->name = messages_.side(side).root;
            try_one(one);
        }
        std::vector<finding> findings;
        for (auto& [where, state] : states_) {
            if (state.worst)
                findings.push_back(std::move(*state.worst));
            else if (!state.came_back && state.refused)
                findings.push_back(std::move(*state.refused));
        }
        for (auto const& where : made.without)
            findings.push_back({of_,
                                way_,
                                where,
                                "no example of it can be made: no value that is known here fits its options",
                                {},
                                {},
                                {}});
        return findings;
    }

private:
    struct state {
        bool came_back = false;
        std::optional<finding> worst;   ///< the smallest document that lost something
        std::optional<finding> refused; ///< the first that was refused
    };

    void try_one(example const& one) {
        if (!one.is_whole) return;
        auto const side = source_index(way_);
        // What is no answer of the kind says nothing of it.
        if (kind_ != nullptr && !kind_->is_asked(side, one.container, one.beside)) return;
        auto const sent = messages_.make(side, *one.container, *one.beside, *one.calls);
        if (!sent) return;
        finding found{of_, way_, one.where, {}, messages_.text(side, *sent), {}, {}};
        auto& state = states_[one.where];
        auto const there = messages_.translate(way_, *sent);
        if (!there) {
            found.message = "no example of it can be translated: " + there.error().message;
            // Nothing at all may well be refused: a path needs its values.
            if (!state.refused && !one.is_bare()) state.refused = std::move(found);
            return;
        }
        found.there = messages_.text(1 - side, *there);
        auto const back = messages_.translate(reverse(way_), *there);
        if (!back) {
            found.message = "its translation cannot be translated back: " + back.error().where + ": " +
                            back.error().message;
        } else if (messages_.is_same(side, *sent, *back)) {
            state.came_back = true;
            return;
        } else {
            found.back = messages_.text(side, *back);
            found.message =
                one.empty_list ? "an empty list comes back as none: the other side has nothing that says so; "
                                 "give the list a wrapper of its own there"
                               : "it does not come back as it was";
        }
        if (!state.worst || found.document.size() < state.worst->document.size())
            state.worst = std::move(found);
    }

    proof_messages messages_;
    outcome const* kind_;
    part of_;
    direction way_;
    std::optional<std::string> link_;
    std::map<std::string, state> states_;
};

} // namespace

std::vector<finding> prove(translator const& subject) {
    if (!find_unproven(subject.options()).empty()) {
        auto const rest = translator::compile(without_scripts(subject.options()));
        return rest ? prove(*rest) : std::vector<finding>{}; // scripts are all there is
    }
    std::vector<finding> findings;
    for (auto const of : {part::request, part::response}) {
        auto const* m = subject.mapping_of(of);
        if (m == nullptr || (of == part::response && m == subject.mapping_of(part::request))) continue;
        for (auto const way : {direction::to_modern, direction::to_legacy}) {
            auto found = prover(subject, of, way, nullptr).run();
            std::move(found.begin(), found.end(), std::back_inserter(findings));
        }
        find_uncovered(*m, {}, of, findings);
    }
    for (auto const& kind : subject.outcomes())
        for (auto const way : {direction::to_modern, direction::to_legacy}) {
            auto found = prover(subject, part::response, way, &kind).run();
            std::move(found.begin(), found.end(), std::back_inserter(findings));
        }
    std::stable_sort(findings.begin(), findings.end(), [](finding const& a, finding const& b) {
        return a.document.size() < b.document.size();
    });
    return findings;
}

} // namespace ficus::acl

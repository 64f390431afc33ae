#include "acl/proof.hpp"

#include "acl/mapping.hpp"
#include "acl/proof_blame.hpp"
#include "acl/proof_cases.hpp"
#include "acl/proof_examples.hpp"
#include "acl/proof_message.hpp"
#include "acl/proof_reach.hpp"
#include "acl/proof_unproven.hpp"

#include <algorithm>
#include <cstdint>
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
            try_one(one, false);
            // A message with a body that says nothing is another one than a message without.
            if (one.container->first == nullptr && m.reaches_outside()) try_one(one, true);
        }
        for (auto& [where, refused] : refused_)
            if (!all_translated_ && !translated_.contains(where)) add(because::refused, std::move(refused));
        for (auto& [where, unmade] : unmade_)
            if (!made_.contains(where)) add(because::unmade, std::move(unmade));
        for (auto const& where : made.without)
            add(because::unknown, finding_of(where, key_at(m, side, where),
                                             "no example of it can be made: no value that is known here fits "
                                             "its options"));
        std::vector<finding> findings;
        for (auto& [cause, state] : causes_) {
            state.smallest.paths.assign(state.paths.begin(), state.paths.end());
            findings.push_back(std::move(state.smallest));
        }
        return findings;
    }

private:
    enum class because : std::uint8_t { lost, not_back, refused, unmade, unknown };
    struct state {
        finding smallest; ///< of its documents
        std::set<std::string> paths;
    };

    finding finding_of(std::string where, std::string key, std::string message) const {
        return {of_, way_, std::move(where), std::move(message), {}, {}, {}, std::move(key), {}};
    }

    void add(because why, finding found) {
        // What no option is known for is told apart by its place.
        auto const name = found.key.empty() ? '@' + found.where : found.key;
        auto const where = found.where;
        auto const [at, is_new] = causes_.try_emplace({name, why}, state{found, {}});
        if (!is_new && found.document.size() < at->second.smallest.document.size())
            at->second.smallest = std::move(found);
        if (!where.empty()) at->second.paths.insert(where);
    }

    void try_one(example const& one, bool empty_body) {
        if (!one.is_whole) return;
        auto const& m = messages_.mapping();
        auto const side = source_index(way_);
        // What is no answer of the kind says nothing of it.
        if (kind_ != nullptr && !kind_->is_asked(side, one.container, one.beside)) return;
        auto const sent = messages_.make(side, *one.container, *one.beside, *one.calls, empty_body);
        if (!sent) {
            auto const& [code, where, message] = sent.error();
            auto found = finding_of(one.where, key_at(m, side, one.where),
                                    "no example of it can be made: " + where + ": " + message);
            if (!one.where.empty()) unmade_.try_emplace(one.where, std::move(found));
            return;
        }
        made_.insert(one.where);
        auto found = finding_of(one.where, {}, {});
        found.document = messages_.text(side, *sent);
        auto const there = messages_.translate(way_, *sent);
        if (!there) {
            auto const& [code, where, message] = there.error();
            found.key = key_at(m, side, where);
            found.message = "no example of it can be translated: " +
                            (where == one.where ? message : where + ": " + message);
            // Nothing at all may well be refused: a path needs its values.
            if (!one.is_bare()) refused_.try_emplace(one.where, std::move(found));
            return;
        }
        // A document without the field proves no value of it.
        if (!one.lacks) translated_.insert(one.where);
        all_translated_ |= one.has_all;
        found.there = messages_.text(1 - side, *there);
        auto const back = messages_.translate(reverse(way_), *there);
        if (!back) {
            auto const& [code, where, message] = back.error();
            found.key = key_at(m, 1 - side, where);
            found.message = "its translation cannot be translated back: " + where + ": " + message;
            return add(because::not_back, std::move(found));
        }
        if (messages_.is_same(side, *sent, *back)) return;
        found.back = messages_.text(side, *back);
        found.message = "it does not come back as it was";
        auto const own = key_at(m, side, one.where);
        auto keys = messages_.blame(side, *sent, *back);
        if (keys.empty()) keys.insert(own);
        for (auto const& key : keys) {
            auto each = found;
            each.key = key;
            if (one.empty_list && (key == own || key.starts_with(own + '.')))
                each.message = "an empty list comes back as none: the other side has nothing that says so; "
                               "give the list a wrapper of its own there";
            add(because::lost, std::move(each));
        }
    }

    proof_messages messages_;
    outcome const* kind_;
    part of_;
    direction way_;
    std::optional<std::string> link_;
    std::map<std::pair<std::string, because>, state> causes_;
    std::set<std::string> made_;             ///< fields of which there are examples
    std::map<std::string, finding> unmade_;  ///< by field: the first example that its side cannot hold
    std::set<std::string> translated_;       ///< fields of which an example went over
    bool all_translated_ = false;            ///< a document that has all fields went over
    std::map<std::string, finding> refused_; ///< by field: the first that did not
};

} // namespace

std::vector<finding> prove(translator const& subject) {
    if (!find_unproven(subject.options()).empty()) {
        auto const part = without_scripts(subject.options());
        auto const rest = translator::compile(part.options);
        if (!rest) return {}; // scripts are all there is
        auto findings = prove(*rest);
        for (auto& found : findings) found.key = part.key_before(found.key);
        return findings;
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
    auto const unreached = find_unreachable(subject);
    for (std::size_t i = 0; i < subject.outcomes().size(); ++i) {
        // All else that would be found of one that is never chosen comes of that.
        auto const key = "outcomes[" + std::to_string(i) + "].";
        if (std::any_of(unreached.begin(), unreached.end(),
                        [&](finding const& one) { return one.key.starts_with(key); }))
            continue;
        for (auto const way : {direction::to_modern, direction::to_legacy}) {
            auto found = prover(subject, part::response, way, &subject.outcomes()[i]).run();
            std::move(found.begin(), found.end(), std::back_inserter(findings));
        }
    }
    findings.insert(findings.end(), unreached.begin(), unreached.end());
    std::stable_sort(findings.begin(), findings.end(), [](finding const& a, finding const& b) {
        return a.document.size() < b.document.size();
    });
    return findings;
}

} // namespace ficus::acl

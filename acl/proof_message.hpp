#pragma once

#include "acl/outcome.hpp"
#include "acl/translator.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <set>
#include <string>

namespace ficus::acl {

struct mapping_trace;

/// The same text for documents that say the same: members and attributes in any order, elements of different
/// names too.
std::string canonical(value const& v);

/// Messages of one part as proofs need them: made from what fields hold, brought over, compared.
class proof_messages {
public:
    /// `kind`: answers of one kind; null: messages as they are otherwise.
    proof_messages(translator const& subject, part of, outcome const* kind)
        : subject_(subject), of_(of), kind_(kind) {}

    acl::mapping const& mapping() const;
    side_options const& side(std::size_t index) const;

    /// The message of a side with that body, those values beside it (outside.hpp) and those documents of
    /// calls; where a path needs a
    /// value that is not among them it has an ordinary one. A body of which nothing is said is none where
    /// something may be said beside it, but with `empty_body`. An error where a side cannot hold them at all.
    boost::system::result<message, error> make(std::size_t side, value const& body, value const& beside,
                                               value const& calls, bool empty_body) const;
    boost::system::result<message, error> translate(direction way, message const& from,
                                                    mapping_trace* trace = nullptr) const;
    /// Whether two messages of a side say the same, in whatever order.
    bool is_same(std::size_t side, message const& a, message const& b) const;
    /// The options by which two messages of a side do not say the same (proof_blame.hpp).
    std::set<std::string> blame(std::size_t side, message const& sent, message const& back) const;
    /// The body, below a request's first line and the header fields where the mapping looks at those.
    std::string text(std::size_t side, message const& of) const;

private:
    bool reaches_outside() const;
    message_values values(std::size_t side, message const& of, document& memory) const;
    bool have_same_calls(message const& a, message const& b) const;
    std::size_t call_index(std::string_view step) const;
    translator const& subject_;
    part of_;
    outcome const* kind_;
};

} // namespace ficus::acl

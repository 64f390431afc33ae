#include "acl/soap_fault.hpp"

#include "acl/quoted.hpp"
#include "acl/soap_names.hpp"
#include "acl/xml_name_text.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>
#include <array>

namespace ficus::acl {
namespace {

struct code_pair {
    std::string_view neutral, in_1_1; ///< in 1.2 it is called as here; empty: 1.1 has none
};

constexpr std::array<code_pair, 5> standard_codes{{{"Sender", "Client"},
                                                   {"Receiver", "Server"},
                                                   {"VersionMismatch", "VersionMismatch"},
                                                   {"MustUnderstand", "MustUnderstand"},
                                                   {"DataEncodingUnknown", ""}}};

error malformed(std::string_view where, std::string message) {
    return {error_code::malformed, std::string(where), std::move(message)};
}

error cannot(std::string_view where, std::string message) {
    return {error_code::unrepresentable, std::string(where), std::move(message)};
}

bool is_layout(value const& child) {
    return is_xml_attribute(child) || (child.name.empty() && is_xml_white_space(child.text));
}

std::string_view text_of(value const& element) {
    auto const* text = element.find("");
    if (text == nullptr) return {};
    auto const first = text->text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text->text.substr(first, text->text.find_last_not_of(" \t\r\n") - first + 1);
}

bool has_elements(value const& element) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->kind == kind::element) return true;
    return false;
}

value* add(value& parent, std::string_view name, document& tree) {
    auto* child = tree.make(kind::element);
    document::append(parent, *child, name);
    return child;
}

value* add_text(value& parent, std::string_view name, std::string_view text, document& tree) {
    auto* child = add(parent, name, tree);
    document::append(*child, *tree.make_string(text));
    return child;
}

void move_content(value& from, value& to) {
    for (auto* child = from.first; child != nullptr;) {
        auto* const next = child->next;
        document::append(to, *child, child->name);
        child = next;
    }
    from.first = from.last = nullptr;
    from.count = 0;
}

class fault_reader {
public:
    fault_reader(document& tree, value& made) : tree_(tree), made_(made) {}

    std::optional<error> read_1_1(value& fault) {
        value* parts[4] = {};
        constexpr std::array<std::string_view, 4> names{"faultcode", "faultstring", "faultactor", "detail"};
        for (auto* child = fault.first; child != nullptr; child = child->next) {
            if (is_layout(*child)) continue;
            auto const at = std::find(names.begin(), names.end(), fault_part(child->name));
            if (at == names.end())
                return malformed("soap:Fault", quoted(child->name) +
                                                   " is no part of a SOAP 1.1 Fault: faultcode, faultstring, "
                                                   "faultactor and detail are, in no namespace");
            auto*& part = parts[at - names.begin()];
            if (part != nullptr) return malformed("soap:Fault/" + std::string(*at), "is there twice");
            part = child;
        }
        if (parts[0] == nullptr) return malformed("soap:Fault", "there is no faultcode");
        if (parts[1] == nullptr) return malformed("soap:Fault", "there is no faultstring");
        add_code_1_1(text_of(*parts[0]));
        move_content(*parts[1], *add(made_, "reason", tree_));
        if (parts[2] != nullptr) add_text(made_, "node", text_of(*parts[2]), tree_);
        if (parts[3] != nullptr) move_content(*parts[3], *add(made_, "detail", tree_));
        return std::nullopt;
    }

    std::optional<error> read_1_2(value& fault) {
        value* parts[5] = {};
        constexpr std::array<std::string_view, 5> names{"soap:Code", "soap:Reason", "soap:Node", "soap:Role",
                                                        "soap:Detail"};
        for (auto* child = fault.first; child != nullptr; child = child->next) {
            if (is_layout(*child)) continue;
            auto const at = std::find(names.begin(), names.end(), child->name);
            if (at == names.end())
                return malformed("soap:Fault",
                                 quoted(child->name) +
                                     " is no part of a SOAP 1.2 Fault: Code, Reason, Node, Role "
                                     "and Detail are, in the envelope's namespace");
            auto*& part = parts[at - names.begin()];
            if (part != nullptr) return malformed("soap:Fault/" + std::string(*at), "is there twice");
            part = child;
        }
        if (parts[0] == nullptr) return malformed("soap:Fault", "there is no soap:Code");
        if (parts[1] == nullptr) return malformed("soap:Fault", "there is no soap:Reason");
        if (auto failure = add_code_1_2(*parts[0], "soap:Fault/soap:Code", true)) return failure;
        bool any = false;
        for (auto* text = parts[1]->first; text != nullptr; text = text->next) {
            if (is_layout(*text)) continue;
            if (text->name != "soap:Text")
                return malformed("soap:Fault/soap:Reason", quoted(text->name) + " is no soap:Text");
            move_content(*text, *add(made_, "reason", tree_));
            any = true;
        }
        if (!any) return malformed("soap:Fault/soap:Reason", "there is no soap:Text");
        if (parts[2] != nullptr) add_text(made_, "node", text_of(*parts[2]), tree_);
        if (parts[3] != nullptr) add_text(made_, "role", text_of(*parts[3]), tree_);
        if (parts[4] != nullptr) move_content(*parts[4], *add(made_, "detail", tree_));
        return std::nullopt;
    }

private:
    void add_code_1_1(std::string_view sent) {
        auto const local = sent.starts_with("soap:") ? sent.substr(5) : sent;
        auto const dot = std::min(local.find('.'), local.size());
        auto const known = std::find_if(standard_codes.begin(), standard_codes.end(), [&](auto const& code) {
            return code.in_1_1 == local.substr(0, dot);
        });
        if (known == standard_codes.end() || local.empty()) {
            add_text(made_, "code", sent, tree_);
            return;
        }
        add_text(made_, "code", known->neutral, tree_);
        if (dot < local.size()) add_text(made_, "subcode", local.substr(dot + 1), tree_);
    }

    std::optional<error> add_code_1_2(value& code, std::string const& where, bool outermost) {
        value* name = nullptr;
        value* subcode = nullptr;
        for (auto* child = code.first; child != nullptr; child = child->next) {
            if (is_layout(*child)) continue;
            auto*& part = child->name == "soap:Value" ? name : subcode;
            if (part != nullptr || (child->name != "soap:Value" && child->name != "soap:Subcode"))
                return malformed(where, quoted(child->name) +
                                            ": a code is one soap:Value and perhaps one soap:Subcode");
            part = child;
        }
        if (name == nullptr) return malformed(where, "there is no soap:Value");
        auto text = text_of(*name);
        if (outermost) {
            auto const known =
                std::any_of(standard_codes.begin(), standard_codes.end(), [&](auto const& one) {
                    return text.starts_with("soap:") && one.neutral == text.substr(5);
                });
            if (!known)
                return malformed(where + "/soap:Value",
                                 quoted(text) + " is none of the envelope's five codes");
            text.remove_prefix(5);
        }
        add_text(made_, outermost ? "code" : "subcode", text, tree_);
        // Subcodes lie within each other, so the reader's limit on depth holds for this too.
        return subcode == nullptr ? std::nullopt : add_code_1_2(*subcode, where + "/soap:Subcode", false);
    }

    document& tree_;
    value& made_;
};

class fault_maker {
public:
    fault_maker(document& tree, value& made, bool has_default)
        : tree_(tree), made_(made), has_default_(has_default) {}

    std::optional<error> collect(value& fault) {
        for (auto* child = fault.first; child != nullptr; child = child->next) {
            if (is_layout(*child)) continue;
            auto const name = without_namespace(child->name);
            auto const one = [&](value*& part) -> std::optional<error> {
                if (part != nullptr) return cannot("Fault/" + std::string(name), "is there twice");
                part = child;
                return std::nullopt;
            };
            std::optional<error> failure;
            if (name == "code")
                failure = one(code_);
            else if (name == "node")
                failure = one(node_);
            else if (name == "role")
                failure = one(role_);
            else if (name == "detail")
                failure = one(detail_);
            else if (name == "subcode")
                subcodes_.push_back(text_of(*child));
            else if (name == "reason")
                reasons_.push_back(child);
            else
                failure = cannot("Fault/" + std::string(name),
                                 "is no part of a Fault: code, subcode, reason, node, role and detail are");
            if (failure) return failure;
            if (name != "detail" && has_elements(*child))
                return cannot("Fault/" + std::string(name), "only text can be there");
        }
        if (code_ == nullptr) return cannot("Fault", "needs a code");
        if (reasons_.empty()) return cannot("Fault", "needs a reason");
        auto const text = text_of(*code_);
        if (text == "Client" || text == "Server")
            return cannot("Fault/code", quoted(text) + " is called " +
                                            (text == "Client" ? "Sender" : "Receiver") + " here");
        if (text.empty()) return cannot("Fault/code", "is empty");
        return std::nullopt;
    }

    std::optional<error> write_1_1() {
        std::string code;
        auto const text = text_of(*code_);
        if (auto const* known = standard(text)) {
            if (known->in_1_1.empty())
                return cannot("Fault/code", "SOAP 1.1 has no " + std::string(text) +
                                                "; map it to Sender, Receiver or another code");
            code = "soap:" + std::string(known->in_1_1);
        } else {
            code = text;
        }
        for (auto const subcode : subcodes_) {
            // A code of 1.1 may have several dots; what is behind the first is one subcode.
            bool const dotted = subcodes_.size() == 1 && standard(text) != nullptr && !subcode.empty() &&
                                subcode.find_first_of(":{} \t\r\n") == std::string_view::npos;
            if (!dotted)
                return cannot("Fault/subcode",
                              "SOAP 1.1 has one subcode, without a prefix, behind one of its own codes");
            code.append(".").append(subcode);
        }
        if (reasons_.size() > 1) return cannot("Fault/reason", "SOAP 1.1 has one reason, in one language");
        if (role_ != nullptr) return cannot("Fault/role", "SOAP 1.1 has no role in a Fault");
        add_text(made_, unqualified("faultcode"), code, tree_);
        move_content(*reasons_.front(), *add(made_, unqualified("faultstring"), tree_));
        if (node_ != nullptr) move_content(*node_, *add(made_, unqualified("faultactor"), tree_));
        if (detail_ != nullptr) move_content(*detail_, *add(made_, unqualified("detail"), tree_));
        return std::nullopt;
    }

    std::optional<error> write_1_2() {
        auto const text = text_of(*code_);
        if (standard(text) == nullptr)
            return cannot("Fault/code", quoted(text) +
                                            " is none of SOAP 1.2's codes; map it to one, such as Sender or "
                                            "Receiver, and perhaps to a subcode");
        auto* code = add(made_, "soap:Code", tree_);
        add_text(*code, "soap:Value", "soap:" + std::string(text), tree_);
        for (auto const subcode : subcodes_) {
            if (subcode.empty()) return cannot("Fault/subcode", "is empty, and a subcode is a name");
            code = add(*code, "soap:Subcode", tree_);
            add_text(*code, "soap:Value", subcode, tree_);
        }
        auto* reason = add(made_, "soap:Reason", tree_);
        for (auto* one : reasons_) {
            auto* made = add(*reason, "soap:Text", tree_);
            move_content(*one, *made);
            if (made->find("@xml:lang") == nullptr)
                document::append(*made, *tree_.make_string("en"), "@xml:lang");
        }
        if (node_ != nullptr) move_content(*node_, *add(made_, "soap:Node", tree_));
        if (role_ != nullptr) move_content(*role_, *add(made_, "soap:Role", tree_));
        if (detail_ != nullptr) move_content(*detail_, *add(made_, "soap:Detail", tree_));
        return std::nullopt;
    }

private:
    static code_pair const* standard(std::string_view neutral) {
        auto const found = std::find_if(standard_codes.begin(), standard_codes.end(),
                                        [&](auto const& code) { return code.neutral == neutral; });
        return found == standard_codes.end() ? nullptr : &*found;
    }

    std::string_view unqualified(std::string_view name) {
        return has_default_ ? tree_.keep(std::string("{}").append(name)) : name;
    }

    document& tree_;
    value& made_;
    bool has_default_;
    value* code_ = nullptr;
    value* node_ = nullptr;
    value* role_ = nullptr;
    value* detail_ = nullptr;
    std::vector<std::string_view> subcodes_;
    std::vector<value*> reasons_;
};

} // namespace

boost::system::result<value*, error> read_soap_fault(value& fault, soap_version version, document& tree) {
    auto* made = tree.make(kind::element);
    made->name = "Fault";
    fault_reader reader(tree, *made);
    auto failure = version == soap_version::v1_1 ? reader.read_1_1(fault) : reader.read_1_2(fault);
    if (failure) return std::move(*failure);
    return made;
}

boost::system::result<value*, error> make_soap_fault(value& fault, soap_version version, bool has_default,
                                                     document& tree) {
    auto* made = tree.make(kind::element);
    made->name = "soap:Fault";
    fault_maker maker(tree, *made, has_default);
    auto failure = maker.collect(fault);
    if (!failure) failure = version == soap_version::v1_1 ? maker.write_1_1() : maker.write_1_2();
    if (failure) return std::move(*failure);
    return made;
}

} // namespace ficus::acl

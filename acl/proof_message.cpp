#include "acl/proof_message.hpp"

#include "acl/call.hpp"
#include "acl/format.hpp"
#include "acl/inner_document.hpp"
#include "acl/json.hpp"
#include "acl/mapping.hpp"
#include "acl/outside.hpp"
#include "acl/path_template.hpp"
#include "acl/proof_blame.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/scalar_rule.hpp"
#include "acl/xml.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ficus::acl {
namespace {

constexpr std::string_view ordinary = "7";

/// Of what a format knows beyond a value's kind: one type of XML-RPC is not another one.
std::string_view mark_of(note n) {
    switch (n) {
    case note::date_time: return " of a time";
    case note::base64: return " of bytes";
    case note::real: return " with a fraction";
    case note::none: break;
    }
    return "";
}

/// The same text for documents that say the same: members and attributes in any order, elements of different
/// names too.
std::string canonical(value const& v, bool reads_texts) {
    std::string text(v.kind == kind::element ? "<" : describe(v.kind));
    // Where texts are documents, two that say the same are the same.
    if (reads_texts && v.kind == kind::string)
        for (bool const json : {true, false})
            if (auto const read = json ? read_json(v.text) : read_xml(v.text))
                if (read->root()->is_container()) return canonical(*read->root(), reads_texts);
    if (!v.is_container())
        return text.append(mark_of(v.note)) + '(' +
               (v.kind == kind::boolean ? (v.truth ? "true" : "false") : std::string(v.text)) + ')';
    std::vector<std::pair<std::string, std::string>> children;
    for (auto const* child = v.first; child != nullptr; child = child->next)
        if (child->name != "@xmlns:xsi") children.emplace_back(child->name, canonical(*child, reads_texts));
    if (v.kind != kind::array)
        std::stable_sort(children.begin(), children.end(),
                         [](auto const& a, auto const& b) { return a.first < b.first; });
    for (auto const& [name, inner] : children) text += '{' + name + ':' + inner + '}';
    return text;
}

bool is_same_body(side_options const& side, std::string_view sent, std::string_view back, bool reads_texts) {
    if (sent == back) return true;
    auto const one = read_body(side, sent);
    // A form without a name in it is an empty body, which passes as it is: it has none of the fields. A list
    // of none is a body of its own in JSON.
    auto const is_none = [&](value const& root) {
        return root.first == nullptr && (side.kind != format::json || root.kind != kind::array);
    };
    if (one && back.empty()) return is_none(*one->root());
    auto const other = read_body(side, back);
    if (other && sent.empty()) return is_none(*other->root());
    return one && other && canonical(*one->root(), reads_texts) == canonical(*other->root(), reads_texts);
}

/// A body for people.
std::string legible(side_options const& side, std::string const& body) {
    if (side.kind != format::protobuf) return body;
    std::string text;
    if (auto const read = read_body(side, body)) write_json(*read->root(), text);
    return text;
}

std::vector<std::string> sorted_pieces(std::string_view text, std::string_view separator) {
    std::vector<std::string> pieces;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find(separator, begin), text.size());
        if (end > begin) pieces.emplace_back(text.substr(begin, end - begin));
        begin = end + separator.size();
    }
    // Those of one name keep their order.
    std::stable_sort(pieces.begin(), pieces.end(), [](std::string const& a, std::string const& b) {
        return std::string_view(a).substr(0, a.find('=')) < std::string_view(b).substr(0, b.find('='));
    });
    return pieces;
}

std::vector<std::string> sorted_fields(message const& m) {
    std::vector<std::string> fields;
    for (auto const& [name, value] : m.added) {
        std::string line = name + '=';
        for (auto const& piece : name == "Cookie" ? sorted_pieces(value, "; ") : std::vector{value})
            line += piece + ';';
        fields.push_back(std::move(line));
    }
    std::stable_sort(fields.begin(), fields.end(), [](std::string const& a, std::string const& b) {
        return std::string_view(a).substr(0, a.find('=')) < std::string_view(b).substr(0, b.find('='));
    });
    return fields;
}

/// What an answer says of its request, for comparison, and for people.
std::string said_of_request(message const& m, bool legible = false) {
    if (m.request == nullptr) return {};
    std::string text;
    for (auto const* one = m.request->all().first; one != nullptr; one = one->next) {
        std::string said;
        if (legible)
            write_json(*one, said);
        else
            said = canonical(*one, false);
        text.append(" and ").append(one->name).append(": ").append(said);
    }
    return text;
}

std::vector<header_view> headers_of(message const& m) {
    std::vector<header_view> headers;
    for (auto const& [name, value] : m.added) headers.push_back({name, value});
    return headers;
}

/// Puts what texts say that are documents below them, where paths look for it. What cannot be read is not
/// there.
void read_documents(mapping const& m, std::size_t side, message_values const& said, document& memory) {
    for (auto const& one : m.documents()) {
        if (one.side != side) continue;
        auto const* in = one.path.where == place::body   ? said.body
                         : one.path.where == place::call ? said.calls
                                                         : said.head;
        auto* const at = find_at(const_cast<value*>(in), one.path.steps);
        if (at == nullptr || (at->is_container() && at->kind != kind::element)) continue;
        if (at->find(document_step) != nullptr) continue;
        auto const text = at->kind == kind::element ? element_text(*at, memory) : at->text;
        auto const read = read_body(one.spoken, text);
        if (read && read->root() != nullptr)
            document::append(*at, *memory.copy(*read->root()), document_step);
    }
}

message_view view_of(message const& m, std::vector<header_view> const& headers) {
    message_view view;
    view.method = m.method;
    view.path = m.path;
    view.query = m.query;
    view.has_query = m.has_query;
    view.status = m.status;
    view.headers = headers;
    view.body = m.body;
    view.request = m.request.get();
    return view;
}

} // namespace

std::string canonical(value const& v) {
    return canonical(v, false);
}

acl::mapping const& proof_messages::mapping() const {
    return kind_ != nullptr ? kind_->mapping() : *subject_.mapping_of(of_);
}

side_options const& proof_messages::side(std::size_t index) const {
    return kind_ != nullptr ? kind_->side(index) : subject_.side(of_, index);
}

bool proof_messages::reaches_outside() const {
    return kind_ != nullptr || mapping().reaches_outside();
}

boost::system::result<message, error> proof_messages::make(std::size_t side, value const& body,
                                                           value const& beside, value const& calls,
                                                           bool empty_body) const {
    message made;
    auto const& speaks = this->side(side);
    bool const has_body = empty_body || (kind_ != nullptr && kind_->asks_body(side));
    if (body.first != nullptr || has_body || !reaches_outside())
        if (auto const written = write_body(speaks, body, made.body); !written) return written.error();
    if (of_ == part::response) {
        made.status = kind_ != nullptr ? kind_->status(side, 200) : 200;
    } else if (auto const& method = subject_.options().request.method; method) {
        made.method = side == 0 ? method->first : method->second;
    } else {
        made.method = "POST";
    }
    if (of_ == part::request && !made.body.empty()) add_format_fields(speaks, made);
    for (auto const* one = calls.first; one != nullptr; one = one->next) {
        made.calls.resize(subject_.calls().size());
        auto const index = call_index(one->name);
        value root = *one;
        root.name = subject_.calls()[index].side().root;
        auto const written = write_body(subject_.calls()[index].side(), root, made.calls[index]);
        if (!written) return written.error();
    }
    auto const* templates = of_ == part::request ? subject_.templates() : nullptr;
    std::vector<std::string> captures(templates == nullptr ? 0 : templates->names(), std::string(ordinary));
    auto const beside_it = write_outside(beside, mapping().outside(side), templates, side, captures, made);
    if (!beside_it) return beside_it.error();
    made.path = templates == nullptr ? "/" : templates->build(side, {captures.begin(), captures.end()});
    return made;
}

boost::system::result<message, error> proof_messages::translate(direction way, message const& from,
                                                                mapping_trace* trace) const {
    auto headers = headers_of(from);
    auto const& speaks = side(source_index(way));
    auto const type = content_type(speaks);
    if (can_be_empty(speaks)) headers.push_back({"Content-Type", type});
    auto view = view_of(from, headers);
    std::vector<document> documents;
    std::vector<call_answer> calls(from.calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (from.calls[i].empty()) continue;
        auto read = subject_.calls()[i].read(from.calls[i], {});
        if (!read) return read.error();
        documents.push_back(std::move(*read));
        calls[i] = {call_answer::state::answered, documents.back().root()};
    }
    view.calls = calls;
    return subject_.translate(way, of_, view, {}, trace);
}

bool proof_messages::is_same(std::size_t side, message const& a, message const& b) const {
    return a.method == b.method && a.status == b.status && a.path == b.path &&
           sorted_pieces(a.query, "&") == sorted_pieces(b.query, "&") &&
           sorted_fields(a) == sorted_fields(b) &&
           is_same_body(this->side(side), a.body, b.body, mapping().has_documents()) &&
           have_same_calls(a, b) && said_of_request(a) == said_of_request(b);
}

/// What can be read of it: the path's own values are not.
message_values proof_messages::values(std::size_t side, message const& of, document& memory) const {
    message_values said;
    auto const copy = [&](side_options const& speaks, std::string const& body) -> value* {
        auto const read = read_body(speaks, body);
        return read ? memory.copy(*read->root()) : nullptr;
    };
    said.body = of.body.empty() ? nullptr : copy(this->side(side), of.body);
    auto const headers = headers_of(of);
    auto const head =
        read_outside(view_of(of, headers), mapping().outside(side), nullptr, side, nullptr, memory);
    if (head) said.head = *head;
    auto* calls = memory.make(kind::object);
    for (std::size_t i = 0; i < of.calls.size(); ++i) {
        auto const& call = subject_.calls()[i];
        auto* answer = of.calls[i].empty() ? nullptr : copy(call.side(), of.calls[i]);
        if (answer != nullptr) document::append(*calls, *answer, memory.keep(std::string(call.name()) + ':'));
    }
    said.calls = calls;
    for (auto const* variant : mapping().variants()) read_documents(*variant, side, said, memory);
    return said;
}

std::set<std::string> proof_messages::blame(std::size_t side, message const& sent,
                                            message const& back) const {
    document memory;
    return blamed_keys(mapping(), side, values(side, sent, memory), values(side, back, memory));
}

bool proof_messages::have_same_calls(message const& a, message const& b) const {
    auto const body = [](message const& of, std::size_t i) {
        return i < of.calls.size() ? std::string_view(of.calls[i]) : std::string_view{};
    };
    for (std::size_t i = 0; i < subject_.calls().size(); ++i)
        if (!is_same_body(subject_.calls()[i].side(), body(a, i), body(b, i), mapping().has_documents()))
            return false;
    return true;
}

/// `customer:` is the step by which documents of that call are known.
std::size_t proof_messages::call_index(std::string_view step) const {
    std::size_t i = 0;
    while (subject_.calls()[i].name() != step.substr(0, step.size() - 1)) ++i;
    return i;
}

std::string proof_messages::text(std::size_t side, message const& m) const {
    auto body = legible(this->side(side), m.body);
    for (std::size_t i = 0; i < m.calls.size(); ++i)
        if (!m.calls[i].empty())
            body +=
                " and " + subject_.calls()[i].name() + ": " + legible(subject_.calls()[i].side(), m.calls[i]);
    body += said_of_request(m, true);
    if (!reaches_outside()) return body;
    auto text = of_ == part::request ? m.method + ' ' + m.path + (m.has_query ? '?' + m.query : "")
                                     : std::to_string(m.status);
    for (auto const& [name, value] : m.added) text.append("\n").append(name).append(": ").append(value);
    if (!body.empty()) text.append("\n\n").append(body);
    return text;
}

} // namespace ficus::acl

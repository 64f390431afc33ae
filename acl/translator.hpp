#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/message.hpp"
#include "acl/option_error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

class call;
struct due_call;
class mapping;
class mapping_run;
struct mapping_trace;
class outcome;
class path_mapping;

/// The anti-corruption layer between two models, made from one declaration that holds for both directions.
/// Immutable, and cheap to copy: copies share what was compiled. Used from any thread.
class translator {
public:
    struct translation {
        std::string body;
        std::size_t dropped = 0; ///< members that no field names and that were not kept
    };

    /// All that is wrong with the options, or the translator. Keys are paths below the translator's own, such
    /// as `fields[2].time.zone` or `request.path.modern`.
    static boost::system::result<translator, std::vector<option_error>>
    compile(translator_options const& options);

    /// A message of the source as the target has it. An empty body stays empty, unless fields bring something
    /// into it from elsewhere. A body of a part for which the translator names no fields passes as it is when
    /// both formats are the same one, and is an error otherwise. A path that does not fit the source's
    /// template goes over as it is; it is read as routing reads it, without dot segments. Captures that no
    /// field names keep their percent-encoding. `trace`: gets, after an error too, what was done so far.
    boost::system::result<message, error> translate(direction way, part of, message_view const& from,
                                                    reading_limits const& limits = {},
                                                    mapping_trace* trace = nullptr) const;
    /// What answers to that request of the source repeat of it (message_view::request), as translate() has
    /// it in message::request; null: nothing. What cannot be read is lost, and said where it is asked for.
    std::shared_ptr<remembered> remember(direction way, message_view const& from,
                                         reading_limits const& limits = {}) const;
    /// Whether an answer of the source with that status has to be looked into: a success, or a status that an
    /// outcome names. Others go over as they are, but for the names of their fields.
    bool reads_answer(direction way, unsigned status) const;
    /// Whether an outcome names it: then the answer may become another one though it has no body.
    bool has_outcome_for(direction way, unsigned status) const;
    /// Whether an answer that has no body may say something all the same: an outcome names its status, or
    /// fields find something beside a body, or are said of answers alone and so speak of this one too.
    bool reads_answer_without_body(direction way, unsigned status) const;

    // One legacy answer that is put together from several modern ones. Nothing is carried here: these say
    // what is to be asked, and translate() has what came of it in message_view::calls.

    /// The calls besides the main one that legacy answers need; mostly none.
    std::vector<call> const& calls() const;
    /// By calls(): what goes out beside the modern request `made` of `from`. Some wait for its answer.
    std::vector<due_call> due_calls(message_view const& from, message const& made,
                                    reading_limits const& limits = {}) const;
    /// The main answer is there: no call waits any more.
    void complete_calls(std::vector<due_call>& due, message_view const& answer,
                        reading_limits const& limits = {}) const;
    /// Whether calls are a part of what that modern answer becomes.
    bool puts_together(message_view const& answer, reading_limits const& limits = {}) const;

    /// A body alone, for those who have no more.
    boost::system::result<translation, error> translate(direction way, part of, std::string_view body,
                                                        reading_limits const& limits = {}) const;
    boost::system::result<std::string, error> translate_body(direction way, part of,
                                                             std::string_view body) const;

    /// Of the bodies that a side has; empty where it has none.
    std::string_view content_type(direction way, part of) const;

    /// Whether a request's path fits the source's template, or there is none. About one that does not fit the
    /// translator has no say.
    bool fits_path(direction way, std::string_view raw_path) const;
    /// A target that a message of the source names (path and query), as the target's side has it: what a GET
    /// of it would be translated to. Nothing where it does not fit the request's template, or a GET of it
    /// would be more than a target.
    std::optional<std::string> translate_link(direction way, std::string_view target) const;
    /// A target of that side (0: legacy, 1: modern) that translate_link() takes; nothing where none is.
    std::optional<std::string> example_link(std::size_t side) const;
    /// Whether fields of answers name that header field of the source: they are about what it says as it
    /// came.
    bool reads_header(direction way, std::string_view name) const;
    /// The other side's name of a header field, or nothing when it keeps its own.
    std::optional<std::string_view> map_header(direction way, part of, std::string_view name) const;

    std::string const& name() const;
    /// `on_error = "reject"`.
    bool rejects() const;
    translator_options const& options() const;
    /// How a side (0: legacy, 1: modern) speaks in that part.
    side_options const& side(part of, std::size_t index) const;
    /// A request's path, in both templates; null where there are none.
    path_mapping const* templates() const;
    std::vector<outcome> const& outcomes() const;
    /// What the bodies of a part are mapped by; null when the translator names no fields for it.
    mapping const* mapping_of(part of) const;

private:
    struct compiled;
    /// How one message is spoken on the source's side and on the target's, and what corresponds.
    struct speech;
    speech speech_of(direction way, part of) const;
    boost::system::result<void, error> translate_body(direction way, part of, message_view const& from,
                                                      message& to, reading_limits const& limits,
                                                      speech const& spoken) const;
    /// Members that no field of the request names, and that are not lost: its answer repeats them.
    std::size_t repeated_alone(mapping const& m, std::size_t side, remembered const& kept) const;
    /// `body`: null: there is none; `unread`: why it cannot be read, or null.
    std::shared_ptr<remembered> remember(std::size_t side, message_view const& from, value const* body,
                                         error const* unread) const;
    /// The documents of the calls, as a mapping reads them.
    boost::system::result<value*, error> join_calls(message_view const& from, document& into) const;
    void write_calls(value const& documents, message& to) const;
    void rewrite_call_links(message_view const& from, mapping_run& by) const;
    /// A reference that is a path, with what is behind it.
    std::optional<std::string> translate_path(direction way, std::string_view url) const;
    /// `why`: is told of each that the answer is not of what speaks against it; null: nobody asks.
    outcome const* find_outcome(direction way, message_view const& from, reading_limits const& limits,
                                std::vector<std::string>* why = nullptr) const;
    bool is_outcome_due(direction way, unsigned status) const;
    error no_fields_for(direction way, part of, message_view const& from, reading_limits const& limits) const;
    explicit translator(std::shared_ptr<compiled const> made) : compiled_(std::move(made)) {}
    std::shared_ptr<compiled const> compiled_;
};

} // namespace ficus::acl

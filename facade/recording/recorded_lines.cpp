#include "facade/recording/recorded_lines.hpp"

#include "acl/base64.hpp"
#include "acl/json.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace ficus::recording {

namespace {

using acl::kind;
using acl::value;

/// One object's members, taken by their names. The first that is not what it should be is told.
class members {
public:
    members(value const& object, std::string path, std::string& wrong)
        : object_(object), path_(std::move(path)), wrong_(wrong) {
        if (object.kind != kind::object) say("", "it is no object");
    }

    /// Those of other names are mistakes.
    void allow(std::initializer_list<std::string_view> names) {
        if (object_.kind != kind::object) return;
        for (auto const* one = object_.first; one != nullptr; one = one->next)
            if (std::find(names.begin(), names.end(), one->name) == names.end())
                say(one->name, "nothing of that name is known here");
    }

    value const* find(std::string_view name) const {
        return object_.kind == kind::object ? object_.find(name) : nullptr;
    }

    /// A text, or under `name`64 what it is in base64.
    std::string text(std::string_view name, bool required = true) {
        auto const coded = std::string(name) + "64";
        auto const* plain = find(name);
        auto const* base64 = find(coded);
        if (plain != nullptr && base64 != nullptr)
            say(coded, "it is there beside `" + std::string(name) + "`: keep one of the two");
        if (plain != nullptr) {
            if (plain->kind == kind::string) return std::string(plain->text);
            say(name, "it is no text");
        } else if (base64 != nullptr) {
            std::string bytes;
            if (base64->kind == kind::string && acl::read_base64(base64->text, bytes)) return bytes;
            say(coded, "it is no base64 (RFC 4648, section 4, with its padding)");
        } else if (required) {
            say(name, "it is missing");
        }
        return {};
    }

    std::int64_t number(std::string_view name) {
        auto const* found = find(name);
        if (found == nullptr) {
            say(name, "it is missing");
            return 0;
        }
        std::int64_t read = 0;
        auto const* end = found->text.data() + found->text.size();
        auto const [at, error] = std::from_chars(found->text.data(), end, read);
        if (found->kind == kind::number && error == std::errc{} && at == end) return read;
        say(name, "it is no whole number");
        return 0;
    }

    /// Microseconds, small enough to be reckoned with.
    std::chrono::microseconds microseconds(std::string_view name) {
        auto const read = std::chrono::microseconds(number(name));
        if (read <= most_apart) return read;
        say(name, "it is more than a year");
        return {};
    }

    rules::side side(std::string_view name) {
        auto const read = text(name);
        if (read != "legacy" && read != "modern") say(name, "it is neither `legacy` nor `modern`");
        return read == "modern" ? rules::side::modern : rules::side::legacy;
    }

    fields headers() {
        fields read;
        auto const* all = find("headers");
        if (all == nullptr || all->kind != kind::array) {
            say("headers", all == nullptr ? "it is missing" : "it is no list");
            return read;
        }
        for (auto const* one = all->first; one != nullptr; one = one->next) {
            auto const* name = one->kind == kind::array ? one->first : nullptr;
            auto const* text = name != nullptr ? name->next : nullptr;
            auto const* coding = text != nullptr ? text->next : nullptr;
            bool const fits =
                text != nullptr && name->kind == kind::string && text->kind == kind::string &&
                one->count <= 3 &&
                (coding == nullptr || (coding->kind == kind::string && coding->text == "base64"));
            std::string bytes;
            if (!fits || (coding != nullptr && !acl::read_base64(text->text, bytes))) {
                say("headers[" + std::to_string(read.size()) + "]",
                    R"(it is neither ["Name","value"] nor ["Name","...","base64"])");
                return read;
            }
            read.emplace_back(name->text, coding != nullptr ? std::move(bytes) : std::string(text->text));
        }
        return read;
    }

    bool truth(std::string_view name) {
        auto const* found = find(name);
        if (found != nullptr && found->kind != kind::boolean) say(name, "it is neither true nor false");
        return found != nullptr && found->truth;
    }

    void say(std::string_view name, std::string const& what) {
        if (!wrong_.empty()) return;
        auto const place =
            path_.empty() || name.empty() ? path_ + std::string(name) : path_ + "." + std::string(name);
        wrong_ = place.empty() ? what : place + ": " + what;
    }

private:
    value const& object_;
    std::string path_;
    std::string& wrong_;
};

std::string read_head(value const& from, recording_head& head) {
    std::string wrong;
    members all(from, "", wrong);
    auto const version = all.number("ficus_recording");
    if (wrong.empty() && version != 1)
        return "it was written by a newer ficus (version " + std::to_string(version) +
               " of the format, and this one reads 1): replay it with that one";
    all.allow({"ficus_recording", "feature", "contract", "at_ms"});
    head.feature = all.text("feature");
    head.contract = all.side("contract");
    head.at_ms = all.number("at_ms");
    return wrong;
}

std::string read_one(value const& from, recorded& one) {
    std::string wrong;
    members all(from, "", wrong);
    all.allow({"after_us", "method", "method64", "target", "target64", "host", "host64", "headers", "body",
               "body64", "redacted", "answer"});
    one.after = all.microseconds("after_us");
    one.method = all.text("method");
    one.target = all.text("target");
    one.host = all.text("host");
    one.headers = all.headers();
    one.body = all.text("body", false);
    one.redacted = all.truth("redacted");
    if (auto const* answered = all.find("answer")) {
        auto& answer = *(one.answered = recorded::answer{});
        members of(*answered, "answer", wrong);
        of.allow({"served", "status", "headers", "body", "body64", "latency_us"});
        answer.served = of.side("served");
        auto const status = of.number("status");
        answer.status = static_cast<int>(std::clamp<std::int64_t>(status, 0, 1000));
        answer.headers = of.headers();
        answer.body = of.text("body", false);
        answer.latency = of.microseconds("latency_us");
    }
    if (wrong.empty())
        if (auto const found = wrong_with(one)) return *found;
    return wrong;
}

} // namespace

recording_result<recording> read_lines(line_source& from) {
    recording found;
    auto const wrong = [&](std::string message) {
        return recording_error{from.number(), std::move(message), found.requests.size()};
    };
    std::string_view line;
    for (;;) {
        switch (from.next(line)) {
        case line_source::got::end:
            std::stable_sort(found.requests.begin(), found.requests.end(),
                             [](auto const& a, auto const& b) { return a.after < b.after; });
            return found;
        case line_source::got::unreadable: return wrong("the file cannot be read to its end");
        case line_source::got::too_long:
            return wrong("it is longer than " + std::to_string(most_line >> 20U) + " MiB");
        case line_source::got::too_much:
            return wrong("the file is larger than " + std::to_string(most_bytes >> 20U) + " MiB: split it");
        case line_source::got::line: break;
        }
        auto const read = acl::read_json(line);
        if (!read) {
            if (!from.ended())
                return wrong(
                    "the file ends in the middle of it: take the line out to replay what stands before");
            return wrong("it is no JSON (" + read.error().where + ": " + read.error().message + ")");
        }
        if (from.number() == 1) {
            if (auto message = read_head(*read->root(), found.head); !message.empty())
                return wrong(std::move(message));
            continue;
        }
        if (found.requests.size() == most_requests)
            return wrong("there are more than " + std::to_string(most_requests) +
                         " requests: split the file");
        recorded one;
        if (auto message = read_one(*read->root(), one); !message.empty()) return wrong(std::move(message));
        found.requests.push_back(std::move(one));
    }
}

} // namespace ficus::recording

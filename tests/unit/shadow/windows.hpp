#pragma once

#include "facade/shadow/store_figures.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

/// What a store counted, as store::figures() gives it, in few words.
namespace windows {

using namespace ficus::shadow;

inline counted_field& field_of(tally& in, std::int64_t id, std::string const& path,
                               ficus::acl::difference_kind kind) {
    auto const found =
        std::find_if(in.fields.begin(), in.fields.end(), [&](auto const& field) { return field.id == id; });
    if (found != in.fields.end()) return *found;
    counted_field made;
    made.id = id;
    made.path = path;
    made.kind = kind;
    return in.fields.emplace_back(made);
}

/// Fields are `$.path`, all of kind value.
class window {
public:
    window_figures const& figures() const { return made_; }
    window_figures& figures() { return made_; }

    std::size_t operation(std::string const& name) {
        for (std::size_t i = 0; i < made_.operations.size(); ++i)
            if (made_.operations[i].name == name) return i;
        made_.operations.push_back({name, {}});
        return made_.operations.size() - 1;
    }

    std::int64_t id(std::string const& path) {
        auto const at = std::find(paths_.begin(), paths_.end(), path) - paths_.begin();
        if (at == std::ssize(paths_)) paths_.push_back(path);
        return at + 1;
    }

    /// So many comparisons in which exactly these fields differed.
    window& compared(std::uint64_t count, std::vector<std::string> const& differing = {},
                     std::string const& in = "GET /") {
        if (count == 0) return *this;
        counted_set set{{}, count};
        for (auto const& path : differing) set.fields.push_back(id(path));
        std::sort(set.fields.begin(), set.fields.end());
        for (auto* each : both(in)) {
            each->eligible += count;
            each->chosen += count;
            each->compared += count;
            for (auto const& path : differing) field(*each, path).count += count;
            if (differing.empty())
                each->matched += count;
            else
                each->sets.push_back(set);
        }
        return *this;
    }

    /// So many times legacy was asked again.
    window& legacy_again(std::uint64_t times, std::string const& in = "GET /") {
        for (auto* each : both(in)) each->legacy_again += times;
        return *this;
    }
    window& modern_again(std::uint64_t times, std::string const& in = "GET /") {
        for (auto* each : both(in)) each->modern_again += times;
        return *this;
    }
    /// And in so many of these the field differed.
    window& legacy_noise(std::string const& path, std::uint64_t times, std::string const& in = "GET /") {
        for (auto* each : both(in)) field(*each, path).legacy_noise += times;
        return *this;
    }
    window& modern_noise(std::string const& path, std::uint64_t times, std::string const& in = "GET /") {
        for (auto* each : both(in)) field(*each, path).modern_noise += times;
        return *this;
    }

private:
    std::vector<tally*> both(std::string const& name) {
        return {&made_.all, &made_.operations[operation(name)].figures};
    }
    counted_field& field(tally& in, std::string const& path) {
        return field_of(in, id(path), path, ficus::acl::difference_kind::value);
    }

    window_figures made_;
    std::vector<std::string> paths_;
};

} // namespace windows

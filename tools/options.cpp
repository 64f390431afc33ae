#include "tools/options.hpp"

#include <charconv>
#include <utility>

namespace ficus::tools {

failure wrong_usage(std::string message) {
    return {exit_status::usage, std::move(message)};
}

CLI::Option* add_word(CLI::App& to, std::string const& name, std::string& value, std::string const& does) {
    return to.add_option(name, value, does)->type_name("");
}

CLI::Option* add_number(CLI::App& to, std::string const& name, std::uint64_t& value, std::string const& what,
                        std::string const& does) {
    // CLI11 would take -1 for a very large one.
    auto const check = [what](std::string const& text) -> std::string {
        std::uint64_t number = 0;
        auto const* const end = text.data() + text.size();
        auto const [rest, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc() && rest == end) return {};
        return "'" + text + "' is no " + what + ": give a whole number such as 7";
    };
    return to.add_option(name, value, does)->check(CLI::Validator(check, ""));
}

CLI::Validator one_of(std::vector<std::string> choices, std::string what) {
    auto const check = [choices = std::move(choices),
                        what = std::move(what)](std::string const& text) -> std::string {
        std::string list;
        for (auto const& choice : choices) {
            if (text == choice) return {};
            list += (list.empty() ? "" : &choice == &choices.back() ? " or " : ", ") + choice;
        }
        return "'" + text + "' is no " + what + ": give " + list;
    };
    return {check, ""};
}

CLI::Option* add_repeatable(CLI::App& to, std::string const& name, std::vector<std::string>& values,
                            std::string const& does) {
    return to.add_option(name, values, does)->allow_extra_args(false);
}

std::optional<std::string> unless_empty(std::string const& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

} // namespace ficus::tools

#include "facade/http/chunk_extension.hpp"

#include "facade/http/grammar.hpp"

namespace ficus::http {

bool chunk_extension::take(char c) {
    bool const blank = c == ' ' || c == '\t';
    auto const go = [this](at next) {
        at_ = next;
        return true;
    };
    switch (at_) {
    case at::before_name: return blank || (is_token_character(c) && go(at::name));
    case at::name:
        if (is_token_character(c)) return true;
        [[fallthrough]];
    case at::after_name:
        if (blank) return go(at::after_name);
        return (c == '=' && go(at::before_value)) || (c == ';' && go(at::before_name));
    case at::before_value:
        return blank || (c == '"' && go(at::quoted)) || (is_token_character(c) && go(at::value));
    case at::value:
        if (is_token_character(c)) return true;
        [[fallthrough]];
    case at::after_value: return (blank && go(at::after_value)) || (c == ';' && go(at::before_name));
    case at::quoted: return !is_control(c) && (c == '"' ? go(at::after_value) : c != '\\' || go(at::escaped));
    case at::escaped: return !is_control(c) && go(at::quoted);
    }
    return false;
}

bool chunk_extension::may_end() const {
    return at_ == at::name || at_ == at::value || at_ == at::after_value;
}

} // namespace ficus::http

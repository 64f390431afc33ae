#include "strict/case.hpp"

#include <iterator>

namespace ficus::test {

namespace {

template<class Case>
std::vector<Case> joined(std::initializer_list<std::vector<Case>> topics) {
    std::vector<Case> all;
    for (auto const& topic : topics) all.insert(all.end(), topic.begin(), topic.end());
    return all;
}

} // namespace

std::vector<request_case> request_cases() {
    return joined({start_line_cases(), target_cases(), path_cases(), host_cases(), request_field_cases(),
                   request_length_cases(), request_coding_cases(), request_chunk_cases(),
                   request_connection_cases()});
}

std::vector<answer_case> answer_cases() {
    return joined({status_line_cases(), answer_field_cases(), answer_length_cases(), answer_chunk_cases(),
                   answer_end_cases()});
}

} // namespace ficus::test

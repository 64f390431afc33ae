#include "facade/resilience/outlier_detector.hpp"

#include <algorithm>

namespace ficus::resilience {

std::string_view name_of(endpoint_phase p) {
    switch (p) {
    case endpoint_phase::up: return "up";
    case endpoint_phase::ejected: return "ejected";
    case endpoint_phase::trial: return "trial";
    }
    return "unknown";
}

endpoint_phase outlier_detector::phase(time_point now) const {
    if (!out_) return endpoint_phase::up;
    return now < until_ ? endpoint_phase::ejected : endpoint_phase::trial;
}

bool outlier_detector::begin_trial(time_point now) {
    bool const trying = tried_ >= until_ && now - tried_ < options_.base;
    if (trying || phase(now) != endpoint_phase::trial) return false;
    tried_ = now;
    return true;
}

void outlier_detector::ok(time_point asked, time_point now) {
    if (out_ && asked < since_) return;
    row_ = 0;
    if (!out_) return forgive(now);
    readmit(now);
}

void outlier_detector::readmit(time_point now) {
    row_ = 0;
    out_ = false;
    since_ = forgiven_ = now;
}

void outlier_detector::start_anew(time_point now) {
    readmit(now);
    lately_ = 0;
}

bool outlier_detector::failed(time_point asked, time_point now, bool may_eject) {
    if (asked < since_) return false;
    bool const tried = out_ && tried_ >= until_ && asked >= tried_;
    if (out_ && !tried) return false;
    if (!out_) forgive(now);
    ++row_;
    if (!out_ && (row_ < options_.consecutive || !may_eject)) return false;
    duration length = options_.base;
    for (std::uint32_t n = 0; n < lately_ && length < options_.most; ++n) length *= 2;
    until_ = now + std::min<duration>(length, options_.most);
    since_ = now;
    ++lately_;
    ++ejections_;
    out_ = true;
    row_ = 0;
    return true;
}

void outlier_detector::forgive(time_point now) {
    while (lately_ > 0 && now - forgiven_ >= options_.most) {
        --lately_;
        forgiven_ += options_.most;
    }
}

} // namespace ficus::resilience

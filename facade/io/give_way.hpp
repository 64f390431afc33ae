#pragma once

namespace ficus::io {

/// From now on this thread gives way to those that serve requests: it does not interrupt them when it wakes
/// (SCHED_BATCH, sched(7)), and where there is not enough processor for all it gets less (nice 5). Where the
/// system does not allow it, nothing changes.
void give_way();

} // namespace ficus::io

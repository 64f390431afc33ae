#pragma once

namespace ficus::test {

/// While it lives `operator new` throws. For this folder's program alone, whose `operator new` it is.
class no_memory {
public:
    no_memory();
    ~no_memory();
    no_memory(no_memory const&) = delete;
    no_memory& operator=(no_memory const&) = delete;
};

} // namespace ficus::test

#pragma once

#include <cstddef>
#include <string_view>

namespace ficus::io {

/// Bytes that more are put behind. Past 4 MiB they lie in pages of their own and are not copied when they
/// outgrow them: the pages are moved (mremap(2)). A string that grows to 64 MiB copies 32, onto pages that
/// the system has to find and clear first, and its thread serves nobody meanwhile.
class growing_bytes {
public:
    growing_bytes() = default;
    growing_bytes(growing_bytes const&) = delete;
    growing_bytes& operator=(growing_bytes const&) = delete;
    ~growing_bytes() { clear(); }

    /// Throws std::bad_alloc: nothing has changed then.
    void reserve(std::size_t capacity);
    /// The caller has reserved room for `more`, which is none of these bytes.
    void append(std::string_view more);
    /// Gives the memory back.
    void clear() noexcept;
    std::string_view view() const { return {bytes_, size_}; }
    std::size_t capacity() const { return capacity_; }

private:
    char* bytes_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0; ///< past 4 MiB they are mapped
};

} // namespace ficus::io

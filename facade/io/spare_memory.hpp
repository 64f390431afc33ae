#pragma once

namespace ficus::io {

/// What malloc keeps of the memory that was freed: glibc's malloc, for the whole process.
///
/// A body that is translated takes several times its size, and gives it back at once. As malloc is by itself,
/// it hands such memory back to the system each time, and faulting it in again took as long as translating
/// (64 KiB of XML: 720 microseconds, kept 370). But what is kept for ever remembers one bad second for ever.
/// So it is kept, and given back now and then, by the functions below.

/// From now on up to 8 MiB stay for each thread when they are freed. Called before other threads begin.
void keep_spare_memory();

/// This thread gives back what lies free at the end of its heap, but for half a MiB. Malloc looks there only
/// when memory is freed, and malloc_trim(3) at the end of no heap but the first. Does nothing where
/// keep_spare_memory() was not called, or where another thread is at it.
void give_back_heap_end() noexcept;

/// Gives back the whole pages that lie free within all heaps. A heap whose turn it is serves nobody
/// meanwhile: not for a thread that gives way to others.
void give_back_heap_holes() noexcept;

} // namespace ficus::io

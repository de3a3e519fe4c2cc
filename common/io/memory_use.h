// Memory a long-running program can do without once it has started.
#pragma once

namespace balm {

// One heap for all threads instead of one each, for a process whose threads allocate little. Call before the
// first thread.
void share_one_heap();

// Gives back to the kernel what start-up and reading files needed and nobody needs now: free heap, and the
// pages of program code that were mapped on the way. Code that is still used is mapped again from the file
// when it is run next, a microsecond for 64 KiB; so this is for quiet moments, not for every round.
void give_back_memory();

}  // namespace balm

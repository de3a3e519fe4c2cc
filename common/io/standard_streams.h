// Descriptors 0, 1 and 2 are always the standard streams.
#pragma once

namespace balm {

// A program that is started with one of them closed would get its number for the next file it opens, and
// write its messages into a journal or a socket. Such a stream becomes one that reads as empty and cannot be
// written to, so that output that matters fails visibly. Call it first thing in main().
void keep_standard_streams();

}  // namespace balm

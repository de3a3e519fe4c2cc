// Fields: what a mapping in wire_map.h talks to. One mapping serves four directions:
//
//   JsonWriter   struct -> JSON text, written straight into a string (the hot path)
//   ValueWriter  struct -> Value
//   Reader       ValueNode (a Value) or json::Node (a scanned frame) -> struct
//
// A mapping names each member once: required (always written, must be there), optional (left out when blank:
// empty, zero, false, none), defaulted (always written, may be missing: the struct's own default stays).
// `bound` is the largest number of bytes of a text or of entries of a list or map.
#pragma once

#include "common/wire_reader.h"
#include "common/wire_writer.h"

// Name patterns: `*` stands for any run of characters (also none, also dots), `?` for one character, all else
// for itself. No classes and no escapes: names are plain (see ids.h), and what cannot be written cannot be
// got wrong.
#pragma once

#include <string_view>

namespace balm {

// Whether the whole of `text` fits. At most pattern-size * text-size steps whatever they hold; never
// exponential.
bool glob_match(std::string_view pattern, std::string_view text);

// Whether there is a `*` or `?` in it at all.
bool is_glob(std::string_view pattern);

}  // namespace balm

// Transcripts: what `balm` prints, as text files people can review. tests/cli/transcripts/*.txt:
//
//   # a comment
//   screen: 110 [pipe] [ascii]       from here on
//   answer: hosts.list hosts.json           from tests/cli/replies; or JSON right there
//   typed: 12                               what a person types; only then somebody is there to be asked
//   input: a line of standard input
//   set: NO_COLOR=1
//   no way: unreachable|message|hint        connecting fails
//   $ balm hosts
//   HOST ...                                what it writes; lines on stderr begin with "2| "
//   <- hosts.list {}                        what the master was asked
//   => 0                                    the exit code, and the end of the block
#pragma once

#include <string>
#include <string_view>

namespace balm::cli {

// The file as it would be if everything was as expected: equal to `text` when it is.
std::string played(std::string_view text, const std::string& replies_folder);

}  // namespace balm::cli

// Checks on their way from the master to the hosts they are meant for: one YAML document each, which the
// host reads with the loader for files, so that the same bounds and faults apply. Written from what was
// understood, not from the file: comments and spelling change nothing, equal checks have equal texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/document/check_document.h"

namespace balm {

// Everything but `hosts` and `enabled`, which are decided before, and `as`, which is the host's to say.
std::string check_text(const CheckDocument& check);

// The check of such a text, or every fault of it: it must hold exactly one check and nothing else, and may
// not choose its user. `zones` may be null.
Parsed<CheckDocument> read_check_text(std::string_view text, const ZoneSource* zones);

// In a CheckFault: not one check, but the files of the host itself.
inline constexpr std::string_view kOwnFiles = "checks.d";

// 16 hex digits over all texts in their order; empty for none.
std::string check_set_hash(const std::vector<std::string>& texts);

}  // namespace balm

// operator.json: which master to ask, and the key that may ask it. {"endpoint", "server_key", "public_key",
// "secret_key"}, keys in Z85. The secret is only ever in this file, so it is refused when more than its owner
// and group may read it.
#pragma once

#include <string>

#include "common/result.h"

namespace balm::cli {

struct OperatorFile {
  std::string path;
  std::string endpoint;    // tcp://127.0.0.1:4571
  std::string server_key;  // the master's, pinned
  std::string public_key;
  std::string secret_key;
};

struct OperatorFilePlaces {
  std::string asked_for;  // --connect
  std::string variable;   // $BALM_CONNECT
  std::string home;       // $HOME
};

// The first of: --connect, $BALM_CONNECT, /var/lib/balm/master/operator.json, ~/.config/balm/operator.json.
// One that was named must be there; of the others the first that exists counts. Errors: Denied (not readable,
// too open, none found: the message says which), BadData (not such a file).
Result<OperatorFile> find_operator_file(const OperatorFilePlaces& places);

// Errors: as above.
Result<OperatorFile> parse_operator_file(std::string_view json, const std::string& path);

}  // namespace balm::cli

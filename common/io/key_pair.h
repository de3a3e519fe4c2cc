// CURVE keys of a host, the master or an operator: 32 bytes each, written in Z85 (40 characters, RFC 32 of
// the ZeroMQ project). A key file holds the secret key only; whoever can read it speaks for its owner, so it
// is refused when others could.
#pragma once

#include <string>
#include <string_view>

#include "common/result.h"
#include "common/z85.h"

namespace balm {

struct KeyPair {
  std::string public_key;  // Z85
  std::string secret_key;  // Z85

  static KeyPair generate();
  // Errors: BadData (not a key, or one of the keys printed in ZeroMQ's manual).
  static Result<KeyPair> from_secret(std::string_view secret_key);
};

enum class KeyAccess {
  OwnerOnly,   // 0600
  GroupReads,  // 0640 is fine too
};

// Errors: NotFound, Denied (mode, owner, link, folder: the message says which), BadData.
Result<KeyPair> read_key_file(const std::string& path, KeyAccess access = KeyAccess::OwnerOnly);

// Makes a key and writes it with mode 0600, all of it or nothing. Errors: Refused when the file is there
// already, Io.
Result<KeyPair> create_key_file(const std::string& path);

// The file's key, made on the first start.
Result<KeyPair> read_or_create_key_file(const std::string& path);

bool valid_public_key(std::string_view z85);

// What people compare: base32 (Crockford's alphabet) of SHA-256 of the 32 bytes, 52 characters in groups of
// four: "q7f2-m0kc-8d1x-...". Empty when `public_key` is not one.
std::string fingerprint(std::string_view public_key);

}  // namespace balm

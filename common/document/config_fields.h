// Kinds of values that stand only in configuration files, read from a map's fields: paths, addresses, users,
// public keys. Codes E230 to E235, docs/ERRORS.md.
#pragma once

#include <string>
#include <string_view>

#include "common/document/endpoint.h"
#include "common/instant.h"
#include "common/issue.h"
#include "common/yaml/fields.h"

namespace balm {

// How the daemons speak.
struct LogConfig {
  enum class Level { Error, Warning, Info, Debug };
  enum class Format { Text, Json };
  Level level = Level::Info;  // debug names every event and message; it is meant for an hour, not for a year
  Format format = Format::Text;  // one line an event on stderr; journald or the container keeps them

  bool operator==(const LogConfig&) const = default;
};

// An absolute path without `..`, not a URI. Whether it exists, is safe and writable is for the daemon to say.
std::string read_path(Fields& fields, std::string_view key, std::string_view fallback);
std::optional<std::string> read_path(const YamlNode& node, Issues& issues);

enum class EndpointUse { Listen, Connect };
// Listening takes an address, never a name: a name may stand for several places, and for others tomorrow.
Endpoint read_endpoint(Fields& fields, std::string_view key, const Endpoint& fallback, EndpointUse use);

// A user or group name as useradd(8) takes it.
std::string read_account(Fields& fields, std::string_view key, std::string_view fallback);

// A CURVE public key: 40 characters of Z85 (rfc.zeromq.org/spec/32).
std::string read_public_key(Fields& fields, std::string_view key);

LogConfig read_log(Fields& fields);

// Reports (E232) a text that stands under a key with the name of a secret: "password", "API_TOKEN". A path to
// a file that holds it is fine, and so is a key that ends with `_file`. No issue at that line, also none
// already found, shows the text: issues go into logs and tickets.
void refuse_secret(const YamlEntry& entry, Issues& issues);

}  // namespace balm

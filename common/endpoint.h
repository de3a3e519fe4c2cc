// Where a socket listens or connects: "tcp://HOST:PORT". HOST is a name, an IPv4 address, or an IPv6 address
// in brackets; to listen it must be an address (or `*`, all of them, which nobody gets without writing it).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.h"

namespace balm {

struct Endpoint {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  bool is_ipv6 = false;

  std::string text() const;  // "tcp://[::1]:4510"
};

enum class EndpointUse { Connect, Listen };

// Errors: Usage, saying what is wrong. Port 0 (any free one) only to listen.
Result<Endpoint> parse_endpoint(std::string_view text, EndpointUse use);

}  // namespace balm

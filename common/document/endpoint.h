// Where to listen or to connect: "tcp://127.0.0.1:4571", "tcp://[::1]:4571", "tcp://ops1.example.net:4571".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.h"

namespace balm {

struct Endpoint {
  std::string host;  // IPv4, IPv6 without brackets, or a name
  std::uint16_t port = 0;

  bool operator==(const Endpoint&) const = default;
};

// Errors: Kind::Usage with the form that is due. Port 1 to 65535; `*` is not an address.
Result<Endpoint> endpoint_from_text(std::string_view text);

// "tcp://[::1]:4571"
std::string to_text(const Endpoint& endpoint);

// An IPv4 or IPv6 address, so that it stands for exactly one place.
bool is_address(std::string_view host);
// 0.0.0.0 or ::, every interface of the machine.
bool is_every_interface(std::string_view host);

}  // namespace balm

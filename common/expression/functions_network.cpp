// Addresses and networks: the network extension of CEL, as in
// https://kubernetes.io/docs/reference/using-api/cel/. IPv4 addresses written as IPv6 (::ffff:1.2.3.4) and
// zones (fe80::1%eth0) are refused, so that one host has one address.
#include <algorithm>
#include <array>
#include <charconv>

#include "common/expression/functions.h"
#include "common/utf8.h"
#include "common/value_text.h"

namespace balm::expression::functions {
namespace {

using Address = Value::Address;

// A decimal number without leading zeros up to `most`.
std::optional<unsigned> small_number(std::string_view text, unsigned most) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number > most) return std::nullopt;
  return text.size() > 1 && text[0] == '0' ? std::nullopt : std::optional(number);
}

std::optional<Address> read_ipv4(std::string_view text) {
  Address address;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t end = std::min(text.find('.'), text.size());
    if ((end == text.size()) != (i == 3)) return std::nullopt;
    const auto number = small_number(text.substr(0, end), 255);
    if (!number) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return address;
}

// The groups of one side of "::" as bytes; nothing when one is malformed.
std::optional<std::vector<std::uint8_t>> read_groups(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, end);
    unsigned number = 0;
    const auto [stop, error] = std::from_chars(group.data(), group.data() + group.size(), number, 16);
    if (group.size() > 4 || error != std::errc{} || stop != group.data() + group.size()) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(number >> 8));
    bytes.push_back(static_cast<std::uint8_t>(number & 255));
    if (end + 1 == text.size()) return std::nullopt;  // a colon at the end
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return bytes;
}

// The last group may be written as an IPv4 address (RFC 4291, 2.2.3); rewrites it as two groups.
std::optional<std::string> without_ipv4(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return std::string(text);
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto tail = read_ipv4(text.substr(colon + 1));
  if (!tail) return std::nullopt;
  std::array<char, 16> groups{};
  std::snprintf(groups.data(), groups.size(), "%x:%x", tail->bytes[0] * 256 + tail->bytes[1],
                tail->bytes[2] * 256 + tail->bytes[3]);
  return std::string(text.substr(0, colon + 1)) + groups.data();
}

std::optional<Address> read_ipv6(std::string_view written) {
  const auto text = without_ipv4(written);
  if (!text) return std::nullopt;
  const std::size_t gap = text->find("::");
  const bool has_gap = gap != std::string::npos;
  const auto head = read_groups(std::string_view(*text).substr(0, std::min(gap, text->size())));
  const auto tail = read_groups(has_gap ? std::string_view(*text).substr(gap + 2) : std::string_view());
  if (!head || !tail) return std::nullopt;
  const std::size_t given = head->size() + tail->size();
  if (has_gap ? given > 14 : given != 16) return std::nullopt;
  Address address;
  address.size = 16;
  std::ranges::copy(*head, address.bytes.begin());
  std::ranges::copy(*tail, address.bytes.end() - static_cast<std::ptrdiff_t>(tail->size()));
  const bool mapped =
      std::all_of(address.bytes.begin(), address.bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
      address.bytes[10] == 255 && address.bytes[11] == 255;
  return mapped ? std::nullopt : std::optional(address);
}

std::optional<Address> read_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? read_ipv4(text) : read_ipv6(text);
}

std::optional<Address> read_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const auto prefix = small_number(text.substr(slash + 1), address->size * 8u);
  if (!prefix) return std::nullopt;
  address->prefix = static_cast<std::int16_t>(*prefix);
  return address;
}

// The address with all bits behind the first `length` cleared.
Address with_prefix(Address address, int length) {
  for (int i = 0; i < address.size; ++i) {
    const int kept = std::clamp(length - i * 8, 0, 8);
    address.bytes[static_cast<std::size_t>(i)] &= static_cast<std::uint8_t>(0xFF00u >> kept);
  }
  return address;
}

bool holds_address(const Address& network, const Address& address) {
  return network.size == address.size &&
         with_prefix(network, network.prefix).bytes == with_prefix(address, network.prefix).bytes;
}

Outcome refuse(const char* what, const std::string& text) {
  constexpr std::size_t kShown = 64;
  return fail("not " + std::string(what) + ": \"" + for_terminal(cut_to_bytes(text, kShown)) + "\"");
}

bool starts(const Address& address, std::uint8_t first) {
  return address.bytes[0] == first;
}
bool is_v4(const Address& address) {
  return address.size == 4;
}
bool is_all_zero(const Address& address) {
  return std::ranges::all_of(address.bytes, [](auto byte) { return byte == 0; });
}
bool loops_back(const Address& address) {
  if (is_v4(address)) return starts(address, 127);
  Address rest = address;
  rest.bytes[15] = 0;
  return address.bytes[15] == 1 && is_all_zero(rest);
}
bool is_link_local(const Address& address) {
  if (is_v4(address)) return starts(address, 169) && address.bytes[1] == 254;
  return starts(address, 0xFE) && (address.bytes[1] & 0xC0) == 0x80;
}
bool is_multicast(const Address& address) {
  return is_v4(address) ? (address.bytes[0] & 0xF0) == 0xE0 : starts(address, 0xFF);
}
bool is_broadcast(const Address& address) {
  return is_v4(address) &&
         std::all_of(address.bytes.begin(), address.bytes.begin() + 4, [](auto b) { return b == 255; });
}

}  // namespace

Outcome ip_from_text(Arguments arguments, const Scope&) {
  const auto address = read_address(arguments[0]->as_string());
  return address ? Outcome(Value(*address)) : refuse("an address", arguments[0]->as_string());
}

Outcome cidr_from_text(Arguments arguments, const Scope&) {
  const auto network = read_network(arguments[0]->as_string());
  return network ? Outcome(Value(*network)) : refuse("a network", arguments[0]->as_string());
}

Outcome ip_of_cidr(Arguments arguments, const Scope&) {
  Address address = arguments[0]->as_address();
  address.prefix = -1;
  return Value(address);
}

Outcome is_ip(Arguments arguments, const Scope&) {
  return Value(read_address(arguments[0]->as_string()).has_value());
}
Outcome is_cidr(Arguments arguments, const Scope&) {
  return Value(read_network(arguments[0]->as_string()).has_value());
}

Outcome is_canonical(Arguments arguments, const Scope&) {
  const std::string& text = arguments[0]->as_string();
  const auto address = read_address(text);
  return address ? Outcome(Value(address_text(*address) == text)) : refuse("an address", text);
}

Outcome family(Arguments arguments, const Scope&) {
  return Value(is_v4(arguments[0]->as_address()) ? 4 : 6);
}

Outcome is_unspecified(Arguments arguments, const Scope&) {
  return Value(is_all_zero(arguments[0]->as_address()));
}
Outcome is_loopback(Arguments arguments, const Scope&) {
  return Value(loops_back(arguments[0]->as_address()));
}
Outcome is_link_local_unicast(Arguments arguments, const Scope&) {
  return Value(is_link_local(arguments[0]->as_address()));
}

Outcome is_link_local_multicast(Arguments arguments, const Scope&) {
  const Address& address = arguments[0]->as_address();
  if (is_v4(address)) return Value(starts(address, 224) && address.bytes[1] == 0 && address.bytes[2] == 0);
  return Value(starts(address, 0xFF) && (address.bytes[1] & 0x0F) == 2);
}

Outcome is_global_unicast(Arguments arguments, const Scope&) {
  const Address& address = arguments[0]->as_address();
  return Value(!is_all_zero(address) && !is_broadcast(address) && !loops_back(address) &&
               !is_multicast(address) && !is_link_local(address));
}

Outcome contains_ip(Arguments arguments, const Scope&) {
  const Value& inner = *arguments[1];
  const auto address =
      inner.is(Value::Kind::String) ? read_address(inner.as_string()) : std::optional(inner.as_address());
  if (!address) return refuse("an address", inner.as_string());
  return Value(holds_address(arguments[0]->as_address(), *address));
}

Outcome contains_cidr(Arguments arguments, const Scope&) {
  const Value& inner = *arguments[1];
  const auto network =
      inner.is(Value::Kind::String) ? read_network(inner.as_string()) : std::optional(inner.as_address());
  if (!network) return refuse("a network", inner.as_string());
  const Address& outer = arguments[0]->as_address();
  return Value(outer.prefix <= network->prefix && holds_address(outer, *network));
}

Outcome masked(Arguments arguments, const Scope&) {
  const Address& network = arguments[0]->as_address();
  return Value(with_prefix(network, network.prefix));
}

Outcome prefix_length(Arguments arguments, const Scope&) {
  return Value(std::int64_t{arguments[0]->as_address().prefix});
}

}  // namespace balm::expression::functions

#include "common/document/endpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace balm {
namespace {

constexpr std::string_view kScheme = "tcp://";
constexpr std::size_t kHostBytesMax = 253;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

Error wrong(std::string message) {
  return {Error::Kind::Usage, std::move(message),
          "write tcp://ADDRESS:PORT, for example tcp://127.0.0.1:4571"};
}

std::optional<unsigned> number(std::string_view text, unsigned max) {
  unsigned value = 0;
  const bool shape = !text.empty() && std::all_of(text.begin(), text.end(), is_digit) &&
                     (text.size() == 1 || text[0] != '0');
  if (!shape || text.size() > 5) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value > max) return std::nullopt;
  return value;
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  for (bool more = true; more; ++parts) {
    const std::size_t dot = text.find('.');
    if (!number(text.substr(0, dot), 255)) return false;
    more = dot != std::string_view::npos;
    if (more) text.remove_prefix(dot + 1);
  }
  return parts == 4;
}

// Groups of up to four hex digits between colons; their number, or nothing when one is malformed.
std::optional<int> ipv6_groups(std::string_view text) {
  if (text.empty()) return 0;
  int groups = 0;
  for (bool more = true; more; ++groups) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex))
      return std::nullopt;
    more = colon != std::string_view::npos;
    if (more) text.remove_prefix(colon + 1);
  }
  return groups;
}

bool is_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return ipv6_groups(text) == 8;
  const std::optional<int> before = ipv6_groups(text.substr(0, gap));
  const std::optional<int> after = ipv6_groups(text.substr(gap + 2));
  return before && after && *before + *after < 8;
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kHostBytesMax || text.front() == '-' || text.front() == '.') return false;
  const bool letters = std::any_of(text.begin(), text.end(), is_letter);
  return letters && std::all_of(text.begin(), text.end(),
                                [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.'; });
}

// Splits "[::1]:4571" and "ops1:4571"; nothing when there is no port or the brackets are wrong.
std::optional<std::pair<std::string_view, std::string_view>> split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const bool ipv6 = host.find(':') != std::string_view::npos;
  if (bracketed != ipv6) return std::nullopt;
  return std::pair(host, text.substr(colon + 1));
}

}  // namespace

Result<Endpoint> endpoint_from_text(std::string_view text) {
  if (text.substr(0, kScheme.size()) != kScheme) return wrong("an address starts with tcp://");
  const auto parts = split(text.substr(kScheme.size()));
  if (!parts) return wrong("an address ends with its port");
  const auto [host, digits] = *parts;
  if (host == "*") return wrong("`*` would be every interface of the machine; name one address");
  if (!is_address(host) && !is_name(host))
    return wrong("`" + std::string(host) + "` is no address and no host name");
  const std::optional<unsigned> port = number(digits, 65535);
  if (!port || *port == 0) return wrong("`" + std::string(digits) + "` is no port: 1 to 65535");
  return Endpoint{std::string(host), static_cast<std::uint16_t>(*port)};
}

std::string to_text(const Endpoint& endpoint) {
  const bool ipv6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = ipv6 ? "[" + endpoint.host + "]" : endpoint.host;
  return std::string(kScheme) + host + ":" + std::to_string(endpoint.port);
}

bool is_address(std::string_view host) {
  return is_ipv4(host) || is_ipv6(host);
}

bool is_every_interface(std::string_view host) {
  return host == "0.0.0.0" || (is_ipv6(host) && host.find_first_not_of(":0") == std::string_view::npos);
}

}  // namespace balm

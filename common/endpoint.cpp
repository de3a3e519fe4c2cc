#include "common/endpoint.h"

#include <charconv>

namespace balm {
namespace {

constexpr std::string_view kScheme = "tcp://";
constexpr std::size_t kHostBytesMax = 253;  // of a DNS name, RFC 1035

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '-' || c == '_';
}

template <class Test>
bool all_of(std::string_view text, const Test& test) {
  for (const char c : text)
    if (!test(c)) return false;
  return !text.empty();
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    unsigned number = 256;
    if (part.size() > 3 || !all_of(part, is_digit)) return false;
    std::from_chars(part.data(), part.data() + part.size(), number);
    if (number > 255 || (part.size() > 1 && part.front() == '0')) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    text.remove_prefix(dot + 1);
  }
}

bool is_ipv6_text(std::string_view text) {
  return text.size() <= 64 && text.find(':') != std::string_view::npos && all_of(text, [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ':' || c == '.' ||
                  c == '%';
         });
}

Error unusable(std::string_view text, std::string what) {
  return {Error::Kind::Usage, "\"" + std::string(text.substr(0, 300)) + "\": " + std::move(what),
          "write it as tcp://ADDRESS:PORT, e.g. tcp://127.0.0.1:4510"};
}

}  // namespace

std::string Endpoint::text() const {
  const std::string name = is_ipv6 ? "[" + host + "]" : host;
  return std::string(kScheme) + name + ":" + std::to_string(port);
}

Result<Endpoint> parse_endpoint(std::string_view text, EndpointUse use) {
  if (!text.starts_with(kScheme)) return unusable(text, "an address begins with tcp://");
  const std::string_view rest = text.substr(kScheme.size());
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return unusable(text, "host or port is missing");
  std::string_view host = rest.substr(0, colon);
  const std::string_view port_text = rest.substr(colon + 1);
  unsigned port = 0;
  const auto read = std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  if (!all_of(port_text, is_digit) || read.ec != std::errc{} || port > 65'535)
    return unusable(text, "a port is a number up to 65535");
  if (port == 0 && use == EndpointUse::Connect) return unusable(text, "port 0 cannot be connected to");
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (bracketed && !is_ipv6_text(host)) return unusable(text, "this is no IPv6 address");
  if (!bracketed && host != "*" && (host.size() > kHostBytesMax || !all_of(host, is_name_character)))
    return unusable(text, "this is no host name");
  if (host == "*" && use == EndpointUse::Connect) return unusable(text, "a connection goes to one host");
  if (use == EndpointUse::Listen && !bracketed && host != "*" && !is_ipv4(host))
    return unusable(text, "a name may stand for several addresses; write the one to listen on");
  return Endpoint{std::string(host), static_cast<std::uint16_t>(port), bracketed};
}

}  // namespace balm

#include "cli/reachability.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include "common/io/unique_fd.h"

namespace balm::cli {
namespace {

struct Place {
  std::string host;
  std::string port;
};

Place place_of(const std::string& endpoint) {
  const std::size_t start = endpoint.find("//");
  const std::size_t colon = endpoint.rfind(':');
  if (start == std::string::npos || colon < start + 2) return {};
  std::string host = endpoint.substr(start + 2, colon - start - 2);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return {host, endpoint.substr(colon + 1)};
}

// 0, or the errno of a connection that did not come about within a second.
int try_connection(const addrinfo& address) {
  const UniqueFd socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return errno;
  if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  pollfd file{socket.get(), POLLOUT, 0};
  if (::poll(&file, 1, 1000) <= 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

std::string numeric(const addrinfo& address) {
  std::array<char, NI_MAXHOST> text{};
  const int failed = ::getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0,
                                   NI_NUMERICHOST);
  return failed == 0 ? text.data() : "?";
}

}  // namespace

Reachability look_at(const std::string& endpoint) {
  const Place place = place_of(endpoint);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int failed = ::getaddrinfo(place.host.c_str(), place.port.c_str(), &wanted, &found); failed != 0)
    return {"no such host", "the name " + place.host + " does not resolve: " + ::gai_strerror(failed)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  const int error = try_connection(*addresses);
  const std::string address = numeric(*addresses);
  const std::string resolved = address == place.host ? "" : "the name resolves to " + address + "; ";
  if (error == 0) return {};
  if (error == ECONNREFUSED)
    return {"connection refused", resolved + "nothing listens on port " + place.port + " there"};
  if (error == ETIMEDOUT)
    return {"no answer",
            resolved + "the machine is down, or a firewall drops what is sent to port " + place.port};
  return {std::strerror(error), resolved + "the network says: " + std::strerror(error)};
}

}  // namespace balm::cli

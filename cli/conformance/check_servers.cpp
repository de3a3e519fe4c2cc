#include "cli/conformance/check_servers.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "cli/conformance/tls_server.h"

namespace balm::conformance {
namespace {

constexpr std::size_t kRequestBytesMax = 64 * 1024;

sockaddr_in loopback(std::uint16_t port = 0) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A socket on a free loopback port; empty when there is none.
UniqueFd bound_socket(int type, std::uint16_t& port) {
  UniqueFd fd(::socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in address = loopback();
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (!fd || ::bind(fd.get(), generic, size) != 0 || ::getsockname(fd.get(), generic, &size) != 0) return {};
  port = ntohs(address.sin_port);
  return fd;
}

void send_text(int fd, std::string_view text) {
  // A few hundred bytes into an empty buffer always fit; who has hung up gets nothing.
  [[maybe_unused]] const ssize_t ignored = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string http_response(const std::string& status, const std::string& more_headers,
                          const std::string& body) {
  return "HTTP/1.0 " + status + "\r\nServer: balm-conformance\r\nDate: " + http_date() + "\r\n" +
         more_headers + "Content-Type: text/html\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

bool is_whole_request(std::string_view text) {
  return text.find("\r\n\r\n") != std::string_view::npos;
}

}  // namespace

std::string http_page(std::string_view request) {
  const std::size_t path = std::min(request.find(' ') + 1, request.size());
  const bool found = request.substr(path).starts_with("/ ");
  const std::string page =
      found ? "<html><body>balm-marker page</body></html>\n" : "<html><body>not found</body></html>";
  std::string response = http_response(found ? "200 OK" : "404 Not Found", "", page);
  if (request.starts_with("HEAD ")) response.resize(response.size() - page.size());
  return response;
}

CheckServers::CheckServers() : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  listen(Kind::Http, "http");
  listen(Kind::Http500, "http500");
  listen(Kind::Redirect, "redirect");
  listen(Kind::Silent, "silent");
  listen(Kind::Ssh, "ssh");
  listen(Kind::Smtp, "smtp");
  listen(Kind::Ftp, "ftp");
  listen(Kind::Pop, "pop");
  listen(Kind::Imap, "imap");
  open_datagram_port();
  open_closed_port();
  start_tls();
  thread_ = std::thread([this] { serve(); });
}

CheckServers::~CheckServers() {
  ::eventfd_write(wake_.get(), 1);
  thread_.join();
}

std::uint16_t CheckServers::port(std::string_view name) const {
  const auto found = ports_.find(name);
  return found == ports_.end() ? std::uint16_t{0} : found->second;
}

void CheckServers::listen(Kind kind, const std::string& name) {
  std::uint16_t port = 0;
  UniqueFd fd = bound_socket(SOCK_STREAM, port);
  if (!fd || ::listen(fd.get(), 16) != 0) return;
  ports_[name] = port;
  listeners_.push_back({kind, std::move(fd)});
}

void CheckServers::open_datagram_port() {
  std::uint16_t port = 0;
  datagrams_ = bound_socket(SOCK_DGRAM, port);
  if (datagrams_) ports_["udp"] = port;
}

void CheckServers::open_closed_port() {
  std::uint16_t port = 0;
  closed_ = bound_socket(SOCK_STREAM, port);
  if (closed_) ports_["closed"] = port;
}

void CheckServers::start_tls() {
  std::uint16_t port = 0;
  // Found and let go again; the server takes it a moment later.
  if (!bound_socket(SOCK_STREAM, port)) return;
  auto server = TlsServer::start(port);
  if (!server) {
    tls_trouble_ = server.error().message;
    return;
  }
  tls_ = std::move(server).value();
  ports_["tls"] = port;
}

void CheckServers::serve() {
  for (;;) {
    std::vector<pollfd> waited{{wake_.get(), POLLIN, 0}, {datagrams_.get(), POLLIN, 0}};
    for (const Listener& listener : listeners_) waited.push_back({listener.fd.get(), POLLIN, 0});
    const std::size_t first_connection = waited.size();
    for (const Connection& connection : connections_) waited.push_back({connection.fd.get(), POLLIN, 0});
    if (::poll(waited.data(), waited.size(), -1) < 0 && errno != EINTR) return;
    if (waited[0].revents != 0) return;
    if (waited[1].revents != 0) echo();
    std::size_t at = first_connection;
    std::erase_if(connections_, [&](Connection& c) { return waited[at++].revents != 0 && !read(c); });
    for (std::size_t i = 0; i < listeners_.size(); ++i)
      if (waited[2 + i].revents != 0) accept(listeners_[i]);
  }
}

void CheckServers::accept(const Listener& listener) {
  UniqueFd fd(::accept4(listener.fd.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!fd) return;
  switch (listener.kind) {
    case Kind::Ssh:
      send_text(fd.get(), "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
      break;
    case Kind::Smtp:
      send_text(fd.get(), "220 balm.test ESMTP\r\n");
      break;
    case Kind::Ftp:
      send_text(fd.get(), "220 ready\r\n");
      break;
    case Kind::Pop:
      send_text(fd.get(), "+OK ready\r\n");
      break;
    case Kind::Imap:
      send_text(fd.get(), "* OK ready\r\n");
      break;
    case Kind::Http:
    case Kind::Http500:
    case Kind::Redirect:
    case Kind::Silent:
      break;
  }
  connections_.push_back({listener.kind, std::move(fd), "", false});
}

// False when the connection is over.
bool CheckServers::read(Connection& connection) {
  char buffer[4096];
  const ssize_t got = ::recv(connection.fd.get(), buffer, sizeof buffer, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (got <= 0 || connection.received.size() > kRequestBytesMax) return false;
  connection.received.append(buffer, static_cast<std::size_t>(got));
  if (!connection.answered) answer(connection);
  return true;
}

void CheckServers::answer(Connection& connection) {
  const int fd = connection.fd.get();
  std::string& received = connection.received;
  if (connection.kind == Kind::Smtp) {
    for (std::size_t end; (end = received.find('\n')) != std::string::npos; received.erase(0, end + 1)) {
      if (received.starts_with("QUIT"))
        send_text(fd, "221 bye\r\n");
      else if (received.starts_with("HELO") || received.starts_with("EHLO"))
        send_text(fd, "250 balm.test\r\n");
      else
        send_text(fd, "500 unknown command\r\n");
    }
    return;
  }
  const bool http =
      connection.kind == Kind::Http || connection.kind == Kind::Http500 || connection.kind == Kind::Redirect;
  if (!http || !is_whole_request(received)) return;
  send_text(fd, http_answer(connection.kind, received));
  connection.answered = true;
  ::shutdown(fd, SHUT_WR);  // and read on until the other side closes, or a reset could overtake the answer
}

std::string CheckServers::http_answer(Kind kind, std::string_view request) const {
  if (kind == Kind::Http500)
    return http_response("500 Internal Server Error", "", "<html><body>broken</body></html>");
  if (kind == Kind::Http) return http_page(request);
  const std::string target = "Location: http://127.0.0.1:" + std::to_string(port("http")) + "/\r\n";
  return http_response("302 Found", target, "");
}

void CheckServers::echo() const {
  char buffer[4096];
  sockaddr_in from{};
  socklen_t size = sizeof from;
  auto* const address = reinterpret_cast<sockaddr*>(&from);
  const ssize_t got = ::recvfrom(datagrams_.get(), buffer, sizeof buffer, 0, address, &size);
  if (got > 0) ::sendto(datagrams_.get(), buffer, static_cast<std::size_t>(got), 0, address, size);
}

}  // namespace balm::conformance

// Small servers on loopback for the check cases to talk to, each on a free port: http, http500, redirect,
// tls, silent, ssh, smtp, ftp, pop, imap, udp, and a closed port nobody listens on. What they say is in the
// suite's README. They run in one thread from construction to destruction.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::conformance {

class TlsServer;

class CheckServers {
 public:
  CheckServers();
  ~CheckServers();

  // The port of a server by the name used in {{name_port}}; 0 when there is none of that name or it could not
  // start.
  std::uint16_t port(std::string_view name) const;
  // Why the TLS server is not there; empty when it is.
  const std::string& tls_trouble() const { return tls_trouble_; }

 private:
  enum class Kind { Http, Http500, Redirect, Silent, Ssh, Smtp, Ftp, Pop, Imap };
  struct Listener {
    Kind kind = Kind::Silent;
    UniqueFd fd;
  };
  struct Connection {
    Kind kind = Kind::Silent;
    UniqueFd fd;
    std::string received;
    bool answered = false;  // all is said; waiting for the other side to hang up
  };

  void listen(Kind kind, const std::string& name);
  void open_datagram_port();
  void open_closed_port();
  void start_tls();
  void serve();
  void accept(const Listener& listener);
  bool read(Connection& connection);
  void answer(Connection& connection);
  std::string http_answer(Kind kind, std::string_view request) const;
  void echo() const;

  std::map<std::string, std::uint16_t, std::less<>> ports_;
  std::vector<Listener> listeners_;
  std::vector<Connection> connections_;  // used by the thread only
  UniqueFd datagrams_;
  UniqueFd closed_;  // bound, so that nobody else takes it, but not listening
  UniqueFd wake_;    // readable when the thread is to end
  std::unique_ptr<TlsServer> tls_;
  std::string tls_trouble_;
  std::thread thread_;
};

}  // namespace balm::conformance

// An HTTPS server with a self-signed certificate of 365 days: `openssl s_server` as a child does the TLS, and
// this answers each request through its standard input.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <sys/types.h>

#include "common/io/unique_fd.h"
#include "common/result.h"

namespace balm::conformance {

// The answer to a whole HTTP request: the page at `/`, else 404.
std::string http_page(std::string_view request);

class TlsServer {
 public:
  // Returns when it accepts connections. Errors: no openssl, no certificate, port taken.
  static Result<std::unique_ptr<TlsServer>> start(std::uint16_t port);
  explicit TlsServer(std::string folder) : folder_(std::move(folder)) {}  // not running; use start()
  ~TlsServer();

 private:
  void serve();

  std::string folder_;  // of key and certificate; removed at the end
  pid_t pid_ = 0;
  UniqueFd to_child_;
  UniqueFd from_child_;
  std::thread thread_;
};

}  // namespace balm::conformance

// The one ZeroMQ context of a process, created before any socket and destroyed after the last one. A second
// one could pull libsodium's random source from under the first in libzmq 4.3.4, so there is none.
#pragma once

#include <string>

namespace balm {

class ZmqContext {
 public:
  struct Options {
    int io_threads = 1;
    int sockets_max = 1023;
    // libzmq's own way, which saves a copy of messages that are not encrypted. Ours are, and decrypting
    // copies them anyway; without it every connection takes 4 KiB less.
    bool receive_in_place = false;
  };
  ZmqContext() : ZmqContext(Options{}) {}
  explicit ZmqContext(const Options& options);
  ~ZmqContext();
  ZmqContext(const ZmqContext&) = delete;
  ZmqContext& operator=(const ZmqContext&) = delete;

  void* raw() const { return context_; }  // for the adapters in this folder only

 private:
  void* context_;
};

}  // namespace balm

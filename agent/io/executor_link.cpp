#include "agent/io/executor_link.h"

#include "agent/local_wire.h"

namespace balm::agent {

ExecutorLink::ExecutorLink(UniqueFd socket, EventLoop& loop, Log& log)
    : channel_(std::move(socket)), loop_(loop), log_(log) {
  watch_ = loop_.watch(channel_.fd(), [this] { work(); });
}

ExecutorLink::~ExecutorLink() {
  loop_.unwatch(watch_);
}

void ExecutorLink::send(const ToExecutor& message) {
  if (ended_) return;
  if (auto sent = channel_.send(encode(message)); !sent) return end(sent.error());
  if (channel_.wants_write()) loop_.set_interest(watch_, EventLoop::Interest::ReadWrite);
}

void ExecutorLink::work() {
  if (channel_.wants_write()) {
    if (auto flushed = channel_.flush(); !flushed) return end(flushed.error());
    if (!channel_.wants_write()) loop_.set_interest(watch_, EventLoop::Interest::Read);
  }
  drain();
}

void ExecutorLink::drain() {
  while (!ended_) {
    auto bytes = channel_.receive();
    if (!bytes) return end(bytes.error());
    if (!*bytes) return;
    auto message = decode_from_executor(**bytes);
    if (!message) return end(message.error());
    deliver_(ExecutorSaid{std::move(*message)});
  }
}

void ExecutorLink::end(const Error& error) {
  if (ended_) return;
  ended_ = true;
  loop_.unwatch(watch_);
  log_.error("the executor is gone: " + error.message);
}

}  // namespace balm::agent

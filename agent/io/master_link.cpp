#include "agent/io/master_link.h"

#include <sys/random.h>

#include "common/io/system_clock.h"
#include "common/wire.h"

namespace balm::agent {
namespace {

// Unguessable, so that nobody else can take it over on the master.
std::string routing_id(const HostName& name) {
  std::uint64_t number = 0;
  BALM_ASSERT(getrandom(&number, sizeof number, 0) == static_cast<ssize_t>(sizeof number));
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(number >> shift) & 15u];
  return name.text + "/" + digits;
}

}  // namespace

MasterLink::MasterLink(Options options, ZmqContext& context, EventLoop& loop, Log& log)
    : options_(std::move(options)), context_(context), loop_(loop), log_(log) {}

MasterLink::~MasterLink() {
  disconnect();
}

void MasterLink::connect() {
  disconnect();
  auto socket = ZmqSocket::connect(
      context_, {options_.endpoint, options_.master_key, options_.keys, routing_id(options_.claimed_name)});
  if (!socket) {
    deliver_(LinkDown{socket.error().message, true});
    return;
  }
  socket_ = std::move(*socket);
  frames_watch_ = loop_.watch(
      socket_->fd(), [this] { drain(); }, [this] { return pending(); });
  events_watch_ = loop_.watch(socket_->link_fd(), [this] { drain(); });
  touched_ = true;
}

void MasterLink::disconnect() {
  loop_.unwatch(frames_watch_);
  loop_.unwatch(events_watch_);
  socket_.reset();
  up_ = false;
}

void MasterLink::send(const Message& message) {
  if (!up_) return;
  touched_ = true;
  const ZmqSocket::Sent sent = socket_->send(wire::encode(message));
  if (sent == ZmqSocket::Sent::Yes || sent == ZmqSocket::Sent::NoPeer) return;
  const std::string why = sent == ZmqSocket::Sent::Full ? "the master does not read" : "it is too large";
  log_.seldom(Log::Level::Warning, "send", "a message was not sent: " + why, system_now().instant);
}

// Four system calls, which most wake-ups, those of the checks, can do without: what comes to a socket that
// was left alone makes its descriptor readable.
bool MasterLink::pending() {
  touched_ = touched_ && socket_->pending();
  return touched_;
}

void MasterLink::drain() {
  touched_ = true;
  drain_events();
  if (up_) drain_frames();
}

void MasterLink::drain_events() {
  while (const auto event = socket_ ? socket_->next_link_event() : std::nullopt) {
    const bool was_up = up_;
    up_ = event->kind == LinkEvent::Kind::Up;
    if (up_) {
      deliver_(LinkUp{});
    } else if (was_up || event->kind == LinkEvent::Kind::Refused) {
      deliver_(LinkDown{event->text, event->kind == LinkEvent::Kind::Refused});
    } else {
      log_.seldom(Log::Level::Warning, "dial",
                  "cannot reach the master at " + options_.endpoint + ": " + event->text,
                  system_now().instant);
    }
  }
}

void MasterLink::drain_frames() {
  while (const auto frame = socket_->receive_frame()) {
    auto message = wire::decode(*frame, wire::Role::Master);
    if (message)
      deliver_(MasterSaid{std::move(*message)});
    else
      log_.seldom(Log::Level::Warning, "frame",
                  "a message of the master was refused: " + message.error().message, system_now().instant);
  }
}

}  // namespace balm::agent

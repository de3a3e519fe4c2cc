// Who is there: greetings, heartbeats, silence. A host that falls silent becomes an event (host.down), its
// return another (host.up); also when the silence began while the master was away.
#pragma once

#include "common/message.h"
#include "master/state.h"

namespace balm::master::liveness {

void hello(const Turn& turn, const HostName& from, const std::string& address, const Hello& hello);
void heartbeat(const Turn& turn, const HostName& from, const Heartbeat& beat);

// A host that was given up for its silence speaks again. True when it goes on in the session it had greeted
// in: then it, or the way to it, only stood still, and it has no reason to greet once more.
bool goes_on(const Turn& turn, Host& host, const Message& message);

// Any message is a sign of life.
void heard(const Turn& turn, Host& host);

// The host's freeze or maintenance changed, or it asks to be told who it is.
void tell_standing(const Turn& turn, const HostName& host);

void news(const Turn& turn, const HostName& from, const CheckNews& news);

// Time passed: silence, and the end of the settling time.
void tick(const Turn& turn);

}  // namespace balm::master::liveness

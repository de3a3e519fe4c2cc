// Telling systemd how the service is (sd_notify(3)): one datagram to $NOTIFY_SOCKET. Without that variable
// nothing happens.
#pragma once

#include <string_view>

namespace balm::systemd_notice {

// "READY=1", "STATUS=...", "STOPPING=1"; several lines at once are fine. Failure is of no consequence.
void send(std::string_view lines);

}  // namespace balm::systemd_notice

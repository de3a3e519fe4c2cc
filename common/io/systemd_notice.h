// Telling systemd how the service is (sd_notify(3)): one datagram to $NOTIFY_SOCKET. Without that variable
// nothing happens.
#pragma once

#include <string_view>

namespace balm::service_manager {

// "READY=1", "STATUS=...", "STOPPING=1"; several lines at once are fine. Failure is of no consequence.
void notify(std::string_view lines);

}  // namespace balm::service_manager

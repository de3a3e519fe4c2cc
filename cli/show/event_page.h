// One event, what was decided about it, and the line `balm events tail` prints for it.
#pragma once

#include <string>

#include "cli/show/screen.h"
#include "common/value.h"

namespace balm::cli {

// Takes the data of `events.show`.
std::string event_page(const Value& data, const Screen& screen);

// "03:07:12.4  web3    check.nginx_http   critical  connect refused          -> #1042 nginx-down"
// Tab-separated with ISO time in a pipe.
std::string event_line(const Value& event, const Screen& screen);

// What became of it, when that is told after the event itself: takes a journal line of kind "match".
std::string decision_line(const Value& line, const Screen& screen);

// "@8812": how an event is named, so that it is not taken for an incident.
std::string event_name(const Value& event);

}  // namespace balm::cli

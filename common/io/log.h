// The log of a daemon: lines on standard error, for systemd's journal or a terminal. Writing never blocks and
// never fails: a line that finds no room pushes out the oldest one, and the loss is said. Texts from outside
// are made harmless.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "common/instant.h"

namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace balm {

class Log {
 public:
  enum class Level { Debug, Info, Warning, Error };
  enum class Format { Text, Json };  // Json: one object a line with at, level, from and text

  // Thread: written by a thread of its own, thousands of lines may wait; takes 2 MiB. Direct: written by the
  // caller, a line for which there is no room now is lost; for a process whose one thread says little.
  enum class Delivery { Thread, Direct };

  // `name` stands in every line: "agent", "executor", "master". A thread is started here: after Signals,
  // before sockets.
  explicit Log(std::string name, Level least = Level::Info, Format format = Format::Text,
               Delivery delivery = Delivery::Thread);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(Level level, std::string_view text);
  void debug(std::string_view text) { write(Level::Debug, text); }
  void info(std::string_view text) { write(Level::Info, text); }
  void warning(std::string_view text) { write(Level::Warning, text); }
  void error(std::string_view text) { write(Level::Error, text); }

  // For what a stranger can repeat at will: at most one line a minute for each `key`, with how many were left
  // out.
  void seldom(Level level, std::string_view key, std::string_view text, Instant now);

 private:
  struct Repeats {
    Instant said;
    std::uint64_t unsaid = 0;
  };

  void put(Level level, std::string_view text);
  void report_lost();

  Format format_;
  std::uint64_t lost_so_far() const;

  std::uint64_t direct_lost_ = 0;                         // counted by the sink of Delivery::Direct
  std::shared_ptr<spdlog::details::thread_pool> writer_;  // of Delivery::Thread; shared as spdlog asks for it
  std::shared_ptr<spdlog::logger> logger_;
  std::map<std::string, Repeats, std::less<>> repeats_;
  std::uint64_t lost_ = 0;
};

}  // namespace balm

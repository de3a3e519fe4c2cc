#include "common/io/log.h"

#include <poll.h>
#include <spdlog/async.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "common/json_text.h"
#include "common/utf8.h"

namespace balm {
namespace {

constexpr std::size_t kQueueLines = 4'096;
// With what stands before it a line fits into the 4,096 bytes a pipe with room takes at once.
constexpr std::size_t kLineBytesMax = 3'900;
constexpr std::size_t kRepeatKeysMax = 1'024;
constexpr auto kRepeatEvery = 60s;

spdlog::level::level_enum to_spdlog(Log::Level level) {
  switch (level) {
    case Log::Level::Debug:
      return spdlog::level::debug;
    case Log::Level::Info:
      return spdlog::level::info;
    case Log::Level::Warning:
      return spdlog::level::warn;
    case Log::Level::Error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// Whole lines to standard error if it takes them at once; a reader that is too slow loses them.
class DirectSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit DirectSink(std::uint64_t& lost) : lost_(lost) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    pollfd ready{STDERR_FILENO, POLLOUT, 0};
    const bool room = poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0;
    if (!room || ::write(STDERR_FILENO, line.data(), line.size()) < 0) ++lost_;
  }
  void flush_() override {}

 private:
  std::uint64_t& lost_;
};

}  // namespace

Log::Log(std::string name, Level least, Format format, Delivery delivery) : format_(format) {
  if (delivery == Delivery::Direct) {
    logger_ = std::make_shared<spdlog::logger>(std::move(name), std::make_shared<DirectSink>(direct_lost_));
  } else {
    writer_ = std::make_shared<spdlog::details::thread_pool>(kQueueLines, 1);
    logger_ = std::make_shared<spdlog::async_logger>(std::move(name),
                                                     std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                                     writer_, spdlog::async_overflow_policy::overrun_oldest);
  }
  const bool json = format == Format::Json;
  logger_->set_pattern(json ? R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","from":"%n","text":%v})"
                            : "%Y-%m-%dT%H:%M:%S.%eZ %l %n: %v",
                       spdlog::pattern_time_type::utc);
  logger_->set_level(to_spdlog(least));
  logger_->flush_on(spdlog::level::info);
}

// The writing thread ends before what it writes with.
Log::~Log() {
  writer_.reset();
}

void Log::write(Level level, std::string_view text) {
  put(level, text);
  report_lost();
}

void Log::put(Level level, std::string_view text) {
  // Cut again behind what makes it longer: escapes, and quotes.
  std::string line = for_terminal(cut_to_bytes(text, kLineBytesMax));
  line.resize(cut_to_bytes(line, format_ == Format::Json ? kLineBytesMax / 2 : kLineBytesMax).size());
  if (format_ == Format::Json) {
    std::string quoted;
    json::append_string(quoted, line);
    line = std::move(quoted);
  }
  logger_->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

std::uint64_t Log::lost_so_far() const {
  return writer_ ? writer_->overrun_counter() : direct_lost_;
}

void Log::report_lost() {
  const std::uint64_t lost = lost_so_far();
  if (lost == lost_) return;
  const std::string line =
      std::to_string(lost - lost_) + " log lines were lost: the reader of this log is too slow";
  lost_ = lost;
  put(Level::Warning, line);
}

void Log::seldom(Level level, std::string_view key, std::string_view text, Instant now) {
  if (repeats_.size() >= kRepeatKeysMax) repeats_.clear();
  const auto [place, fresh] = repeats_.try_emplace(std::string(key), Repeats{now, 0});
  Repeats& repeats = place->second;
  if (!fresh && now - repeats.said < kRepeatEvery) {
    ++repeats.unsaid;
    return;
  }
  std::string line(text);
  if (repeats.unsaid > 0)
    line += " (" + std::to_string(repeats.unsaid) + " more like this in the last minute)";
  repeats = {now, 0};
  write(level, line);
}

}  // namespace balm

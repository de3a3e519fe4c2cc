#include "common/io/configured_log.h"

namespace balm {

Log::Level level_of(LogConfig::Level level) {
  switch (level) {
    case LogConfig::Level::Error:
      return Log::Level::Error;
    case LogConfig::Level::Warning:
      return Log::Level::Warning;
    case LogConfig::Level::Info:
      return Log::Level::Info;
    case LogConfig::Level::Debug:
      return Log::Level::Debug;
  }
  return Log::Level::Info;
}

Log::Format format_of(LogConfig::Format format) {
  return format == LogConfig::Format::Json ? Log::Format::Json : Log::Format::Text;
}

}  // namespace balm

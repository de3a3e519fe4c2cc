// What a configuration file says of the log (`log:`), as the log understands it.
#pragma once

#include "common/document/config_fields.h"
#include "common/io/log.h"

namespace balm {

Log::Level level_of(LogConfig::Level level);
Log::Format format_of(LogConfig::Format format);

}  // namespace balm

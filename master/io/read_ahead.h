// build_configuration() with a second thread: while one makes rules of a file, the other reads the YAML of
// the next ones. The outcome is the same.
#pragma once

#include "master/configuration_text.h"

namespace balm::master {

Parsed<ConfigurationPtr> build_reading_ahead(const ConfigurationText& text, const ZoneSource* zones);

}  // namespace balm::master

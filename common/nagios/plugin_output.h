// What a check program printed, taken apart as the Nagios plugin interface defines it (Monitoring Plugins
// Development Guidelines, "Plugin Output for Nagios" and "Performance data"; Nagios Core "Plugin API" for
// several lines):
//
//   TEXT | PERFDATA          first line
//   LONG TEXT                any further lines
//   LONG TEXT | PERFDATA     from the first such line on, all that follows is perfdata
//   PERFDATA
//
// PERFDATA is blank-separated 'label'=value[UOM];[warn];[crit];[min];[max]. Takes any bytes: bad items are
// left out and counted, never a reason to doubt the status. Texts come out fit for storage and terminals
// (utf8.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace balm::nagios {

struct Measurement {
  std::string label;
  std::optional<double> value;  // nothing: the plugin said `U`, it could not find out
  std::string unit;             // s ms us % B KB MB c ... or empty
  std::string warning;          // threshold texts as printed (see threshold.h), empty: none
  std::string critical;
  std::optional<double> min;
  std::optional<double> max;

  bool operator==(const Measurement&) const = default;
};

struct PluginOutput {
  std::string text;                   // the first line that is not blank, without perfdata
  std::string long_text;              // the other lines; may be empty
  std::vector<Measurement> perfdata;  // in the order printed, at most limits::kPerfdataMax
  std::vector<std::string> rejected;  // bad items as printed, the first few
  std::size_t rejected_count = 0;     // all of them, and the good ones beyond the bound
  std::size_t mended_count = 0;       // good items of which a bad threshold or limit was left out
};

PluginOutput read_plugin_output(std::string_view output);

}  // namespace balm::nagios

// One line of the table, and what a measurement is.
#pragma once

#include <string>
#include <vector>

#include "common/io/zmq_context.h"
#include "common/result.h"

namespace balm::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  double floor = 0;  // what the machine could do at best, measured in the same run, in the same unit
  double ratio() const { return floor > 0 ? value / floor : 0; }
};

using Figures = Result<std::vector<Figure>>;

// Prints a line of what is going on.
void say(const std::string& text);

// Each makes everything it needs and leaves nothing behind. At most half a minute or so each.
Figures measure_ingest(ZmqContext& context);
Figures measure_match(ZmqContext& context);
Figures measure_latency(ZmqContext& context);
Figures measure_master_memory(ZmqContext& context);
Figures measure_agent(ZmqContext& context);

}  // namespace balm::bench

// One well-filled sample of every message, with chance in it, for round trips.
#pragma once

#include "common/message.h"
#include "common/random.h"

namespace balm::wire {

std::string random_text(Random& random, std::size_t bytes_max);
Event random_event(Random& random, std::uint64_t seq);
CheckStanding random_standing(Random& random);
Task random_task(Random& random);
TaskStatus random_status(Random& random);
// A message of the `kind`-th alternative of the variant.
Message random_message(Random& random, std::size_t kind);

}  // namespace balm::wire

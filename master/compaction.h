// The effects of one round, with what later ones make superfluous left out: of several positions of one spool
// only the last is stored and acknowledged, neighbouring events that no rule wanted share one journal line,
// and the order of an attempt that ends in the same round is not sent any more. What is durable and what is
// said in the end are the same; a storm of single events costs a fraction.
#pragma once

#include "master/effect.h"

namespace balm::master {

// Keeps the order of what stays. Acknowledgements are cumulative (docs/PROTOCOL.md), so the last one speaks
// for all.
Effects compacted(Effects effects);

}  // namespace balm::master

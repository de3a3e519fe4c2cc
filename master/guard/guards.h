// One function per guard rail; the order is in guard_chain.cpp. Each is pure and answers with its reason and
// its numbers.
#pragma once

#include "master/guard/guard_chain.h"

namespace balm::master::guards {

Verdict storage(const Proposal& proposal, const Facts& facts);        // can the attempt be recorded?
Verdict clock(const Proposal& proposal, const Facts& facts);          // does anybody know what time it is?
Verdict freeze(const Proposal& proposal, const Facts& facts);         // the operator's big red switch
Verdict maintenance(const Proposal& proposal, const Facts& facts);    // the host is off limits
Verdict mode(const Proposal& proposal, const Facts& facts);           // observe, ask, act
Verdict attempts_left(const Proposal& proposal, const Facts& facts);  // of this incident
Verdict settle(const Proposal& proposal, const Facts& facts);         // first see the world
Verdict presence(const Proposal& proposal, const Facts& facts);       // the host must be there
Verdict still_bad(const Proposal& proposal, const Facts& facts);      // never repair what is fine or unknown
Verdict cooldown(const Proposal& proposal, const Facts& facts);       // not again so soon
Verdict rate(const Proposal& proposal, const Facts& facts);           // not too often at all
Verdict host_lock(const Proposal& proposal, const Facts& facts);      // one task per host
Verdict blast_radius(const Proposal& proposal, const Facts& facts);   // not too many hosts at once

}  // namespace balm::master::guards

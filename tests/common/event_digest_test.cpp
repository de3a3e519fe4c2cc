#include "common/event_digest.h"

#include <gtest/gtest.h>

#include "common/wire.h"
#include "tests/common/wire_sample.h"

namespace balm {
namespace {

TEST(EventDigest, OutlivesTheWayToTheMaster) {
  Random random(5);
  for (std::uint64_t seq = 1; seq < 100; ++seq) {
    const Event sent = wire::random_event(random, seq);
    auto arrived = wire::decode_event(wire::encode_event(sent));
    ASSERT_TRUE(arrived.ok());
    arrived->host.text = "web1";
    arrived->received = WallTime::from_ms(1);
    EXPECT_EQ(event_digest(*arrived), event_digest(sent));
    EXPECT_NE(event_digest(sent), 0u);
  }
}

TEST(EventDigest, TellsEventsOfOneNumberApart) {
  Event one;
  one.seq = 7;
  one.type = "check.disk";
  one.check.text = "disk";
  one.instance = "/var";
  one.status = Status::Critical;
  one.at = WallTime::from_ms(1'000);
  std::vector<Event> others(5, one);
  others[0].seq = 8;
  others[1].check.text = "disc";
  others[2].instance = "/";
  others[3].status = Status::Warning;
  others[4].at = WallTime::from_ms(1'001);
  for (const Event& other : others) EXPECT_NE(event_digest(other), event_digest(one));
}

// Part of the protocol: another value would make every host of the fleet begin a new spool.
TEST(EventDigest, StaysAsItIs) {
  Event event;
  event.seq = 1;
  event.type = "check.a";
  event.check.text = "a";
  event.status = Status::Ok;
  EXPECT_EQ(event_digest(event), 0x177c3a1d3u);
}

}  // namespace
}  // namespace balm

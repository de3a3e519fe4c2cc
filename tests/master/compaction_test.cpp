#include "master/compaction.h"

#include <gtest/gtest.h>

namespace balm::master {
namespace {

StoreJournal unwanted(std::uint64_t event, std::string detail = "") {
  JournalRow row;
  row.kind = "match";
  row.verdict = "none";
  row.event = EventId{event};
  row.detail = std::move(detail);
  return {row};
}

StoreSpool at(std::uint64_t seq) {
  return {{HostName{"web1"}, SpoolId{"s"}, seq}};
}
SendToHost ack(std::uint64_t upto) {
  return {HostName{"web1"}, EventAck{SpoolId{"s"}, upto}};
}

TEST(Compaction, OnlyTheLastPositionOfASpoolStays) {
  const Effects kept = compacted({at(1), ack(1), at(2), ack(2)});
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(std::get<StoreSpool>(kept[0]).row.seq, 2u);
  EXPECT_EQ(std::get<EventAck>(std::get<SendToHost>(kept[1]).message).upto, 2u);
}

// Rows are stored before anything is sent: its order would leave after its end is on disk.
TEST(Compaction, AnAttemptThatEndedIsNotSentAnyMore) {
  const auto order = [](std::uint32_t n) {
    Dispatch dispatch;
    dispatch.task.attempt = {IncidentId{7}, n};
    return SendToHost{HostName{"web1"}, dispatch};
  };
  const auto stands = [](std::uint32_t n, AttemptPhase phase) {
    AttemptRow row;
    row.id = {IncidentId{7}, n};
    row.phase = phase;
    return StoreAttempt{row};
  };
  const Effects kept =
      compacted({order(1), order(2), stands(2, AttemptPhase::Running), stands(1, AttemptPhase::Ended),
                 order(3), stands(3, AttemptPhase::Dispatched)});
  std::size_t orders = 0;
  for (const Effect& effect : kept) {
    const auto* send = std::get_if<SendToHost>(&effect);
    if (send == nullptr) continue;
    ++orders;
    EXPECT_NE(std::get<Dispatch>(send->message).task.attempt.n, 1u);
  }
  EXPECT_EQ(orders, 2u);
}

TEST(Compaction, SpoolsAndHostsAreKeptApart) {
  EXPECT_EQ(compacted({at(1), StoreSpool{{HostName{"web2"}, SpoolId{"t"}, 1}}}).size(), 2u);
  EXPECT_EQ(compacted({ack(1), SendToHost{HostName{"web2"}, EventAck{SpoolId{"s"}, 1}}}).size(), 2u);
}

TEST(Compaction, NeighboursNobodyWantedShareALine) {
  const Effects kept =
      compacted({unwanted(5), at(1), unwanted(6), unwanted(7, "{\"upto\":9}"), unwanted(10)});
  ASSERT_EQ(kept.size(), 2u);
  const JournalRow& line = std::get<StoreJournal>(kept[0]).row;
  EXPECT_EQ(line.event.number, 5u);
  EXPECT_EQ(line.detail, "{\"upto\":10}");
}

TEST(Compaction, ALineInBetweenEndsTheRange) {
  JournalRow other;
  other.kind = "note";
  EXPECT_EQ(compacted({unwanted(5), StoreJournal{other}, unwanted(6)}).size(), 3u);
  EXPECT_EQ(compacted({unwanted(5), unwanted(7)}).size(), 2u) << "an event in between was wanted";
}

TEST(Compaction, WhatStaysKeepsItsOrder) {
  JournalRow note;
  note.kind = "note";
  const Effects kept = compacted({at(1), StoreEvent{}, unwanted(1), ack(1), StoreJournal{note}, unwanted(2),
                                  at(2), unwanted(3), ack(2), unwanted(4)});
  ASSERT_EQ(kept.size(), 6u);
  EXPECT_TRUE(std::holds_alternative<StoreEvent>(kept[0]));
  EXPECT_EQ(std::get<StoreJournal>(kept[1]).row.event.number, 1u);
  EXPECT_EQ(std::get<StoreJournal>(kept[1]).row.detail, "");
  EXPECT_EQ(std::get<StoreJournal>(kept[2]).row.kind, "note");
  EXPECT_EQ(std::get<StoreJournal>(kept[3]).row.detail, "{\"upto\":4}");
  EXPECT_EQ(std::get<StoreSpool>(kept[4]).row.seq, 2u);
  EXPECT_TRUE(std::holds_alternative<SendToHost>(kept[5]));
}

}  // namespace
}  // namespace balm::master

// The accountant of `./dev torture`: it must see every promise that was not kept, or a long run proves
// nothing.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "agent/io/spool_file.h"
#include "master/io/store.h"
#include "tests/io/temporary_folder.h"
#include "tests/torture/audit.h"

namespace balm::torture {
namespace {

using master::AttemptPhase;
using master::AttemptRow;

const WallTime kThen = WallTime::from_ms(1'790'000'000'000);

class TortureAudit : public testing::Test {
 protected:
  TortureAudit() {
    Random random(1);
    auto spool = agent::SpoolFile::open(spool_folder(), {}, random, [](const SpoolId&, const Event&) {});
    EXPECT_TRUE(spool.ok()) << spool.error().message;
    spool_.emplace(std::move(spool->spool));
    auto store = master::Store::open(folder_.path());
    EXPECT_TRUE(store.ok()) << store.error().message;
    store_ = std::move(store).value();
    sends_and_is_stored(1);
    sends_and_is_stored(2);
    ends(1, master::AttemptOutcome::Succeeded);
    starts(1);
  }
  std::string spool_folder() const { return folder_ / "spool"; }
  Event event(std::uint64_t seq) const {
    Event event;
    event.seq = seq;
    event.type = "check.first";
    event.host = HostName{"host0"};
    event.at = kThen;
    return event;
  }
  void sends(std::uint64_t seq) { ASSERT_TRUE(spool_->append(event(seq)).ok() && spool_->sync().ok()); }
  void keep(const master::Effect& effect) {
    ASSERT_TRUE(store_->begin().ok());
    ASSERT_TRUE(store_->keep(effect).ok());
    ASSERT_TRUE(store_->commit().ok());
  }
  void is_stored(std::uint64_t seq) {
    Event stored = event(seq);
    stored.id = EventId{++last_id_};
    keep(master::StoreEvent{stored});
    keep(master::StoreSpool{{HostName{"host0"}, spool_->id(), seq, 1}});
  }
  void sends_and_is_stored(std::uint64_t seq) {
    sends(seq);
    is_stored(seq);
  }
  void ends(std::uint32_t n, master::AttemptOutcome outcome, AttemptPhase phase = AttemptPhase::Ended) {
    AttemptRow row;
    row.id = {IncidentId{1}, n};
    row.phase = phase;
    row.outcome = outcome;
    row.started = kThen;
    keep(master::StoreAttempt{row});
  }
  void starts(std::uint32_t n, Duration after = 1s) {
    starts_.push_back({{IncidentId{1}, n}, "host0", (kThen + after).ms()});
  }
  Account account() {
    const auto found = audit({folder_ / "master.db", {spool_folder()}}, starts_);
    EXPECT_TRUE(found.ok()) << found.error().message;
    return found ? *found : Account{};
  }
  // All that is found broken in one text.
  std::string broken() {
    std::string text;
    for (const std::string& line : account().broken) text += line + "\n";
    return text;
  }

  TemporaryFolder folder_;
  std::optional<agent::SpoolFile> spool_;
  std::unique_ptr<master::Store> store_;
  std::vector<Start> starts_;
  std::uint64_t last_id_ = 0;
};

TEST_F(TortureAudit, CountsWhatIsInOrder) {
  const Account found = account();
  EXPECT_TRUE(found.broken.empty()) << broken();
  EXPECT_EQ(found.sent, 2u);
  EXPECT_EQ(found.stored, 2u);
  EXPECT_EQ(found.attempts, 1u);
  EXPECT_EQ(found.started, 1u);
}

TEST_F(TortureAudit, SeesAnEventThatIsLost) {
  sends(3);
  EXPECT_NE(broken().find("sent are 3 events, stored 2"), std::string::npos) << broken();
}

TEST_F(TortureAudit, SeesAnEventThatIsStoredTwice) {
  is_stored(2);
  EXPECT_NE(broken().find("event 2 of host0"), std::string::npos) << broken();
}

TEST_F(TortureAudit, SeesAnAttemptThatStartedTwice) {
  starts(1);
  EXPECT_EQ(account().twice, 1u);
  EXPECT_NE(broken().find("attempt 1.1 started twice on host0"), std::string::npos) << broken();
}

TEST_F(TortureAudit, SeesAnAttemptWithoutAnEnd) {
  ends(2, master::AttemptOutcome::Succeeded, AttemptPhase::Running);
  starts(2);
  EXPECT_EQ(account().endless, 1u);
}

TEST_F(TortureAudit, SeesAStartAfterItsTime) {
  ends(2, master::AttemptOutcome::Succeeded);
  starts(2, 61s);
  EXPECT_EQ(account().late, 1u);
}

TEST_F(TortureAudit, SeesLiesAboutStarts) {
  ends(2, master::AttemptOutcome::Succeeded);
  ends(3, master::AttemptOutcome::Refused);
  starts(3);
  starts(4);
  const std::string text = broken();
  EXPECT_NE(text.find("1.2 succeeded, and never started"), std::string::npos) << text;
  EXPECT_NE(text.find("1.3 is refused, and started all the same"), std::string::npos) << text;
  EXPECT_NE(text.find("1.4 started on host0, and the master knows nothing of it"), std::string::npos) << text;
}

TEST_F(TortureAudit, ALedgerThatCannotBeReadProvesNothing) {
  std::ofstream(folder_ / "ledger") << "1.1 host0 1790000000000\n1.2 ho";
  EXPECT_FALSE(read_ledger(folder_ / "ledger").ok());
  std::ofstream(folder_ / "ledger") << "1.1 host0 1790000000000\n";
  const auto read = read_ledger(folder_ / "ledger");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->at(0).at_ms, 1'790'000'000'000);
}

}  // namespace
}  // namespace balm::torture

// The master's shell and its database: work for quiet moments, and what happens while nothing can be stored.
#include "common/io/system_clock.h"
#include "master/io/master_shell.h"
#include "master/io/startup.h"
#include "master/orders/order_table.h"

namespace balm::master {
namespace {

constexpr Duration kStorageRetry = 1s;
constexpr Duration kHousekeepingEvery = 2s;
constexpr int kRetirePerTurn = 100;       // rows; see docs/decisions on retention
constexpr Duration kReassureEvery = 10s;  // people who watch, that the master is still there

}  // namespace

// What the store holds is the truth; what the core knew beyond it was never said to anybody and is forgotten.
void MasterShell::storage_failed(const Error& error) {
  log_.error(error.message +
             "; nothing is acknowledged, sent or healed until the database can be written again");
  store_->rollback();
  keys_in_trouble_ = core_->state().keys;
  core_.reset();
  store_.reset();
  storage_again_ = now_.instant + kStorageRetry;
}

void MasterShell::refuse_for_storage(std::uint64_t client, std::uint64_t request) {
  const Error error{Error::Kind::Io,
                    "the database cannot be written; nothing is changed or healed until it can",
                    "on the master: is the disk full or read-only? its log says more"};
  (void)tell(client, orders::error_reply(request, error));
}

// What was to be answered after rows that could not be stored.
void MasterShell::refuse_answers(const Effects& lost) {
  for (const Effect& effect : lost)
    if (const auto* answer = std::get_if<Answer>(&effect))
      refuse_for_storage(answer->client, answer->reply.id);
}

// Agents get no answer and keep what they have; people are told.
void MasterShell::try_storage_again() {
  answer_queries();
  while (const auto heard = hub_.next(keys_in_trouble_, now_.instant))
    if (const auto* spoke = std::get_if<OperatorSpoke>(&*heard))
      refuse_for_storage(spoke->client, spoke->request.id);
  if (now_.instant < *storage_again_) return;
  storage_again_ = now_.instant + kStorageRetry;
  auto reopened = reopen_store(config_, now_.wall, &zones_);
  if (!reopened) return log_.seldom(Log::Level::Error, "storage", reopened.error().message, now_.instant);
  store_ = std::move(reopened->store);
  settings_.epoch = reopened->settings.epoch;
  core_.emplace(
      Beginning{settings_, std::move(reopened->recovered), std::move(reopened->configuration), &zones_},
      now_);
  storage_again_.reset();
  reload_at_ = now_.instant;
  log_.info("the database can be written again; healing goes on");
}

// The size bound of the configuration: the oldest events go first, whatever their age.
Result<void> MasterShell::make_room() {
  const auto bytes = store_->bytes();
  if (!bytes) return bytes.error();
  if (static_cast<std::uint64_t>(*bytes) <= config_.retention.size_bytes) return {};
  log_.seldom(Log::Level::Warning, "size", "the database is larger than retention.size; the oldest events go",
              now_.instant);
  const auto deleted = store_->retire(now_.wall, now_.wall - config_.retention.incidents, kRetirePerTurn);
  if (!deleted) return deleted.error();
  next_housekeeping_ = now_.instant + kHousekeepingEvery / 10;
  return {};
}

// Work for quiet moments: the write-ahead log moves into the file, old rows go.
void MasterShell::housekeeping() {
  next_housekeeping_ = now_.instant + kHousekeepingEvery;
  if (now_.instant >= next_reassurance_) {
    next_reassurance_ = now_.instant + kReassureEvery;
    followers_.reassure([this](auto client, const Reply& reply) { return tell(client, reply); });
  }
  if (folder_.replaced()) reload_at_ = now_.instant;
  if (const auto moved = store_->checkpoint(); !moved) return storage_failed(moved.error());
  const auto deleted = store_->retire(now_.wall - config_.retention.events,
                                      now_.wall - config_.retention.incidents, kRetirePerTurn);
  if (!deleted) return storage_failed(deleted.error());
  if (const auto fits = make_room(); !fits) return storage_failed(fits.error());
  if (*deleted > 0) next_housekeeping_ = now_.instant + kHousekeepingEvery / 10;
}

}  // namespace balm::master

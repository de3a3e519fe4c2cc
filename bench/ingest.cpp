// ingest_1, ingest_200: events a second that the master has acknowledged, which it does only after its
// commit. Each event is a message of its own and at most 64 of an agent are under way: the worst case, a real
// agent gathers what waits into batches of up to 256. Clients, server and their ZeroMQ threads share the
// machine, in the floor as in the value.
//
// Floor: the smaller of CURVE messages/s of the same size at the same window, each answered, and rows/s of
// the same events into SQLite (synchronous=FULL, batches of 100, no secondary index, same housekeeping).
#include <algorithm>
#include <cstdlib>

#include "bench/echo_program.h"
#include "bench/figure.h"
#include "bench/master_program.h"
#include "bench/measure.h"
#include "common/wire.h"
#include "master/io/database.h"

namespace balm::bench {
namespace {

constexpr std::size_t kWindow = 64;  // messages of one peer without an answer
constexpr double kWarmSeconds = 1;
constexpr double kRunSeconds = 5;
constexpr double kFloorSeconds = 3;
constexpr int kRowsPerCommit = 100;
constexpr double kGreetSeconds = 30;

Event sample_event() {
  Event event;
  event.seq = 1;
  event.type = "check.disk_root";
  event.check = CheckName{"disk_root"};
  event.status = Status::Critical;
  event.previous = Status::Ok;
  event.output = "DISK CRITICAL - free space: / 312 MiB (2% inode=71%);";
  event.metrics = {{"/", 15012.0}, {"inodes", 0.29}};
  event.at = WallTime::from_ms(1'773'457'620'123);
  event.generation = 3;
  return event;
}

// A batch of one event as text, in which only the number in the spool changes.
class EventText {
 public:
  explicit EventText(const std::string& spool) {
    EventBatch batch{SpoolId{spool}, {sample_event()}};
    const std::string text = wire::encode(batch);
    const std::string mark = "\"seq\":1";
    const std::size_t at = text.find(mark);
    BALM_ASSERT(at != std::string::npos);
    head_ = text.substr(0, at + mark.size() - 1);
    tail_ = text.substr(at + mark.size());
  }
  std::string with_seq(std::uint64_t seq) const { return head_ + std::to_string(seq) + tail_; }

 private:
  std::string head_;
  std::string tail_;
};

// One agent as far as its events go.
struct Source {
  CurvePeer peer;
  EventText text;
  std::uint64_t sent = 0;
  std::uint64_t acked = 0;
};

// The highest acknowledged event of an EventAck, 0 for other messages.
std::uint64_t acknowledged(const std::string& message) {
  if (!message.starts_with("balm1 event_ack\n")) return 0;
  const std::string mark = "\"upto\":";
  const std::size_t at = message.find(mark);
  return at == std::string::npos ? 0 : std::strtoull(message.c_str() + at + mark.size(), nullptr, 10);
}

// Takes what has come and fills the window again. Returns whether anything moved.
bool turn(Source& source) {
  bool moved = false;
  while (const auto message = source.peer.receive()) {
    source.acked = std::max(source.acked, acknowledged(*message));
    moved = true;
  }
  while (source.sent < source.acked + kWindow && source.peer.send(source.text.with_seq(source.sent + 1))) {
    ++source.sent;
    moved = true;
  }
  return moved;
}

std::uint64_t acked_by_all(const std::vector<Source>& sources) {
  std::uint64_t all = 0;
  for (const Source& source : sources) all += source.acked;
  return all;
}

void run_for(std::vector<Source>& sources, double seconds) {
  const double until = seconds_now() + seconds;
  while (seconds_now() < until) {
    bool moved = false;
    for (Source& source : sources) moved = turn(source) || moved;
    if (!moved) (void)sources.front().peer.wait(1ms);
  }
}

Result<double> events_per_second(ZmqContext& context, std::size_t hosts) {
  auto master = MasterProgram::start({hosts, "", "", ""});
  if (!master) return master.error();
  std::vector<Source> sources;
  for (std::size_t number = 0; number < hosts; ++number) {
    auto peer = master->connect(context, number);
    if (!peer) return peer.error();
    sources.push_back({std::move(peer).value(), EventText(MasterProgram::spool(number))});
  }
  const double until = seconds_now() + kGreetSeconds;
  for (Source& source : sources)  // the answer to Hello
    while (!source.peer.receive())
      if (!source.peer.wait(100ms) && seconds_now() > until)
        return Error{Error::Kind::TimedOut, "the master did not greet", ""};
  run_for(sources, kWarmSeconds);
  const std::uint64_t before = acked_by_all(sources);
  const double began = seconds_now();
  run_for(sources, kRunSeconds);
  const double rate = static_cast<double>(acked_by_all(sources) - before) / (seconds_now() - began);
  if (rate <= 0) return Error{Error::Kind::Io, "the master acknowledged nothing", ""};
  return rate;
}

Result<double> messages_per_second(ZmqContext& context) {
  const auto folder = Folder::make();
  if (!folder) return folder.error();
  const auto echo = EchoProgram::start(folder->path());
  if (!echo) return echo.error();
  auto peer = echo->connect(context, 0);
  if (!peer) return peer.error();
  const EventText text(MasterProgram::spool(0));
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::uint64_t before = 0;
  double began = 0;
  double until = seconds_now() + 10 * kFloorSeconds;  // with the time to connect
  while (seconds_now() < until) {
    bool moved = false;
    while (peer->receive()) moved = ++answered != 0;
    while (sent < answered + kWindow && peer->send(text.with_seq(sent + 1))) moved = ++sent != 0;
    if (!moved) (void)peer->wait(1ms);
    if (began == 0 && answered >= kWindow) {
      began = seconds_now();
      before = answered;
      until = began + kFloorSeconds;
    }
  }
  if (began == 0) return Error{Error::Kind::TimedOut, "the bare ROUTER did not answer", ""};
  return static_cast<double>(answered - before) / (seconds_now() - began);
}

Result<void> insert_batch(master::Database& database, master::Statement& insert, std::int64_t first) {
  static const Event event = sample_event();
  static const std::string body = wire::encode_event(event);
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return begun;
  for (int i = 0; i < kRowsPerCommit; ++i) {
    insert.bind(first + i).bind(event.at.ms()).bind(event.type).bind("host-0");
    insert.bind(static_cast<std::int64_t>(2)).bind(body);
    if (auto run = insert.run(); !run) return run;
  }
  return database.execute("COMMIT");
}

Result<double> rows_per_second() {
  const auto folder = Folder::make();
  if (!folder) return folder.error();
  auto database = master::Database::open(folder->path() + "/floor.db", master::Database::Access::ReadWrite);
  if (!database) return database.error();
  if (auto made = database->execute("CREATE TABLE events(id INTEGER PRIMARY KEY, received INTEGER NOT NULL, "
                                    "type TEXT NOT NULL, host TEXT NOT NULL, status INTEGER NOT NULL, "
                                    "body TEXT NOT NULL)");
      !made)
    return made.error();
  auto insert = database->prepare("INSERT INTO events VALUES(?1,?2,?3,?4,?5,?6)");
  if (!insert) return insert.error();
  std::int64_t rows = 0;
  const double began = seconds_now();
  double checkpoint = began + 2;  // as often as the master
  while (seconds_now() < began + kFloorSeconds) {
    if (auto done = insert_batch(*database, *insert, rows + 1); !done) return done.error();
    rows += kRowsPerCommit;
    if (seconds_now() < checkpoint) continue;
    if (auto moved = database->checkpoint(); !moved) return moved.error();
    checkpoint += 2;
  }
  return static_cast<double>(rows) / (seconds_now() - began);
}

}  // namespace

Figures measure_ingest(ZmqContext& context) {
  const auto messages = messages_per_second(context);
  if (!messages) return messages.error();
  say("CURVE, window " + std::to_string(kWindow) + ": " + std::to_string(std::int64_t(*messages)) +
      " messages/s");
  const auto rows = rows_per_second();
  if (!rows) return rows.error();
  say("SQLite FULL, batches of 100: " + std::to_string(std::int64_t(*rows)) + " rows/s");
  const double floor = std::min(*messages, *rows);
  std::vector<Figure> figures;
  for (const std::size_t hosts : {1, 200}) {
    const auto rate = events_per_second(context, hosts);
    if (!rate) return rate.error();
    figures.push_back({"ingest_" + std::to_string(hosts), *rate, "events/s", floor});
  }
  return figures;
}

}  // namespace balm::bench

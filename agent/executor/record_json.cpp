#include "agent/executor/record_json.h"

#include <utility>

#include "common/value_json.h"
#include "common/wire.h"

namespace balm::executor {
namespace {

Value number(std::uint64_t value) {
  return Value::uint(value);
}

std::uint64_t whole(const Value& value) {
  if (value.is(Value::Kind::Uint)) return value.as_uint();
  const std::int64_t number = value.int_or(0);
  return number < 0 ? 0 : static_cast<std::uint64_t>(number);
}

WallTime moment(const Value& value) {
  return WallTime::from_ms(value.int_or(0));
}

Value write(const Kept& record) {
  Value maintenance;
  if (record.maintenance)
    maintenance = Value::map({{"until_ms", record.maintenance->until.ms()},
                              {"reason", record.maintenance->reason},
                              {"by", record.maintenance->by}});
  return Value::map({{"r", "kept"},
                     {"cluster", record.cluster},
                     {"epoch_max", number(record.epoch_max)},
                     {"last_fence", number(record.last_fence)},
                     {"frozen", record.frozen},
                     {"maintenance", maintenance}});
}

Value write(const Accept& record) {
  return Value::map({{"r", "accept"},
                     {"attempt", to_text(record.attempt)},
                     {"fence", number(record.fence)},
                     {"epoch", number(record.epoch)},
                     {"state", record.state.text},
                     {"state_hash", record.state_hash},
                     {"boot", record.boot},
                     {"at_ms", record.at.ms()}});
}

Value write(const Start& record) {
  return Value::map({{"r", "start"},
                     {"attempt", to_text(record.attempt)},
                     {"pid", record.worker.pid},
                     {"start_ticks", number(record.worker.start_ticks)}});
}

Value write(const StepBegin& record) {
  return Value::map({{"r", "step_begin"}, {"attempt", to_text(record.attempt)}, {"step", record.step}});
}

Value write(const StepEnd& record) {
  return Value::map({{"r", "step_end"},
                     {"attempt", to_text(record.attempt)},
                     {"step", record.step},
                     {"result", record.result}});
}

Value write(const NotStarted& record) {
  return Value::map(
      {{"r", "not_started"}, {"status", wire::to_value(record.status)}, {"at_ms", record.at.ms()}});
}

Value write(const Done& record) {
  return Value::map({{"r", "done"}, {"status", wire::to_value(record.status)}, {"at_ms", record.at.ms()}});
}

Value write(const Acked& record) {
  return Value::map({{"r", "acked"}, {"attempt", to_text(record.attempt)}});
}

std::optional<Maintenance> read_maintenance(const Value& value) {
  if (!value.is(Value::Kind::Map)) return std::nullopt;
  return Maintenance{moment(value["until_ms"]), value["reason"].string_or(), value["by"].string_or()};
}

Kept read_kept(const Value& value) {
  Kept record;
  record.cluster = value["cluster"].string_or();
  record.epoch_max = whole(value["epoch_max"]);
  record.last_fence = whole(value["last_fence"]);
  record.frozen = value["frozen"].bool_or();
  record.maintenance = read_maintenance(value["maintenance"]);
  return record;
}

Accept read_accept(const Value& value, AttemptId attempt) {
  Accept record;
  record.attempt = attempt;
  record.fence = whole(value["fence"]);
  record.epoch = whole(value["epoch"]);
  record.state.text = value["state"].string_or();
  record.state_hash = value["state_hash"].string_or();
  record.boot = value["boot"].string_or();
  record.at = moment(value["at_ms"]);
  return record;
}

Error bad(std::string_view what) {
  return {Error::Kind::BadData, "journal record: " + std::string(what), {}};
}

// Records that carry a whole answer.
Result<Record> read_end(const Value& value, std::string_view kind) {
  Result<TaskStatus> status = wire::task_status_from(value["status"]);
  if (!status) return status.error();
  const WallTime at = moment(value["at_ms"]);
  const bool done = status->phase == TaskPhase::Done;
  if (kind == "done" && !done) return bad("done without the phase done");
  if (!done && status->phase != TaskPhase::Refused) return bad("an end that is none");
  if (kind == "done") return Record(Done{std::move(*status), at});
  return Record(NotStarted{std::move(*status), at});
}

Result<Record> read_of_attempt(const Value& value, std::string_view kind) {
  const AttemptId attempt = attempt_from_text(value["attempt"].string_or());
  if (attempt.n == 0) return bad("no attempt");
  if (kind == "accept") return Record(read_accept(value, attempt));
  if (kind == "start") return Record(Start{attempt, {value["pid"].int_or(), whole(value["start_ticks"])}});
  if (kind == "step_begin") return Record(StepBegin{attempt, value["step"].string_or()});
  if (kind == "step_end")
    return Record(StepEnd{attempt, value["step"].string_or(), value["result"].string_or()});
  if (kind == "acked") return Record(Acked{attempt});
  return bad("unknown kind '" + std::string(kind) + "'");
}

}  // namespace

std::string encode_record(const Record& record) {
  return to_json(std::visit([](const auto& each) { return write(each); }, record));
}

Result<Record> decode_record(std::string_view json) {
  const Result<Value> value = value_from_json(json);
  if (!value) return value.error();
  const std::string kind = (*value)["r"].string_or();
  if (kind == "kept") return Record(read_kept(*value));
  if (kind == "not_started" || kind == "done") return read_end(*value, kind);
  return read_of_attempt(*value, kind);
}

}  // namespace balm::executor

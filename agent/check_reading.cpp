#include "agent/check_reading.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "common/limits.h"
#include "common/nagios/exit_status.h"
#include "common/nagios/plugin_output.h"
#include "common/nagios/threshold.h"
#include "common/utf8.h"

namespace balm::agent {
namespace {

using nagios::Measurement;

struct Judgement {
  Status status = Status::Unknown;
  std::string trouble;
};

nagios::ProgramEnd program_end(const CheckDocument& check, const CheckRan& ran) {
  using How = nagios::ProgramEnd::How;
  switch (ran.end) {
    case CheckRan::End::Exited:
      return {How::Exited, ran.code, ran.reason};
    case CheckRan::End::Signalled:
      return {How::Signalled, ran.code, ran.reason};
    case CheckRan::End::TimedOut: {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(check.timeout).count();
      return {How::TimedOut, ran.code, ran.reason.empty() ? std::to_string(seconds) + "s" : ran.reason};
    }
    case CheckRan::End::NotStarted:
      return {How::NotStarted, ran.code, ran.reason};
    case CheckRan::End::Void:
      return {How::Void, ran.code, ran.reason};
  }
  return {How::NotStarted, ran.code, ran.reason};
}

std::string first_line(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  return for_terminal(cut_to_bytes(line, limits::kSentenceBytesMax / 4));
}

std::string bounded(std::string_view text, std::size_t bytes) {
  return std::string(cut_to_bytes(text, bytes));
}

Value to_value(const Metrics& metrics) {
  ValueMap map;
  for (const auto& [name, number] : metrics) map.insert_or_assign(Value(name), Value(number));
  return Value(std::move(map));
}

// Whether a condition holds; nothing with `trouble` set when that cannot be said.
std::optional<bool> holds(const expression::Program& condition, const expression::Scope& scope,
                          std::string& trouble) {
  const expression::Outcome outcome = condition.evaluate(scope);
  if (const auto* error = std::get_if<expression::EvalError>(&outcome)) {
    trouble = "`" + condition.text() + "`: " + error->message;
    return std::nullopt;
  }
  const Value& value = std::get<Value>(outcome);
  if (value.is(Value::Kind::Bool)) return value.as_bool();
  trouble = "`" + condition.text() + "` is neither true nor false";
  return std::nullopt;
}

bool has_conditions(const CheckDocument& check) {
  return !check.warning.empty() || !check.critical.empty();
}

Judgement judge(const CheckDocument& check, const Metrics& metrics, WallTime at) {
  const ValueMap names{{Value("metrics"), to_value(metrics)}};
  expression::Scope scope;
  scope.names = &names;
  scope.now = at;
  Judgement judgement;
  const auto rows = {std::pair{&check.critical, Status::Critical},
                     std::pair{&check.warning, Status::Warning}};
  for (const auto& [condition, status] : rows) {
    if (condition->empty()) continue;
    const auto answer = holds(*condition, scope, judgement.trouble);
    if (!answer) return judgement;
    if (*answer) return {status, ""};
  }
  return {Status::Ok, ""};
}

std::optional<nagios::Range> range_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto range = nagios::Range::parse(text);
  return range ? std::optional(*range) : std::nullopt;
}

// One run before it is split.
struct Run {
  const CheckDocument& check;
  const CheckRan& ran;
  nagios::ExitMeaning meaning;
  nagios::PluginOutput output;
};

Observation blank_observation(const Run& run) {
  Observation seen;
  seen.check = run.check.name;
  seen.at = run.ran.at;
  seen.took_us = run.ran.took_us;
  return seen;
}

void add_texts(const Run& run, Observation& seen) {
  seen.output = bounded(run.output.text, limits::kOutputHeadBytes);
  std::string more = run.output.long_text;
  if (seen.status != Status::Ok && !run.ran.errors.empty()) {
    const std::string errors = for_terminal(run.ran.errors, LineBreaks::Keep);
    if (seen.output.empty()) seen.output = first_line(run.ran.errors);
    more += (more.empty() ? "" : "\n") + std::string("stderr:\n") + errors;
  }
  seen.long_output = bounded(more, limits::kOutputHeadBytes + limits::kOutputTailBytes);
  seen.trouble = bounded(seen.trouble, limits::kSentenceBytesMax);
  if (seen.output.empty()) seen.output = seen.trouble;
}

Metrics metrics_of(const std::vector<Measurement>& perfdata) {
  Metrics metrics;
  for (const Measurement& item : perfdata)
    if (item.value && item.label.size() <= limits::kLabelBytesMax) metrics[item.label] = *item.value;
  return metrics;
}

Judgement judge_run(const Run& run, const Metrics& metrics) {
  if (!run.meaning.reason.empty()) return {Status::Unknown, run.meaning.reason};
  if (run.meaning.status == Status::Unknown || !has_conditions(run.check)) return {run.meaning.status, ""};
  return judge(run.check, metrics, run.ran.at);
}

Observation whole(const Run& run) {
  Observation seen = blank_observation(run);
  seen.metrics = metrics_of(run.output.perfdata);
  Judgement judgement = judge_run(run, seen.metrics);
  seen.status = judgement.status;
  seen.trouble = std::move(judgement.trouble);
  add_texts(run, seen);
  return seen;
}

// ---- `per`

struct Part {
  Metrics metrics;
  std::string text;  // as printed
  std::optional<Status> by_thresholds;
};

void add_to_part(Part& part, std::string name, const Measurement& item) {
  if (!item.value) return;
  part.metrics[std::move(name)] = *item.value;
  const nagios::Thresholds thresholds{range_of(item.warning), range_of(item.critical)};
  if (!thresholds.warning && !thresholds.critical) return;
  const Status status = thresholds.status(*item.value);
  part.by_thresholds = std::max(part.by_thresholds.value_or(Status::Ok), status);
}

std::map<std::string, Part> split(const nagios::PluginOutput& output) {
  constexpr std::string_view kSeparator = "::";
  std::map<std::string, Part> parts;
  for (const Measurement& item : output.perfdata) {
    const std::size_t cut = item.label.find(kSeparator);
    const std::string instance = bounded(item.label.substr(0, cut), limits::kInstanceBytesMax);
    const bool fits = parts.contains(instance) || parts.size() < limits::kInstancesPerCheckMax;
    if (instance.empty() || !fits) continue;
    add_to_part(parts[instance],
                cut == std::string::npos ? "value" : item.label.substr(cut + kSeparator.size()), item);
  }
  return parts;
}

Judgement judge_part(const Run& run, const Part& part) {
  if (has_conditions(run.check)) return judge(run.check, part.metrics, run.ran.at);
  if (part.by_thresholds) return {*part.by_thresholds, ""};
  if (run.meaning.status == Status::Ok) return {Status::Ok, ""};
  return {Status::Unknown,
          "the plugin printed no thresholds for this part, so it is not known which one is meant"};
}

std::string part_text(const std::string& instance, const Part& part) {
  std::string text = instance + ":";
  for (const auto& [name, number] : part.metrics) text += " " + name + "=" + to_display(Value(number));
  return text;
}

std::vector<Observation> split_run(const Run& run) {
  std::vector<Observation> all;
  bool explained = has_conditions(run.check) || run.meaning.status == Status::Ok;
  for (const auto& [instance, part] : split(run.output)) {
    Observation seen = blank_observation(run);
    Judgement judgement = judge_part(run, part);
    seen.instance = instance;
    seen.status = judgement.status;
    seen.trouble = std::move(judgement.trouble);
    seen.output = bounded(part_text(instance, part), limits::kOutputHeadBytes);
    seen.metrics = part.metrics;
    explained = explained || seen.status == Status::Warning || seen.status == Status::Critical;
    all.push_back(std::move(seen));
  }
  Observation itself = blank_observation(run);
  itself.status = explained && run.meaning.status != Status::Unknown ? Status::Ok : run.meaning.status;
  itself.trouble = run.meaning.reason;
  add_texts(run, itself);
  all.push_back(std::move(itself));
  return all;
}

}  // namespace

std::vector<Observation> read_observations(const CheckDocument& check, const CheckRan& ran) {
  const Run run{check, ran, nagios::meaning_of(program_end(check, ran)),
                nagios::read_plugin_output(ran.output)};
  const bool readable = run.meaning.reason.empty() && run.meaning.status != Status::Unknown;
  if (!check.per.empty() && readable) return split_run(run);
  return {whole(run)};
}

}  // namespace balm::agent

#include "tests/fuzz/readers.h"

#include <algorithm>
#include <iterator>

#include "agent/local_wire.h"
#include "common/cron.h"
#include "common/document/agent_config.h"
#include "common/document/document.h"
#include "common/document/guard_fields.h"
#include "common/document/master_config.h"
#include "common/document/rule_schema.h"
#include "common/duration_text.h"
#include "common/expression/program.h"
#include "common/nagios/plugin_output.h"
#include "common/nagios/threshold.h"
#include "common/selector.h"
#include "common/size_text.h"
#include "common/state/state_file.h"
#include "common/text_value.h"
#include "common/utf8.h"
#include "common/value_json.h"
#include "common/wire.h"
#include "common/yaml/yaml_reader.h"
#include "master/configuration_text.h"
#include "tests/fuzz/seeds.h"

namespace balm::fuzz {
namespace {

// Each fault has a code, a sentence, and can be shown.
Answer judged(const Issues& issues) {
  for (const Issue& issue : issues) {
    if (issue.code.size() != 4 || issue.message.empty()) return Answer::Broken;
    if (issue.place.line < 0 || issue.place.end_column < issue.place.column) return Answer::Broken;
    if (render(issue).empty()) return Answer::Broken;
  }
  return has_errors(issues) ? Answer::Refused : Answer::Taken;
}

template <class T>
Answer judged(const Result<T>& result) {
  if (result) return Answer::Taken;
  return result.error().message.empty() ? Answer::Broken : Answer::Refused;
}

Answer yaml(const std::string& text) {
  return judged(read_yaml(text, "any.yaml").issues);
}

Answer documents(const std::string& text) {
  return judged(read_documents({{"any.yaml", text}}).issues);
}

Answer master_config(const std::string& text) {
  return judged(parse_master_config(text, "master.yaml").issues);
}

Answer agent_config(const std::string& text) {
  return judged(parse_agent_config(text, "agent.yaml").issues);
}

Answer state(const std::string& text) {
  return judged(compile_state({{"any", text}, {"other", "x: test.nop\n"}}, "any").issues);
}

// What loads is stored, and what was stored loads again as the same.
Answer configuration(const std::string& text) {
  const master::ConfigurationText whole{{{"any.yaml", text}}, {{"s/t.sls", "x: test.nop\n"}}, {"log"}};
  const auto built = master::build_configuration(whole, nullptr);
  if (!built.ok()) return built.value == nullptr ? judged(built.issues) : Answer::Broken;
  const auto again = master::build_configuration(master::from_stored(built.value->texts), nullptr);
  return again.ok() && again.value->revision == built.value->revision ? judged(built.issues) : Answer::Broken;
}

Answer stored_configuration(const std::string& text) {
  const auto found = master::from_stored(text);
  return found.documents.empty() ? Answer::Refused : Answer::Taken;
}

Answer expression_text(const std::string& text) {
  const auto parsed = expression::Program::parse_only(text, {});
  if (parsed.ok()) (void)parsed.value.evaluate({});
  return judged(parsed.issues);
}

Answer text_value(const std::string& text) {
  return judged(TextValue::parse(text, rule_schema({}), {}).issues);
}

Answer cron(const std::string& text) {
  const auto parsed = Cron::parse(text, {});
  if (parsed.ok()) (void)parsed.value.next(WallTime::from_seconds(1'704'067'200), utc());
  return judged(parsed.issues);
}

Answer selector(const std::string& text) {
  return judged(Selector::parse(text, {}).issues);
}

// Whatever a program printed, what is kept of it is bounded, valid text.
Answer plugin_output(const std::string& text) {
  const nagios::PluginOutput output = nagios::read_plugin_output(text);
  if (!valid_utf8(output.text) || !valid_utf8(output.long_text)) return Answer::Broken;
  if (output.perfdata.size() > limits::kPerfdataMax) return Answer::Broken;
  return output.rejected_count > 0 || output.text.empty() ? Answer::Refused : Answer::Taken;
}

Answer frame(const std::string& bytes, wire::Role from) {
  const auto message = wire::decode(bytes, from);
  if (message && !wire::decode(wire::encode(*message), from)) return Answer::Broken;
  return judged(message);
}

Answer local_frame(const std::string& bytes) {
  const auto there = agent::decode_to_executor(bytes);
  if (there && !agent::decode_to_executor(agent::encode(*there))) return Answer::Broken;
  const auto back = agent::decode_from_executor(bytes);
  if (back && !agent::decode_from_executor(agent::encode(*back))) return Answer::Broken;
  return there || back ? Answer::Taken : judged(back);
}

Answer json(const std::string& text) {
  const auto value = value_from_json(text);
  if (value && !value_from_json(to_json(*value))) return Answer::Broken;
  return judged(value);
}

Answer small_words(const std::string& text) {
  const Answer answers[] = {judged(duration_from_text(text)), judged(size_from_text(text)),
                            judged(rate_from_text(text)),     judged(radius_from_text(text)),
                            judged(endpoint_from_text(text)), judged(nagios::Range::parse(text))};
  if (std::ranges::count(answers, Answer::Broken) > 0) return Answer::Broken;
  return std::ranges::count(answers, Answer::Taken) > 0 ? Answer::Taken : Answer::Refused;
}

}  // namespace

std::vector<Reader> all_readers() {
  return {{"yaml", seeds::documents(), yaml},
          {"documents", seeds::documents(), documents, 1'000},
          {"master_config", seeds::master_configs(), master_config},
          {"agent_config", seeds::agent_configs(), agent_config},
          {"state", seeds::states(), state, 1'000},
          {"configuration", seeds::documents(), configuration, 500},
          {"stored_configuration", seeds::stored_configurations(), stored_configuration},
          {"expression", seeds::expressions(), expression_text},
          {"text_value", seeds::text_values(), text_value},
          {"cron", seeds::crons(), cron},
          {"selector", seeds::selectors(), selector, 10'000},
          {"plugin_output", seeds::plugin_outputs(), plugin_output, 5'000},
          {"agent_frame", seeds::agent_frames(),
           [](const std::string& bytes) { return frame(bytes, wire::Role::Agent); }},
          {"operator_frame", seeds::operator_frames(),
           [](const std::string& bytes) { return frame(bytes, wire::Role::Operator); }},
          {"local_frame", seeds::local_frames(), local_frame},
          {"json", seeds::agent_bodies(), json},
          {"small_words", seeds::small_words(), small_words, 20'000}};
}

}  // namespace balm::fuzz

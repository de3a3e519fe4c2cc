#include "agent/io/modules/test_states.h"

#include <utility>

#include <sys/stat.h>

#include "agent/io/modules/file_access.h"
#include "agent/io/modules/service_states.h"

namespace balm::agent::modules {

namespace {

Value pretended_change() {
  return Value::map(
      {{"testing", Value::map({{"old", "Unchanged"}, {"new", "Something pretended to change"}})}});
}

// All of the module react to a watched step in the same way.
Plan fired(const ModuleCall& call) {
  ValueList changed;
  for (const std::string& step : call.watch_changes) changed.emplace_back(step);
  const Value changes = Value::map({{"Requisites with changes", Value(std::move(changed))}});
  return would("Watch statement fired.", changes,
               [changes] { return success("Watch statement fired.", changes); });
}

Plan pretend(bool result, const ModuleCall& call, std::string_view comment) {
  ModuleReport report = success(call["comment"].string_or(comment), pretended_change());
  report.result = result;
  const std::string would_be = result ? "successful" : "failed";
  return would("If we weren't testing, this would be " + would_be + " with changes", pretended_change(),
               [report = std::move(report)] { return report; });
}

bool is_kind(const std::string& path, mode_t kind) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (info.st_mode & S_IFMT) == kind;
}

// Questions take what they ask about as `path` or `name`, or as the first of `args`.
std::string subject(const Value& arguments) {
  for (const char* key : {"path", "name"})
    if (!arguments[key].is_null()) return to_display(arguments[key]);
  const Value& list = arguments["args"];
  return list.is(Value::Kind::List) && !list.as_list().empty() ? to_display(list.as_list().front()) : "";
}

constexpr std::int64_t kDefaultRetcode = 42;  // what Salt's test.retcode gives unless told otherwise

}  // namespace

Plan test_configurable(const ModuleCall& call, const HostSettings&) {
  if (call.watched) return fired(call);
  const bool changes = call["changes"].bool_or(true);
  const bool result = call["result"].bool_or(true);
  const std::string comment = call["comment"].string_or();
  if (!changes) return result ? done(comment) : failed(comment);
  ModuleReport report = success(comment, pretended_change());
  report.result = result;
  return would(comment.empty() ? "This is a test" : comment, pretended_change(), [report] { return report; });
}

Plan test_fail_with_changes(const ModuleCall& call, const HostSettings&) {
  return call.watched ? fired(call) : pretend(false, call, "Failure!");
}

Plan test_fail_without_changes(const ModuleCall& call, const HostSettings&) {
  return call.watched ? fired(call) : failed(call["comment"].string_or("Failure!"));
}

Plan test_nop(const ModuleCall& call, const HostSettings&) {
  return call.watched ? fired(call) : done(call["comment"].string_or("Success!"));
}

Plan test_show_notification(const ModuleCall& call, const HostSettings&) {
  return call.watched ? fired(call) : done(call["text"].string_or());
}

Plan test_succeed_with_changes(const ModuleCall& call, const HostSettings&) {
  return call.watched ? fired(call) : pretend(true, call, "Success!");
}

Plan test_succeed_without_changes(const ModuleCall& call, const HostSettings& host) {
  return test_nop(call, host);
}

std::optional<bool> answer_question(std::string_view question, const Value& arguments,
                                    const HostSettings& host) {
  if (question == "test.true") return true;
  if (question == "test.false") return false;
  if (question == "test.retcode") return arguments["code"].int_or(kDefaultRetcode) == 0;
  if (question == "file.file_exists") return is_kind(subject(arguments), S_IFREG);
  if (question == "file.directory_exists") return is_kind(subject(arguments), S_IFDIR);
  if (question == "file.is_link") return look_at(subject(arguments)).kind == PathFacts::Kind::Link;
  if (question == "service.status") return service_runs(subject(arguments), host);
  return std::nullopt;
}

}  // namespace balm::agent::modules

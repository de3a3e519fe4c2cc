#include "cli/call.h"

#include <algorithm>
#include <utility>

#include "cli/show/fields.h"
#include "cli/show/machine.h"
#include "common/duration_text.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

constexpr Duration kAnswerTimeout = 5s;

Format format_from(std::string_view text) {
  if (text == "wide") return Format::Wide;
  if (text == "json") return Format::Json;
  if (text == "jsonl") return Format::Jsonl;
  if (text == "csv") return Format::Csv;
  return text == "name" ? Format::Name : Format::Table;
}

TimeStyle time_style_from(std::string_view text) {
  if (text == "local") return TimeStyle::Local;
  if (text == "utc") return TimeStyle::Utc;
  if (text == "iso") return TimeStyle::Iso;
  return text == "unix" ? TimeStyle::Unix : TimeStyle::Relative;
}

// NO_COLOR (any text) and TERM=dumb switch it off, CLICOLOR_FORCE (not 0) on; flags beat the environment.
bool wants_colour(const Surroundings& surroundings, std::string_view flag, bool terminal) {
  if (flag == "always") return true;
  if (flag == "never" || !surroundings.variable("NO_COLOR").empty()) return false;
  const std::string force = surroundings.variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return terminal && surroundings.variable("TERM") != "dumb" && surroundings.variable("CLICOLOR") != "0";
}

std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    if (comma > start) parts.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return parts;
}

}  // namespace

Question& Question::with(std::string_view name, Value value) {
  if (!value.is_null()) map_.insert_or_assign(Value(name), std::move(value));
  return *this;
}

Question& Question::with_text(std::string_view name, const std::string& text) {
  return text.empty() ? *this : with(name, Value(text));
}

Result<Call> Call::make(const Command& command, Arguments given, Surroundings& surroundings) {
  Call call(command, std::move(given), surroundings);
  if (const Result<void> read = call.read_screen(); !read) return read.error();
  return call;
}

Result<void> Call::read_screen() {
  format_ = format_from(given_.text("output"));
  screen_ = surroundings_.screen();
  screen_.time = time_style_from(given_.text("time"));
  screen_.colour = wants_colour(surroundings_, given_.text("color", "auto"), screen_.terminal);
  if (!given_.has("timeout")) return {};
  const Result<Duration> timeout = duration_from_text(given_.text("timeout"));
  if (!timeout) return timeout.error();
  if (*timeout <= Duration::zero())
    return Error{Error::Kind::Usage, "--timeout must be longer than nothing", ""};
  timeout_ = *timeout;
  return {};
}

Result<MasterClient*> Call::master() {
  if (client_) return client_.get();
  const Duration answer =
      timeout_ > Duration::zero() && timeout_ < kAnswerTimeout ? timeout_ : kAnswerTimeout;
  Result<std::unique_ptr<MasterClient>> client = surroundings_.connect({given_.text("connect"), answer});
  if (!client) return client.error();
  client_ = std::move(*client);
  return client_.get();
}

Result<Value> Call::ask(std::string_view verb, const Question& question) {
  if (given_.all("verbose").size() > 1) say("asking " + std::string(verb) + " " + to_json(question.value()));
  const Result<MasterClient*> client = master();
  if (!client) return client.error();
  return (*client)->ask(verb, question.value());
}

Result<MasterClient::Stream> Call::follow(std::string_view verb, const Question& question,
                                          const MasterClient::OnPart& on_part,
                                          const MasterClient::Following& following) {
  if (given_.all("verbose").size() > 1) say("asking " + std::string(verb) + " " + to_json(question.value()));
  const Result<MasterClient*> client = master();
  if (!client) return client.error();
  return (*client)->follow(verb, question.value(), on_part, following);
}

void Call::refresh() {
  screen_.now = surroundings_.screen().now;
}

void Call::print(std::string_view text) {
  surroundings_.out(text);
}

void Call::say(std::string_view text) {
  if (given_.has("quiet")) return;
  surroundings_.err(std::string(text) + "\n");
}

TableChoice Call::table_choice() const {
  return {.columns = split_commas(given_.text("columns")),
          .sort = given_.text("sort"),
          .headers = !given_.has("no-headers"),
          .wide = format_ == Format::Wide};
}

void Call::note_left_out(const std::vector<std::string_view>& titles) {
  if (titles.empty()) return;
  std::string names;
  for (const std::string_view title : titles) names += (names.empty() ? "" : ", ") + std::string(title);
  say("(not shown for lack of width: " + names + ")");
}

Result<Exit> Call::show_list(const ListView& view, const Value& data, std::string_view after) {
  const ValueList& rows = items(data, view.rows);
  if (format_ == Format::Json) {
    print(json_document(data));
  } else if (format_ == Format::Jsonl) {
    for (const Value& row : rows) print(json_line(row));
  } else if (format_ == Format::Name) {
    print(names_text(view.columns, rows));
  } else if (format_ == Format::Csv) {
    const Result<std::string> text = csv_text(view.columns, rows, table_choice());
    if (!text) return text.error();
    print(*text);
  } else {
    const Value shown = harmless(data, screen_);
    const Result<TableText> table =
        table_text(view.columns, items(shown, view.rows), table_choice(), screen_);
    if (!table) return table.error();
    if (rows.empty()) {
      say(view.nothing);
      return Exit::Done;
    }
    print(table->text);
    if (screen_.terminal && !after.empty()) print(std::string(after) + "\n");
    note_left_out(table->left_out);
  }
  const Value& next = data["next"];
  if (!next.is_null() && for_people())
    say("there are older ones: --before " + to_display(next) + ", or narrow it down with --since");
  return Exit::Done;
}

Result<Exit> Call::show_page(const Value& data, Page page) {
  if (format_ == Format::Csv || format_ == Format::Name)
    return Error{Error::Kind::Usage, "this page has no rows; -o " + given_.text("output") + " needs a list",
                 "use -o json or -o table"};
  if (format_ == Format::Json)
    print(json_document(data));
  else if (format_ == Format::Jsonl)
    print(json_line(data));
  else
    print(page(harmless(data, screen_), screen_));
  return Exit::Done;
}

Result<Exit> Call::show_done(const Value& data, std::string_view text) {
  if (format_ == Format::Json)
    print(json_document(data));
  else if (format_ == Format::Jsonl)
    print(json_line(data));
  else
    print(text);
  return Exit::Done;
}

Result<Value> Call::moment(std::string_view flag, Toward toward) const {
  if (!given_.has(flag)) return Value();
  const Result<WallTime> at = moment_from_text(given_.text(flag), toward, {screen_.now, *screen_.zone});
  if (!at)
    return Error{at.error().kind, "--" + std::string(flag) + ": " + at.error().message, at.error().hint};
  return Value(static_cast<std::int64_t>(at->ms()));
}

}  // namespace balm::cli

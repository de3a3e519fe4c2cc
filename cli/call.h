// One run of one command: what was given, how to ask the master, and how to answer the reader in the wanted
// format.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/moment_text.h"
#include "cli/show/screen.h"
#include "cli/show/table.h"
#include "cli/surroundings.h"
#include "common/value.h"

namespace balm::cli {

enum class Format { Table, Wide, Json, Jsonl, Csv, Name };

// A list as the master answers it: where its rows are, and which columns they have.
struct ListView {
  std::string_view rows;  // the member of the data that holds them: "hosts"
  const std::vector<Column>& columns;
  std::string nothing;  // said when there are none: "no host matches"
};

// Arguments for the master: what was not given is left out.
class Question {
 public:
  Question& with(std::string_view name, Value value);
  Question& with_text(std::string_view name, const std::string& text);  // left out when empty
  Value value() const { return Value(map_); }

 private:
  ValueMap map_;
};

class Call {
 public:
  // Errors: Kind::Usage for values of global flags that cannot be meant.
  static Result<Call> make(const Command& command, Arguments given, Surroundings& surroundings);

  const Command& command() const { return command_; }
  const Arguments& given() const { return given_; }
  Surroundings& surroundings() { return surroundings_; }
  const Screen& screen() const { return screen_; }
  Format format() const { return format_; }
  bool for_people() const { return format_ == Format::Table || format_ == Format::Wide; }
  Duration timeout() const { return timeout_; }  // as given; zero: not given

  // Errors: those of the way there and of the master.
  Result<Value> ask(std::string_view verb, const Question& question);
  Result<MasterClient::Stream> follow(std::string_view verb, const Question& question,
                                      const MasterClient::OnPart& on_part,
                                      const MasterClient::Following& following = {});

  // Before the same command is drawn again: the time is read anew.
  void refresh();

  void print(std::string_view text);  // data
  void say(std::string_view text);    // talk, a whole line; not with -q

  // The list in the wanted format; `after` is a closing line for people.
  Result<Exit> show_list(const ListView& view, const Value& data, std::string_view after = "");
  // A page: `page` lays harmless data out for people; programs get the data as JSON.
  using Page = std::string (*)(const Value& data, const Screen& screen);
  Result<Exit> show_page(const Value& data, Page page);
  // The answer to something that was done: JSON for programs, otherwise the text.
  Result<Exit> show_done(const Value& data, std::string_view text);

  // A moment from a flag, as milliseconds; null when the flag was not given. Errors: Kind::Usage.
  Result<Value> moment(std::string_view flag, Toward toward) const;

 private:
  Call(const Command& command, Arguments given, Surroundings& surroundings)
      : command_(command), given_(std::move(given)), surroundings_(surroundings) {}

  Result<void> read_screen();
  Result<MasterClient*> master();
  TableChoice table_choice() const;
  void note_left_out(const std::vector<std::string_view>& titles);

  const Command& command_;
  Arguments given_;
  Surroundings& surroundings_;
  Screen screen_;
  Format format_ = Format::Table;
  Duration timeout_{};
  std::unique_ptr<MasterClient> client_;
};

}  // namespace balm::cli

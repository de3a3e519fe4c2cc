// balm dev DIR: master and agent in the foreground for a folder of your own checks, rules and states. Files
// are read again when they are saved; every decision is printed.
#include <filesystem>
#include <map>
#include <set>

#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/demo/playground.h"
#include "cli/show/fields.h"
#include "cli/show/screen.h"

namespace balm::cli {
namespace {

namespace fs = std::filesystem;

constexpr Duration kLookAtConfig = 500ms;

// DIR/checks.d where it is there, DIR itself otherwise: one file may hold everything.
std::string part_of(const fs::path& folder, const std::string& name) {
  std::error_code error;
  return fs::is_directory(folder / name, error) ? (folder / name).string() : folder.string();
}

// Prints the configuration's state when it changes.
class ConfigWatch {
 public:
  ConfigWatch(Playground& playground, Surroundings& surroundings)
      : playground_(playground), surroundings_(surroundings) {}

  Result<void> look() {
    const auto status = playground_.master().ask("status", Value::map({}));
    if (!status) return status.error();
    const Value& config = (*status)["config"];
    std::string text = "config   " + config["revision"].string_or() +
                       " is running: " + counted(config["rules"].int_or(), "rule", "rules") + ", " +
                       counted(config["states"].int_or(), "state", "states") + "\n";
    if (!config["ok"].bool_or()) {
      text = "config   has faults; " + config["revision"].string_or() + " goes on\n";
      for (const Value& issue : config["issues"].as_list()) text += issue.string_or();
    }
    if (text != last_) surroundings_.out(text);
    last_ = text;
    return {};
  }

 private:
  Playground& playground_;
  Surroundings& surroundings_;
  std::string last_;
};

// New journal lines of the newest incidents: what was decided and done.
class Story {
 public:
  Story(Playground& playground, Surroundings& surroundings)
      : playground_(playground), surroundings_(surroundings) {}

  Result<void> look() {
    const auto list =
        playground_.master().ask("incidents.list", Value::map({{"state", "all"}, {"limit", 20}}));
    if (!list) return list.error();
    for (const Value& incident : (*list)["incidents"].as_list()) {
      const std::int64_t id = incident["id"].int_or();
      if (closed_.contains(id)) continue;
      if (auto told = tell(id); !told) return told;
      if (incident["phase"].string_or() == "closed") closed_.insert(id);
    }
    return {};
  }

 private:
  Result<void> tell(std::int64_t id) {
    const auto story = playground_.master().ask("incidents.show", Value::map({{"id", id}}));
    if (!story) return story.error();
    const ValueList& timeline = (*story)["timeline"].as_list();
    for (std::size_t& at = told_[id]; at < timeline.size(); ++at) {
      const Value& line = timeline[at];
      surroundings_.out("#" + std::to_string(id) + "  " + line["kind"].string_or() + "  " +
                        line["verdict"].string_or() + "  " + line["text"].string_or() + "\n");
    }
    return {};
  }

  Playground& playground_;
  Surroundings& surroundings_;
  std::map<std::int64_t, std::size_t> told_;
  std::set<std::int64_t> closed_;
};

Result<Exit> dev(Call& call) {
  Surroundings& surroundings = call.surroundings();
  std::error_code error;
  const fs::path folder = fs::canonical(call.given().positional(0), error);
  if (error)
    return Error{Error::Kind::NotFound, "there is no folder " + call.given().positional(0),
                 "mkdir it, and put checks.d, rules.d and states in"};
  auto playground = Playground::make();
  if (!playground) return playground.error();
  const Playground::Options options{part_of(folder, "checks.d"), part_of(folder, "rules.d"),
                                    part_of(folder, "states"), part_of(folder, "notifiers.d"), "dev"};
  if (auto started = (*playground)->start(options, surroundings); !started) return started.error();
  surroundings.out("Balm runs " + folder.string() +
                   " on this machine as host \"dev\". Save a file and it is read again; Ctrl-C ends it.\n"
                   "  in another terminal: balm --connect " +
                   (*playground)->operator_file() + " status\n");
  ConfigWatch config(**playground, surroundings);
  Story story(**playground, surroundings);
  do {
    if (auto looked = config.look(); !looked) return looked.error();
    if (auto looked = story.look(); !looked) return looked.error();
    if (auto flushed = surroundings.flush(); !flushed) return flushed.error();
    if (!(*playground)->alive())
      return Error{Error::Kind::Io,
                   "a daemon has ended:\n" + (*playground)->log_tail("balm-master") +
                       (*playground)->log_tail("balm-agent"),
                   ""};
  } while (surroundings.wait(kLookAtConfig));
  surroundings.out("\nEverything is cleaned up.\n");
  return Exit::Done;
}

}  // namespace

std::vector<Command> dev_commands() {
  return {
      {.noun = "dev",
       .verb = "",
       .text = "run a folder of your own checks, rules and states on this machine, reading it again on save",
       .examples = {"balm dev .", "balm dev ~/balm-rules"},
       .positionals = {{"DIR", "the folder; with checks.d, rules.d and states in it, or plain YAML files"}},
       .function = dev}};
}

}  // namespace balm::cli

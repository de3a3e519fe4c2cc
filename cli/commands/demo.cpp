// balm demo: a real nginx dies in front of you and is healed. Nothing outside a temporary folder changes.
#include "cli/call.h"
#include "cli/commands/commands.h"
#include "cli/demo/acts.h"
#include "cli/error_text.h"
#include "common/duration_text.h"
#include "common/io/file_text.h"

namespace balm::cli {
namespace {

constexpr std::string_view kHost = "demo";

Result<void> play(const Act& act, std::size_t number, Stage& stage) {
  if (auto begun = stage.narrator.begin_act("ACT " + std::to_string(number) + "  " + std::string(act.title));
      !begun)
    return begun;
  return act.play(stage);
}

void show_file(Stage& stage, const std::string& name) {
  const auto text = read_file(stage.patient.folder() + name);
  stage.surroundings.out(text ? *text : text.error().message + "\n");
}

void show_history(Stage& stage) {
  const auto history = stage.playground.master().ask("history.list", Value::map({{"limit", 20}}));
  if (!history) return stage.surroundings.out(history.error().message + "\n");
  for (const Value& attempt : (*history)["attempts"].as_list())
    stage.surroundings.out("  #" + attempt["id"].string_or() + "  " + attempt["state"].string_or() + "  " +
                           attempt["outcome"].string_or() +
                           (attempt["healed"].bool_or() ? ", and the check was ok again" : "") + "\n");
  stage.surroundings.out("all of it, while this runs: balm --connect " + stage.playground.operator_file() +
                         " history\n");
}

std::string keys_text() {
  std::string text = "\nYour turn.\n";
  for (const Act& act : all_acts())
    text += std::string("  ") + act.key + "  " + std::string(act.offer) + "\n";
  return text + "  r  show the rule      h  history      q  quit\nType a key and Enter: ";
}

Result<Exit> interactive(Stage& stage) {
  std::size_t number = 1;
  while (true) {
    stage.surroundings.out(keys_text());
    if (auto flushed = stage.surroundings.flush(); !flushed) return flushed.error();
    const auto typed = stage.surroundings.read_line();
    if (!typed || *typed == "q") return Exit::Done;
    if (*typed == "r") show_file(stage, "/rules.d/nginx.yaml");
    if (*typed == "h") show_history(stage);
    for (const Act& act : all_acts()) {
      if (*typed != std::string(1, act.key)) continue;
      if (auto played = play(act, ++number, stage); !played) return played.error();
    }
  }
}

Result<Exit> automatic(Stage& stage, std::size_t from) {
  std::size_t number = from;
  for (const Act& act : all_acts().subspan(from))
    if (auto played = play(act, ++number, stage); !played) return played.error();
  return Exit::Done;
}

void closing(Stage& stage) {
  const auto status = stage.playground.master().ask("status", Value::map({}));
  const std::int64_t healed = status ? (*status)["healed"]["count"].int_or() : 0;
  const std::chrono::milliseconds median(status ? (*status)["healed"]["median_ms"].int_or() : 0);
  stage.surroundings.out(
      "\n" +
      (healed == 1 ? "1 incident healed within "
                   : std::to_string(healed) + " incidents healed, half of them within ") +
      duration_for_people(median) +
      ". Everything is cleaned up.\n"
      "Next\n"
      "  the few lines of YAML that did this    config/demo/rules.d/nginx.yaml\n"
      "  your own check and rule                balm dev DIR     (README.md, \"Your first rule\")\n");
}

Result<Exit> demo(Call& call) {
  Surroundings& surroundings = call.surroundings();
  surroundings.out("Balm demo. Nothing outside a temporary folder changes; Ctrl-C cleans up.\n");
  auto playground = Playground::make();
  if (!playground) return playground.error();
  const std::string folder = (*playground)->folder();
  auto patient = Patient::lay_out(folder);
  if (!patient) return patient.error();
  const Playground::Options options{folder + "/checks.d", folder + "/rules.d", folder + "/states",
                                    folder + "/rules.d", std::string(kHost)};
  if (auto started = (*playground)->start(options, surroundings); !started) return started.error();
  if (auto started = patient->start((*playground)->master()); !started) return started.error();
  surroundings.out("  master " + (*playground)->endpoint() + ", agent \"" + std::string(kHost) +
                   "\", nginx on 127.0.0.1:" + std::to_string(patient->port()) + "\n");
  Narrator narrator(**playground, surroundings);
  Stage stage{**playground, *patient, narrator, surroundings};
  if (auto played = play(all_acts().front(), 1, stage); !played) return played.error();
  const bool by_hand = surroundings.can_ask() && !call.given().has("auto");
  const auto outcome = by_hand ? interactive(stage) : automatic(stage, 1);
  if (outcome) closing(stage);
  return outcome;
}

}  // namespace

std::vector<Command> demo_commands() {
  return {{.noun = "demo",
           .verb = "",
           .text = "break and heal a real nginx on this machine, without root",
           .examples = {"balm demo", "balm demo --auto"},
           .flags = {{"auto", 0, "", "play all acts without asking; exit 0 only if each went as it should"}},
           .function = demo}};
}

}  // namespace balm::cli

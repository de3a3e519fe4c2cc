#include "tests/cli/transcript.h"

#include <fstream>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "cli/run.h"
#include "common/error_kind.h"
#include "common/value_json.h"
#include "tests/cli/fake_surroundings.h"

namespace balm::cli {
namespace {

std::string file_text(const std::string& path) {
  const std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Words as a shell splits them: blanks, '...', "...", and \ outside of single quotes.
std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && c == ' ') {
      if (in_word) words.push_back(word);
      word.clear();
      in_word = false;
      continue;
    }
    in_word = true;
    if (c == quote)
      quote = 0;
    else if (quote == 0 && (c == '\'' || c == '"'))
      quote = c;
    else if (c == '\\' && quote != '\'' && i + 1 < line.size())
      word += line[++i];
    else
      word += c;
  }
  if (in_word) words.push_back(word);
  return words;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

class Player {
 public:
  explicit Player(std::string folder) : folder_(std::move(folder)) {}

  std::string play(std::string_view text) {
    std::istringstream stream{std::string(text)};
    bool in_block = false;
    for (std::string line; std::getline(stream, line);) {
      if (in_block) {
        in_block = !line.starts_with("=> ");
        continue;
      }
      played_ += line + "\n";
      if (line.starts_with("$ ")) {
        run_command(line.substr(2));
        in_block = true;
      } else {
        obey(line);
      }
    }
    return played_;
  }

 private:
  void obey(const std::string& line) {
    const std::size_t colon = line.find(": ");
    if (line.empty() || line[0] == '#' || colon == std::string::npos) return;
    const std::string what = line.substr(0, colon);
    const std::string rest = line.substr(colon + 2);
    if (what == "screen") set_screen(rest);
    if (what == "answer") add_answer(rest);
    if (what == "typed") typed_.push_back(rest);
    if (what == "set") variables_[rest.substr(0, rest.find('='))] = rest.substr(rest.find('=') + 1);
    if (what == "input") input_ += rest + "\n";
    if (what == "rounds") rounds_ = std::stoi(rest);
    if (what == "no way") {
      const std::vector<std::string> parts = split(rest, '|');
      std::string message = parts.at(1);
      if (const std::size_t why = message.find("\\n"); why != std::string::npos)
        message.replace(why, 2, "\n");
      no_way_ = Error{error_kind_from_text(parts.at(0)), message, parts.size() > 2 ? parts[2] : ""};
    }
  }

  void set_screen(const std::string& words) {
    screen_ = FakeSurroundings().shown;
    for (const std::string& word : split(words, ' ')) {
      if (word == "pipe") screen_.terminal = false;
      if (word == "ascii") screen_.utf8 = false;
      if (word.find_first_not_of("0123456789") == std::string::npos) screen_.width = std::stoul(word);
    }
  }

  void add_answer(const std::string& rest) {
    const std::size_t space = rest.find(' ');
    const std::string verb = rest.substr(0, space);
    const std::string body = rest.substr(space + 1);
    answers_[verb].push_back(canned(body[0] == '{' ? body : file_text(folder_ + "/" + body)));
  }

  void run_command(const std::string& line) {
    FakeSurroundings surroundings;
    surroundings.shown = screen_;
    surroundings.answers = std::move(answers_);
    surroundings.is_person = !typed_.empty();
    surroundings.typed = std::move(typed_);
    surroundings.variables = std::move(variables_);
    surroundings.no_way = no_way_;
    surroundings.rounds = rounds_;
    surroundings.input = std::move(input_);
    std::vector<std::string> words = shell_words(line);
    if (!words.empty()) words.erase(words.begin());  // "balm"
    const int exit = run(words, surroundings);
    for (const FakeSurroundings::Written& part : surroundings.written) add_written(part);
    for (const Asked& asked : surroundings.asked)
      played_ += "<- " + asked.verb + " " + to_json(asked.args) + "\n";
    played_ += "=> " + std::to_string(exit) + "\n";
    answers_.clear();
    typed_.clear();
    variables_.clear();
    no_way_.reset();
    rounds_ = 1;
    input_.clear();
  }

  // Escapes are shown as such, so that the files stay text.
  void add_written(const FakeSurroundings::Written& part) {
    for (const std::string& line : split(part.text, '\n')) {
      std::string shown;
      for (const char c : line) {
        if (c == '\x1b')
          shown += "\\e";
        else if (c == '\r')
          shown += "\\r";
        else
          shown += c;
      }
      played_ += (part.to_err ? "2| " : "") + shown + "\n";
    }
  }

  std::string folder_;
  std::string played_;
  Screen screen_ = FakeSurroundings().shown;
  std::map<std::string, std::deque<CannedAnswer>, std::less<>> answers_;
  std::deque<std::string> typed_;
  std::map<std::string, std::string, std::less<>> variables_;
  std::optional<Error> no_way_;
  int rounds_ = 1;
  std::string input_;
};

}  // namespace

std::string played(std::string_view text, const std::string& replies_folder) {
  return Player(replies_folder).play(text);
}

}  // namespace balm::cli

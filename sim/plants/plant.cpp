// balm-plant TABLE SOURCE_DIR OUT_DIR: writes copies of our sources with the bugs of the table planted in
// them, each behind a switch (sim/plants/planted.h). Only the mutants of the simulator are built from them;
// nothing of it is in anything that ships. Format of the table: sim/plants/plants.txt. Fails when a place is
// not found exactly once.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Change {
  std::string file;
  std::string before;
  std::string after;
};

struct Plant {
  std::string name;
  std::vector<Change> changes;
};

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void add_line(std::string& text, const std::string& line) {
  if (!text.empty()) text += "\n";
  text += line;
}

std::vector<Plant> read_table(const std::string& path) {
  std::vector<Plant> plants;
  std::istringstream lines(text_of(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("= ")) plants.push_back({line.substr(2, line.find(' ', 2) - 2), {}});
    if (line.starts_with("@ ")) plants.back().changes.push_back({line.substr(2), "", ""});
    if (line.starts_with("- ")) add_line(plants.back().changes.back().before, line.substr(2));
    if (line.starts_with("+ ")) add_line(plants.back().changes.back().after, line.substr(2));
  }
  return plants;
}

std::string with_number(std::string text, std::size_t number) {
  const std::string word = "PLANTED";
  const std::string real = "(::balm::planted == " + std::to_string(number) + ")";
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + real.size()))
    text.replace(at, word.size(), real);
  return text;
}

// False when the place is not there exactly once.
bool apply(const Change& change, std::size_t number, std::string& source) {
  const std::size_t at = source.find(change.before);
  if (change.before.empty() || at == std::string::npos) return false;
  if (source.find(change.before, at + 1) != std::string::npos) return false;
  source.replace(at, change.before.size(), with_number(change.after, number));
  return true;
}

std::string list_of(const std::vector<Plant>& plants) {
  std::string text = "#include \"sim/plants/planted.h\"\n\nnamespace balm {\n\nstd::size_t planted = 0;\n\n";
  text +=
      "const std::vector<std::string>& plant_names() {\n  static const std::vector<std::string> all = {\n";
  for (const Plant& plant : plants) text += "      \"" + plant.name + "\",\n";
  return text + "  };\n  return all;\n}\n\n}  // namespace balm\n";
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string source_dir = argv[2];
  const std::filesystem::path out_dir = argv[3];
  const std::vector<Plant> plants = read_table(argv[1]);
  std::map<std::string, std::string> sources;
  int faults = 0;
  for (std::size_t i = 0; i < plants.size(); ++i) {
    for (const Change& change : plants[i].changes) {
      const auto [source, fresh] = sources.try_emplace(change.file);
      if (fresh) source->second = text_of(source_dir + "/" + change.file);
      if (apply(change, i + 1, source->second)) continue;
      std::cerr << plants[i].name << ": not found exactly once in " << change.file << ":\n"
                << change.before << "\n";
      ++faults;
    }
  }
  for (const auto& [file, text] : sources)
    write(out_dir / file, "#include \"sim/plants/planted.h\"\n#line 1 \"" + file + "\"\n" + text);
  write(out_dir / "planted.cpp", list_of(plants));
  return faults == 0 ? 0 : 1;
}

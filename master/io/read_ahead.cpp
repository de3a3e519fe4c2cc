#include "master/io/read_ahead.h"

#include <deque>

#include "common/io/in_background.h"
#include "common/yaml/yaml_reader.h"

namespace balm::master {
namespace {

// Trees that may wait; each is many times the size of its file.
constexpr std::size_t kFilesAhead = 2;

class ReadAhead {
 public:
  explicit ReadAhead(const std::vector<NamedText>& files) : files_(files) {}

  // REQUIRES: called for every file in turn.
  Parsed<YamlNode> next() {
    while (begun_ < files_.size() && begun_ <= taken_ + kFilesAhead) begin();
    ++taken_;
    Parsed<YamlNode> tree = reading_.front().get();
    reading_.pop_front();
    return tree;
  }

 private:
  void begin() {
    const NamedText& file = files_[begun_++];
    reading_.push_back(in_background([&file] { return read_yaml(file.text, file.name); }));
  }

  const std::vector<NamedText>& files_;
  std::deque<std::future<Parsed<YamlNode>>> reading_;
  std::size_t begun_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace

Parsed<ConfigurationPtr> build_reading_ahead(const ConfigurationText& text, const ZoneSource* zones) {
  ReadAhead ahead(text.documents);
  return build_configuration(text, zones, [&](const NamedText&) { return ahead.next(); });
}

}  // namespace balm::master

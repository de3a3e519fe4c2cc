#include "agent/io/spool_file.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "common/io/file_text.h"
#include "common/wire.h"

namespace balm::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadEventsMax = limits::kEventsInFlightMax / 2;
constexpr std::size_t kReadBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kSegmentBytesMax = 64 * 1024 * 1024;  // a reader's bound; a writer stays far below
constexpr std::string_view kAckedHead = "{\"acked\":";
constexpr const char* kSuffix = ".spool";

SpoolId new_id(Random& random) {
  SpoolId id;
  for (int i = 0; i < 32; ++i) id.text += "0123456789abcdef"[random.below(16)];
  return id;
}

Error bad(const std::string& path, const std::string& what) {
  return {Error::Kind::BadData, path + ": " + what, ""};
}

std::string segment_name(std::uint64_t first) {
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), "%020llu", static_cast<unsigned long long>(first));
  return name.data() + std::string(kSuffix);
}

std::uint64_t first_of(const std::string& path) {
  const std::string stem = fs::path(path).stem();
  std::uint64_t first = 0;
  std::from_chars(stem.data(), stem.data() + stem.size(), first);
  return first;
}

// "{"acked":12}" -> 12
std::optional<std::uint64_t> acked_in(std::string_view record) {
  if (!record.starts_with(kAckedHead)) return std::nullopt;
  std::uint64_t upto = 0;
  std::from_chars(record.data() + kAckedHead.size(), record.data() + record.size(), upto);
  return upto;
}

// Shows the whole records of a file to `use` until it says false. Errors: BadData after the records in front
// of the damage.
template <class Use>
Result<void> each_record(const std::string& path, const std::string& kind, bool tail_may_be_torn,
                         const Use& use) {
  const auto text = read_file(path, {.bytes_max = kSegmentBytesMax, .forbidden_mode = 077});
  if (!text) return text.error();
  const std::string header = kind + "\n";
  if (text->size() < header.size() && tail_may_be_torn && header.starts_with(*text)) return {};
  if (!text->starts_with(header)) return bad(path, "it is not a file of this spool");
  const std::string_view body = std::string_view(*text).substr(header.size());
  const JournalScan scan = scan_journal(body);
  for (const std::string_view record : scan.records)
    if (!use(record)) return {};
  if (scan.damaged || (scan.whole_bytes < body.size() && !tail_may_be_torn))
    return bad(path, "damaged at byte " + std::to_string(header.size() + scan.whole_bytes));
  return {};
}

Result<void> drop_folder(const std::string& path) {
  std::error_code failure;
  fs::remove_all(path, failure);
  if (failure) return Error{Error::Kind::Io, "cannot remove " + path + ": " + failure.message(), ""};
  return {};
}

// A damaged spool, for people to look at; one is kept. Failure costs nothing but the space.
void set_aside(const std::string& folder, const std::string& damaged) {
  std::error_code ignored;
  fs::remove_all(folder + "/damaged", ignored);
  fs::rename(damaged, folder + "/damaged", ignored);
}

// Folders of a renewal that was cut short.
void drop_strangers(const std::string& folder, const SpoolId& current) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename();
    if (name.size() == current.text.size() && name != current.text) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

struct SpoolFile::Loaded {
  std::uint64_t acked = 0;
  std::uint64_t first = 0;           // oldest event that is kept; 0: none
  std::vector<std::uint32_t> sizes;  // from `first` on

  SpoolFacts facts(const SpoolFile& spool) const {
    SpoolFacts facts{spool.id_, spool.next_seq_, acked, {}};
    const std::uint64_t skipped = first == 0 ? 0 : acked + 1 - first;
    facts.waiting_bytes.assign(sizes.begin() + static_cast<std::ptrdiff_t>(skipped), sizes.end());
    return facts;
  }
};

Result<SpoolFile> SpoolFile::create(const std::string& folder, const SpoolId& id, const Bounds& bounds) {
  SpoolFile spool(folder, id, bounds);
  if (auto made = make_folder(spool.own_folder(), 0700); !made) return made.error();
  if (auto begun = spool.begin_segment(); !begun) return begun.error();
  return spool;
}

Result<void> SpoolFile::make_current() const {
  return replace_file(folder_ + "/current", id_.text + "\n", 0600);
}

Result<SpoolFile::Opened> SpoolFile::open(const std::string& folder, const Bounds& bounds, Random& random,
                                          const See& see) {
  if (auto made = make_folder(folder, 0700); !made) return made.error();
  const auto current = read_file(folder + "/current", {.bytes_max = 64, .forbidden_mode = 077});
  const bool fresh = !current && current.error().kind == Error::Kind::NotFound;
  if (!current && !fresh) return current.error();
  const bool named = !fresh && current->size() == 33 && current->find_first_not_of("0123456789abcdef") == 32;
  SpoolFile old(folder, SpoolId{named ? current->substr(0, 32) : ""}, bounds);
  Loaded loaded;
  Result<void> read = named ? old.load(loaded, see) : bad(folder + "/current", "this is no spool id");
  if (read) {
    drop_strangers(folder, old.id());
    SpoolFacts facts = loaded.facts(old);
    return Opened{std::move(old), std::move(facts), ""};
  }
  if (!fresh && read.error().kind != Error::Kind::BadData && read.error().kind != Error::Kind::NotFound)
    return read.error();

  auto spool = create(folder, new_id(random), bounds);
  if (!spool) return spool.error();
  if (auto moved = spool->copy_from(old, loaded.acked); !moved) return moved.error();
  if (auto named_so = spool->make_current(); !named_so) return named_so.error();
  if (named) set_aside(folder, old.own_folder());
  SpoolFacts facts = spool->fresh_facts();
  return Opened{std::move(*spool), std::move(facts), fresh ? "" : read.error().message};
}

Result<void> SpoolFile::load(Loaded& loaded, const See& see) {
  const auto paths = list_folder(own_folder(), {kSuffix});
  if (!paths) return paths.error();
  if (paths->empty()) return bad(own_folder(), "its files are gone");
  next_seq_ = first_of(paths->front());
  loaded.acked = next_seq_ - 1;
  for (const std::string& path : *paths) {
    Segment segment{path, first_of(path), 0, {}};
    if (segment.first != next_seq_ || segment.first == 0) return bad(path, "events before it are missing");
    bool in_order = true;
    const auto take = [&](std::string_view record) {
      if (const auto upto = acked_in(record)) return loaded.acked = std::max(loaded.acked, *upto), true;
      const auto event = wire::decode_event(record);
      in_order = event && event->seq == next_seq_;
      if (!in_order) return false;
      if (loaded.first == 0) loaded.first = next_seq_;
      loaded.sizes.push_back(static_cast<std::uint32_t>(record.size()));
      segment.bytes += record.size();
      segment.newest = event->at;
      ++next_seq_;
      see(id_, *event);
      return true;
    };
    const bool is_last = &path == &paths->back();
    if (auto read = each_record(path, kind(), is_last, take); !read)
      return segments_.push_back(segment), read;
    segments_.push_back(std::move(segment));
    if (!in_order) return bad(path, "its events are not in order");
  }
  if (loaded.acked >= next_seq_) return bad(own_folder(), "it acknowledges events it does not have");
  auto writer = JournalFile::open({.path = segments_.back().path, .kind = kind(), .create = false});
  if (!writer) return writer.error();
  writer_ = std::move(writer->file);
  return {};
}

Result<void> SpoolFile::begin_segment() {
  if (writer_)
    if (auto synced = writer_->sync_all(); !synced) return synced;
  const std::string path = own_folder() + "/" + segment_name(next_seq_);
  auto opened = JournalFile::open({.path = path, .kind = kind()});
  if (!opened) return opened.error();
  writer_ = std::move(opened->file);
  segments_.push_back({path, next_seq_, 0, {}});
  return {};
}

Result<void> SpoolFile::append(const Event& event) {
  BALM_ASSERT(event.seq == next_seq_);
  if (writer_->bytes() >= bounds_.segment_bytes)
    if (auto begun = begin_segment(); !begun) return begun;
  const std::string record = wire::encode_event(event);
  if (auto appended = writer_->append(record); !appended) return appended;
  ++next_seq_;
  segments_.back().bytes += record.size();
  segments_.back().newest = event.at;
  return {};
}

Result<void> SpoolFile::sync() {
  return writer_->sync();
}

// Never worth a sync: when the note is lost with the host, the events are sent once more and the master knows
// them.
Result<void> SpoolFile::acked(std::uint64_t upto, WallTime now) {
  if (auto noted = writer_->append_hint(std::string(kAckedHead) + std::to_string(upto) + "}"); !noted)
    return noted;
  std::uint64_t kept_bytes = 0;
  for (std::size_t i = 0; i + 1 < segments_.size() && segments_[i + 1].first <= upto + 1; ++i)
    kept_bytes += segments_[i].bytes;
  while (segments_.size() > 1) {
    const Segment& oldest = segments_.front();
    const std::uint64_t last = segments_[1].first - 1;
    if (last > upto) break;
    const bool old = last + bounds_.kept_events <= upto || now - oldest.newest > bounds_.kept_for;
    if (!old && kept_bytes <= bounds_.kept_bytes) break;
    kept_bytes -= oldest.bytes;
    if (auto dropped = drop_folder(oldest.path); !dropped) return dropped;
    segments_.pop_front();
  }
  return {};
}

Result<std::vector<Event>> SpoolFile::read(std::uint64_t from) const {
  std::vector<Event> events;
  if (segments_.empty() || from < segments_.front().first || from >= next_seq_) return events;
  std::size_t bytes = 0;
  Result<void> understood;
  const auto take = [&](std::string_view record) {
    if (acked_in(record)) return true;
    auto event = wire::decode_event(record);
    if (!event) understood = event.error();
    if (!event || events.size() >= kReadEventsMax || bytes > kReadBytesMax) return false;
    if (event->seq < from) return true;
    bytes += record.size();
    events.push_back(std::move(*event));
    return true;
  };
  for (std::size_t i = 0; i < segments_.size() && events.empty(); ++i) {
    const bool is_last = i + 1 == segments_.size();
    if (!is_last && segments_[i + 1].first <= from) continue;
    if (auto read = each_record(segments_[i].path, kind(), is_last, take); !read) return read.error();
    if (!understood) return understood.error();
  }
  return events;
}

// What can be read of `old`, renumbered. Damage in it ends the copy, not the new spool.
Result<void> SpoolFile::copy_from(const SpoolFile& old, std::uint64_t acked) {
  Result<void> written;
  const auto take = [&](std::string_view record) {
    auto event = acked_in(record) ? Result<Event>(Event{}) : wire::decode_event(record);
    if (!event) return false;
    if (event->seq <= acked) return true;
    event->seq = next_seq_;
    written = append(*event);
    copied_sizes_.push_back(static_cast<std::uint32_t>(record.size()));
    return written.ok();
  };
  for (const Segment& segment : old.segments_) {
    const auto read = each_record(segment.path, old.kind(), true, take);
    if (!written) return written;
    if (!read) break;
  }
  return sync();
}

SpoolFacts SpoolFile::fresh_facts() const {
  return {id_, next_seq_, 0, copied_sizes_};
}

Result<SpoolFacts> SpoolFile::renew(const SpoolId& id, std::uint64_t acked) {
  auto spool = create(folder_, id, bounds_);
  if (!spool) return spool.error();
  if (auto moved = spool->copy_from(*this, acked); !moved) return moved.error();
  if (auto named = spool->make_current(); !named) return named.error();
  const std::string old = own_folder();
  *this = std::move(*spool);
  if (auto dropped = drop_folder(old); !dropped) return dropped.error();
  return fresh_facts();
}

}  // namespace balm::agent

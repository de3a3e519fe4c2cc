#include "master/keyring.h"

#include <algorithm>

namespace balm::master {
namespace {

Error no_key(std::string_view what) {
  return {Error::Kind::NotFound, "there is no key for \"" + std::string(what) + "\"", "balm keys list"};
}

}  // namespace

void Keyring::restore(KeyRow row) {
  std::string key = row.public_key;
  rows_.insert_or_assign(std::move(key), std::move(row));
}

const KeyRow* Keyring::find(std::string_view public_key) const {
  const auto row = rows_.find(public_key);
  return row == rows_.end() ? nullptr : &row->second;
}

const KeyRow* Keyring::accepted_for(std::string_view name) const {
  for (const auto& [key, row] : rows_)
    if (row.role == KeyRole::Agent && row.state == KeyState::Accepted && row.name == name) return &row;
  return nullptr;
}

Result<const KeyRow*> Keyring::look_up(std::string_view what) const {
  if (const KeyRow* row = accepted_for(what)) return row;
  std::vector<const KeyRow*> found;
  for (const auto& [key, row] : rows_)
    if (row.name == what || row.public_key == what || (what.size() >= 4 && row.fingerprint.starts_with(what)))
      found.push_back(&row);
  if (found.empty()) return no_key(what);
  // A host that was installed anew: what people have said no to is history beside a key that waits.
  const auto is_past = [](const KeyRow* row) {
    return row->state == KeyState::Rejected || row->state == KeyState::Revoked;
  };
  if (!std::ranges::all_of(found, is_past)) std::erase_if(found, is_past);
  if (found.size() == 1) return found.front();
  std::string message = "\"" + std::string(what) + "\" fits several keys:";
  for (const KeyRow* row : found)
    message += " " + row->fingerprint + " (" + std::string(to_text(row->state)) + ")";
  return Error{Error::Kind::NotFound, message, "name one by its fingerprint: balm keys show FINGERPRINT"};
}

Keyring::Knock Keyring::knocked(KeyRow seen) {
  const auto known = rows_.find(seen.public_key);
  if (known != rows_.end()) {
    KeyRow& row = known->second;
    const bool news =
        row.state == KeyState::Pending && (row.address != seen.address || row.name != seen.name);
    row.seen = seen.seen;
    if (!news) return {};
    row.address = seen.address;
    row.name = seen.name;
    return {&row, ""};
  }
  std::string dropped = count(KeyState::Pending) >= kPendingMax ? make_room() : "";
  if (accepted_for(seen.name) != nullptr) seen.note = "another key already speaks for this name";
  std::string key = seen.public_key;
  return {&rows_.emplace(std::move(key), std::move(seen)).first->second, std::move(dropped)};
}

std::string Keyring::make_room() {
  auto oldest = rows_.end();
  for (auto row = rows_.begin(); row != rows_.end(); ++row)
    if (row->second.state == KeyState::Pending &&
        (oldest == rows_.end() || row->second.seen < oldest->second.seen))
      oldest = row;
  std::string key = oldest->first;  // REQUIRES: some are pending
  rows_.erase(oldest);
  return key;
}

Result<const KeyRow*> Keyring::accept(std::string_view public_key) {
  const auto place = rows_.find(public_key);
  if (place == rows_.end()) return no_key(public_key);
  KeyRow& row = place->second;
  if (!valid_id(row.name))
    return Error{Error::Kind::Refused,
                 "the key claims the name \"" + row.name + "\", which is no valid host name",
                 "set `name:` in the agent's configuration ([a-z0-9._-], at most 64) and start it again"};
  const KeyRow* holder = accepted_for(row.name);
  if (holder != nullptr && holder != &row)
    return Error{
        Error::Kind::Refused,
        "another key already speaks for \"" + row.name + "\" (" + holder->fingerprint + ")",
        "if the host was reinstalled: balm keys revoke " + holder->fingerprint + " --reason reinstalled"};
  row.state = KeyState::Accepted;
  row.reason.clear();
  row.note.clear();
  return &row;
}

Result<const KeyRow*> Keyring::reject(std::string_view public_key, std::string reason) {
  const auto place = rows_.find(public_key);
  if (place == rows_.end()) return no_key(public_key);
  if (place->second.state == KeyState::Accepted)
    return Error{Error::Kind::Refused, "the key of " + place->second.name + " is accepted",
                 "balm keys revoke " + place->second.name + " --reason WHY"};
  place->second.state = KeyState::Rejected;
  place->second.reason = std::move(reason);
  return &place->second;
}

Result<const KeyRow*> Keyring::revoke(std::string_view public_key, std::string reason) {
  const auto place = rows_.find(public_key);
  if (place == rows_.end()) return no_key(public_key);
  if (place->second.state != KeyState::Accepted)
    return Error{Error::Kind::Refused,
                 "the key is " + std::string(to_text(place->second.state)) + ", not accepted",
                 "balm keys list"};
  place->second.state = KeyState::Revoked;
  place->second.reason = std::move(reason);
  return &place->second;
}

std::size_t Keyring::count(KeyState state) const {
  return static_cast<std::size_t>(std::count_if(
      rows_.begin(), rows_.end(), [&](const auto& entry) { return entry.second.state == state; }));
}

}  // namespace balm::master

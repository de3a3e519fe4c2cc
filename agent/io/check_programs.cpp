#include "agent/io/check_programs.h"

#include <utility>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/process_tree.h"
#include "common/document/check_text.h"

namespace balm::agent {
namespace {

bool privileged() {
  return geteuid() == 0;
}

// Who owns the folder can put programs in it: with rights at stake that is nobody but us. What else may be
// wrong with it is seen by its reader.
Result<void> check_owner(const std::string& folder) {
  struct stat facts {};
  if (stat(folder.c_str(), &facts) != 0) return {};  // no folder, no checks
  if (facts.st_uid == geteuid() || facts.st_uid == 0) return {};
  return Error{Error::Kind::Denied, folder + " belongs to user " + std::to_string(facts.st_uid),
               "chown root " + folder};
}

void add_limit(ProgramSpec& spec, int resource, std::uint64_t value) {
  if (value != 0) spec.limits.push_back({resource, static_cast<rlim_t>(value)});
}

std::uint64_t whole_seconds(Duration duration) {
  return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

}  // namespace

CheckProgram check_program(const CheckDocument& check, const std::optional<Account>& account) {
  CheckProgram program;
  program.timeout = check.timeout;
  program.spec.argv = check.argv;
  for (const auto& [name, value] : check.env) program.spec.environment[name] = value;
  program.spec.environment[kCheckMark] = check.name.text;
  program.spec.account = account;
  program.spec.first_to_go = true;
  add_limit(program.spec, RLIMIT_NOFILE, check.limits.open_files);
  add_limit(program.spec, RLIMIT_AS, check.limits.memory_bytes);
  add_limit(program.spec, RLIMIT_FSIZE, check.limits.file_bytes);
  add_limit(program.spec, RLIMIT_NPROC, check.limits.processes);
  add_limit(program.spec, RLIMIT_CPU, whole_seconds(check.limits.cpu));
  program.spec.limits.push_back({RLIMIT_CORE, 0});
  return program;
}

Result<void> CheckPrograms::load() {
  if (auto safe = check_owner(path_); !safe) return safe;
  const auto checks = folder_.read();
  if (!checks) return checks.error();
  if (!checks->ok()) return Error{Error::Kind::BadData, render(checks->issues), {}};
  programs_.clear();
  taken_.clear();
  for (const CheckDocument& check : checks->value) {
    taken_.insert(check.name);
    if (check.enabled) programs_.insert_or_assign(check.name, program_for(check));
  }
  return {};
}

void CheckPrograms::hand(const std::vector<std::string>& texts) {
  handed_.clear();
  for (const std::string& text : texts) {
    const Parsed<CheckDocument> check = read_check_text(text, nullptr);
    if (check.ok()) handed_.insert_or_assign(check.value.name, program_for(check.value));
  }
}

Result<CheckProgram> CheckPrograms::program_for(const CheckDocument& check) const {
  const auto account = account_for(check);
  if (!account) return account.error();
  return check_program(check, *account);
}

// Without root everything runs as the one user there is, unless a check asks for another by name.
Result<std::optional<Account>> CheckPrograms::account_for(const CheckDocument& check) const {
  if (!privileged() && check.run_as.empty()) return std::optional<Account>();
  const std::string& name = check.run_as.empty() ? check_user_ : check.run_as;
  auto account = find_account(name);
  if (!account && check.run_as.empty())
    return Error{account.error().kind,
                 "there is no user " + name + " to run checks as: make it, or set check_user",
                 {}};
  if (!account) return account.error();
  if (account->user == geteuid()) return std::optional<Account>();
  if (privileged()) return std::optional(std::move(*account));
  return Error{Error::Kind::Denied, "only root can run checks as " + name, {}};
}

Result<CheckProgram> CheckPrograms::find(const CheckName& check) const {
  const Programs& source = taken_.contains(check) ? programs_ : handed_;
  const auto place = source.find(check);
  if (place != source.end()) return place->second;
  return Error{Error::Kind::NotFound, "there is no check " + check.text + " in " + path_, {}};
}

}  // namespace balm::agent

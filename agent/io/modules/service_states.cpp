#include "agent/io/modules/service_states.h"

#include <utility>

#include "agent/io/modules/service_provider.h"

namespace balm::agent::modules {

namespace {

using Provider = std::shared_ptr<ServiceProvider>;  // shared: a plan is copied around, with what it will call

struct Service {
  Provider provider;
  ServiceStatus status;
};

std::string by(const Service& service) {
  return " (" + std::string(service.provider->kind()) + ")";
}

std::string with_detail(const Result<ServiceStatus>& status) {
  return status && !status->detail.empty() ? ", " + status->detail : "";
}

Result<Service> find_service(const ModuleCall& call, const HostSettings& host) {
  auto provider = provider_for(call, host);
  if (!provider) return provider.error();
  Service service{Provider(std::move(*provider)), {}};
  auto status = service.provider->status();
  if (!status) return status.error();
  service.status = *status;
  if (!status->known)
    return Error{Error::Kind::NotFound, "The named service " + call.name + " is not available" + by(service),
                 ""};
  return service;
}

// Sets whether it starts with the host, where that is asked for and not so. Adds to the changes.
Result<void> set_enabled(const Service& service, const ModuleCall& call, ValueMap& changes) {
  if (call["enable"].is_null() || service.status.enabled == call["enable"].bool_or()) return {};
  if (auto done = service.provider->enable(call["enable"].bool_or()); !done) return done;
  changes[Value("enabled")] = Value(call["enable"].bool_or());
  return {};
}

bool must_set_enabled(const Service& service, const ModuleCall& call) {
  return !call["enable"].is_null() && service.status.enabled != call["enable"].bool_or();
}

struct Deed {
  const char* verb;  // "Started service"
  Result<void> (ServiceProvider::*act)();
  bool running_after;
};

// Does it, and looks whether it is so then.
ModuleReport carry_out(const Service& service, const ModuleCall& call, const Deed& deed) {
  if (auto acted = (service.provider.get()->*deed.act)(); !acted)
    return failure(acted.error().message + by(service));
  auto status = service.provider->status();
  ValueMap changes;
  changes[Value(call.name)] = Value(deed.running_after);
  if (auto enabled = set_enabled(service, call, changes); !enabled)
    return failure(enabled.error().message + by(service));
  if (!status || status->running != deed.running_after) {
    ModuleReport report = failure("Service " + call.name +
                                  (deed.running_after ? " failed to start" : " failed to die") + by(service));
    report.changes = Value(std::move(changes));
    return report;
  }
  return success(std::string(deed.verb) + " " + call.name + by(service) + with_detail(status),
                 Value(std::move(changes)));
}

ModuleReport only_enable(const Service& service, const ModuleCall& call) {
  ValueMap changes;
  if (auto enabled = set_enabled(service, call, changes); !enabled)
    return failure(enabled.error().message + by(service));
  const bool on = call["enable"].bool_or();
  return success("Service " + call.name + " has been " + (on ? "enabled" : "disabled") + by(service),
                 Value(std::move(changes)));
}

Plan plan_deed(Service service, const ModuleCall& call, std::string comment, Deed deed) {
  const Value changes = Value::map({{call.name, deed.running_after}});
  comment += by(service);
  return would(std::move(comment), changes,
               [service = std::move(service), &call, deed] { return carry_out(service, call, deed); });
}

constexpr Deed kStart{"Started service", &ServiceProvider::start, true};
constexpr Deed kStop{"Stopped service", &ServiceProvider::stop, false};
constexpr Deed kRestart{"Restarted service", &ServiceProvider::restart, true};
constexpr Deed kReload{"Reloaded service", &ServiceProvider::reload, true};

Plan plan_boot(const ModuleCall& call, const HostSettings& host, bool on) {
  auto service = find_service(call, host);
  if (!service) return failed(service.error().message);
  const std::string state = on ? "enabled" : "disabled";
  if (service->status.enabled == on)
    return done("Service " + call.name + " is already " + state + ", and is in the desired state" +
                by(*service));
  return would("Service " + call.name + " set to be " + state + by(*service), Value::map({{call.name, true}}),
               [service = *service, &call, on, state] {
                 if (auto set = service.provider->enable(on); !set)
                   return failure(set.error().message + by(service));
                 return success("Service " + call.name + " has been " + state +
                                    ", and is in the desired state" + by(service),
                                Value::map({{call.name, true}}));
               });
}

}  // namespace

Plan service_running(const ModuleCall& call, const HostSettings& host) {
  auto service = find_service(call, host);
  if (!service) return failed(service.error().message);
  if (call.watched && service->status.running) {
    const bool reload = call["reload"].bool_or();
    return plan_deed(*service, call, "Service is set to be " + std::string(reload ? "reloaded" : "restarted"),
                     reload ? kReload : kRestart);
  }
  if (!service->status.running)
    return plan_deed(*service, call, "Service " + call.name + " is set to start", kStart);
  if (!must_set_enabled(*service, call))
    return done("The service " + call.name + " is already running" + by(*service) +
                with_detail(service->status));
  return would("Service " + call.name + " would be " + (call["enable"].bool_or() ? "enabled" : "disabled") +
                   by(*service),
               Value::map({{"enabled", call["enable"]}}),
               [service = *service, &call] { return only_enable(service, call); });
}

Plan service_dead(const ModuleCall& call, const HostSettings& host) {
  auto provider = provider_for(call, host);
  if (!provider) return failed(provider.error().message);
  Service service{Provider(std::move(*provider)), {}};
  auto status = service.provider->status();
  if (!status) return failed(status.error().message);
  service.status = *status;
  if (!status->known) return done("The named service " + call.name + " is not available" + by(service));
  if (status->running || status->leftovers > 0)
    return plan_deed(service, call, "Service " + call.name + " is set to be killed", kStop);
  if (must_set_enabled(service, call))
    return would("Service " + call.name + " would be " + (call["enable"].bool_or() ? "enabled" : "disabled") +
                     by(service),
                 Value::map({{"enabled", call["enable"]}}),
                 [service, &call] { return only_enable(service, call); });
  return done("The service " + call.name + " is already dead" + by(service));
}

Plan service_restarted(const ModuleCall& call, const HostSettings& host) {
  auto service = find_service(call, host);
  if (!service) return failed(service.error().message);
  return plan_deed(*service, call, "Service " + call.name + " is set to be restarted", kRestart);
}

Plan service_reloaded(const ModuleCall& call, const HostSettings& host) {
  auto service = find_service(call, host);
  if (!service) return failed(service.error().message);
  if (!service->status.running)
    return failed("Service " + call.name + " does not run and cannot reload" + by(*service));
  return plan_deed(*service, call, "Service " + call.name + " is set to be reloaded", kReload);
}

Plan service_enabled(const ModuleCall& call, const HostSettings& host) {
  return plan_boot(call, host, true);
}

Plan service_disabled(const ModuleCall& call, const HostSettings& host) {
  return plan_boot(call, host, false);
}

std::optional<bool> service_runs(const std::string& name, const HostSettings& host) {
  ModuleCall call;
  call.name = name;
  call.arguments = Value(ValueMap{});
  auto service = find_service(call, host);
  return service ? std::optional(service->status.running) : std::nullopt;
}

}  // namespace balm::agent::modules

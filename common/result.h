// Result<T>: a value, or an Error that must be looked at. For everything the world can do wrong (users,
// hosts, disks, networks). Library exceptions are turned into a Result in the adapter file that calls the
// library.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "common/invariant.h"

namespace balm {

// What went wrong, for a program and for a tired operator.
struct Error {
  enum class Kind {
    Usage,        // the caller asked for something that cannot be meant
    NotFound,     // no such thing, or an ambiguous name
    Denied,       // not allowed
    Unreachable,  // the other side does not answer
    TimedOut,
    Refused,  // a guard rail or a missing confirmation stopped it
    BadData,  // bytes that should have been well formed are not
    Io,       // disk, file or process trouble
  };
  Kind kind = Kind::Io;
  std::string message;  // one sentence: what happened and, if known, why
  std::string hint;     // optional: the command or change that helps

  bool operator==(const Error&) const = default;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor): reads as `return value;`
  Result(Error error)
      : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor): reads as `return error;`

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok()
  T& value() & { return require(), std::get<T>(state_); }
  const T& value() const& { return require(), std::get<T>(state_); }
  T&& value() && { return require(), std::get<T>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok()
  const Error& error() const {
    BALM_ASSERT(!ok());
    return std::get<Error>(state_);
  }

 private:
  void require() const { BALM_ASSERT(ok()); }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }

  // REQUIRES: !ok()
  const Error& error() const {
    BALM_ASSERT(!ok_);
    return error_;
  }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace balm

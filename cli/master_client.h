// What `balm` asks the master, and how it gets the answers. The verbs are in docs/OPERATOR.md.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "common/instant.h"
#include "common/result.h"
#include "common/value.h"

namespace balm::cli {

class MasterClient {
 public:
  virtual ~MasterClient() = default;

  // One question, one answer. Errors: what the master says, or Unreachable / Denied / TimedOut with the
  // reason.
  virtual Result<Value> ask(std::string_view verb, const Value& args) = 0;

  enum class Go { On, Stop };
  using OnPart = std::function<Go(const Value& part)>;

  enum class End {
    Finished,     // the master said so; `last` is its closing data
    Stopped,      // on_part() wanted no more
    Interrupted,  // Ctrl-C
  };
  struct Stream {
    End end = End::Finished;
    Value last;
  };
  // A stream of parts. Bound in time only by `longest` (zero: not at all; TimedOut when it is over). Survives
  // a restart of the master when `resume` is set: the question is asked again, with the arguments it returns.
  struct Following {
    Duration longest{};
    std::function<Value()> resume;
  };
  virtual Result<Stream> follow(std::string_view verb, const Value& args, const OnPart& on_part,
                                const Following& following) = 0;
};

}  // namespace balm::cli

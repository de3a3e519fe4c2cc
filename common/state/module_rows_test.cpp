// test: steps that do nothing, for trying out requisites.
#include "common/state/module_rows.h"

namespace balm {

namespace {

using Type = ArgumentType;

constexpr std::string_view kNameDoc = "a label";
constexpr ArgumentRow kComment[] = {{"comment", Type::Text, "", "what the result says"}};
constexpr ArgumentRow kConfigurable[] = {
    {"changes", Type::Bool, "true", "whether it pretends to have changed something"},
    {"comment", Type::Text, "", "what the result says"},
    {"result", Type::Bool, "true", "how it ends"},
};
constexpr ArgumentRow kText[] = {{"text", Type::Text, "", "what to say", true}};

constexpr FunctionRow kRows[] = {
    {.name = "test.configurable_test_state",
     .doc = "Ends as it is told to.",
     .name_doc = kNameDoc,
     .arguments = kConfigurable,
     .example = "a step:\n  test.configurable_test_state:\n    - changes: false\n    - result: true\n",
     .can_watch = true},
    {.name = "test.fail_with_changes",
     .doc = "Fails and pretends to have changed something.",
     .name_doc = kNameDoc,
     .arguments = kComment,
     .example = "a step: test.fail_with_changes\n",
     .can_watch = true},
    {.name = "test.fail_without_changes",
     .doc = "Fails.",
     .name_doc = kNameDoc,
     .arguments = kComment,
     .example = "a step: test.fail_without_changes\n",
     .can_watch = true},
    {.name = "test.nop",
     .doc = "Does nothing and succeeds.",
     .name_doc = kNameDoc,
     .arguments = kComment,
     .example = "a step: test.nop\n",
     .can_watch = true},
    {.name = "test.show_notification",
     .doc = "Says something in its comment.",
     .name_doc = kNameDoc,
     .arguments = kText,
     .example = "a word of warning:\n  test.show_notification:\n    - text: this host is old\n",
     .can_watch = true},
    {.name = "test.succeed_with_changes",
     .doc = "Succeeds and pretends to have changed something.",
     .name_doc = kNameDoc,
     .arguments = kComment,
     .example = "a step: test.succeed_with_changes\n",
     .can_watch = true},
    {.name = "test.succeed_without_changes",
     .doc = "Succeeds.",
     .name_doc = kNameDoc,
     .arguments = kComment,
     .example = "a step: test.succeed_without_changes\n",
     .can_watch = true},
};

}  // namespace

std::span<const FunctionRow> test_rows() {
  return kRows;
}

}  // namespace balm

// The implementations behind the function table. Each expects the kinds of its signature (see
// function_table.h) and gives a value or an error; none does I/O. Results longer than limits::kValueBytesMax
// are errors.
#pragma once

#include <string>

#include "common/expression/function_table.h"

namespace balm::expression::functions {

inline Outcome fail(std::string message) {
  return EvalError{std::move(message)};
}

// functions_core.cpp
Outcome size(Arguments, const Scope&);
Outcome contains(Arguments, const Scope&);
Outcome starts_with(Arguments, const Scope&);
Outcome ends_with(Arguments, const Scope&);
Outcome matches(Arguments, const Scope&);
Outcome type(Arguments, const Scope&);
Outcome same(Arguments, const Scope&);  // identity: dyn(x), int(int) ...
Outcome base64_encode(Arguments, const Scope&);
Outcome base64_decode(Arguments, const Scope&);

// functions_convert.cpp
Outcome to_bool(Arguments, const Scope&);
Outcome to_bytes(Arguments, const Scope&);
Outcome to_double(Arguments, const Scope&);
Outcome to_duration(Arguments, const Scope&);
Outcome to_int(Arguments, const Scope&);
Outcome to_string(Arguments, const Scope&);
Outcome to_timestamp(Arguments, const Scope&);
Outcome to_uint(Arguments, const Scope&);

// functions_time.cpp; the optional last argument is a time zone
Outcome get_date(Arguments, const Scope&);
Outcome get_day_of_month(Arguments, const Scope&);
Outcome get_day_of_week(Arguments, const Scope&);
Outcome get_day_of_year(Arguments, const Scope&);
Outcome get_full_year(Arguments, const Scope&);
Outcome get_hours(Arguments, const Scope&);
Outcome get_milliseconds(Arguments, const Scope&);
Outcome get_minutes(Arguments, const Scope&);
Outcome get_month(Arguments, const Scope&);
Outcome get_seconds(Arguments, const Scope&);

// functions_text.cpp; indexes and lengths count code points
Outcome char_at(Arguments, const Scope&);
Outcome index_of(Arguments, const Scope&);
Outcome join(Arguments, const Scope&);
Outcome last_index_of(Arguments, const Scope&);
Outcome lower_ascii(Arguments, const Scope&);
Outcome quote(Arguments, const Scope&);
Outcome replace(Arguments, const Scope&);
Outcome reverse_text(Arguments, const Scope&);
Outcome split(Arguments, const Scope&);
Outcome substring(Arguments, const Scope&);
Outcome trim(Arguments, const Scope&);
Outcome upper_ascii(Arguments, const Scope&);

// text_format.cpp
Outcome format(Arguments, const Scope&);

// functions_math.cpp
Outcome absolute(Arguments, const Scope&);
Outcome bit_and(Arguments, const Scope&);
Outcome bit_not(Arguments, const Scope&);
Outcome bit_or(Arguments, const Scope&);
Outcome bit_shift_left(Arguments, const Scope&);
Outcome bit_shift_right(Arguments, const Scope&);
Outcome bit_xor(Arguments, const Scope&);
Outcome ceil(Arguments, const Scope&);
Outcome floor(Arguments, const Scope&);
Outcome greatest(Arguments, const Scope&);
Outcome is_finite(Arguments, const Scope&);
Outcome is_inf(Arguments, const Scope&);
Outcome is_nan(Arguments, const Scope&);
Outcome least(Arguments, const Scope&);
Outcome round(Arguments, const Scope&);
Outcome sign(Arguments, const Scope&);
Outcome sqrt(Arguments, const Scope&);
Outcome trunc(Arguments, const Scope&);

// functions_list.cpp
Outcome distinct(Arguments, const Scope&);
Outcome first(Arguments, const Scope&);
Outcome flatten(Arguments, const Scope&);
Outcome last(Arguments, const Scope&);
Outcome range(Arguments, const Scope&);
Outcome reverse_list(Arguments, const Scope&);
Outcome set_contains(Arguments, const Scope&);
Outcome set_equivalent(Arguments, const Scope&);
Outcome set_intersects(Arguments, const Scope&);
Outcome slice(Arguments, const Scope&);
Outcome sort(Arguments, const Scope&);

// functions_optional.cpp
Outcome optional_of(Arguments, const Scope&);
Outcome optional_of_non_zero(Arguments, const Scope&);
Outcome optional_none(Arguments, const Scope&);
Outcome optional_has_value(Arguments, const Scope&);
Outcome optional_value(Arguments, const Scope&);
Outcome optional_or(Arguments, const Scope&);
Outcome optional_or_value(Arguments, const Scope&);
Outcome optional_unwrap(Arguments, const Scope&);

// functions_network.cpp
Outcome ip_from_text(Arguments, const Scope&);
Outcome ip_of_cidr(Arguments, const Scope&);
Outcome is_ip(Arguments, const Scope&);
Outcome is_canonical(Arguments, const Scope&);
Outcome family(Arguments, const Scope&);
Outcome is_global_unicast(Arguments, const Scope&);
Outcome is_link_local_multicast(Arguments, const Scope&);
Outcome is_link_local_unicast(Arguments, const Scope&);
Outcome is_loopback(Arguments, const Scope&);
Outcome is_unspecified(Arguments, const Scope&);
Outcome cidr_from_text(Arguments, const Scope&);
Outcome is_cidr(Arguments, const Scope&);
Outcome contains_ip(Arguments, const Scope&);
Outcome contains_cidr(Arguments, const Scope&);
Outcome masked(Arguments, const Scope&);
Outcome prefix_length(Arguments, const Scope&);

// functions_balm.cpp
Outcome ago(Arguments, const Scope&);
Outcome hosts(Arguments, const Scope&);
Outcome human(Arguments, const Scope&);
Outcome shell_quote(Arguments, const Scope&);

}  // namespace balm::expression::functions

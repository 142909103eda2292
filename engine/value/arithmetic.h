// Arithmetic of the language on Values: + - * / % ^ and the unary minus. (Columns: arithmetic_kernels.h.)
//
//   left, right         answer
//   null with anything  null
//   two integers        an integer; one that leaves int64 is an ArithmeticError, IntegerOverflow;
//                       / and % cut toward zero, by zero they are an ArithmeticError, DivisionByZero
//   a float in it       a float after IEEE 754: x / 0.0 is an infinity or NaN, no error
//   ^                   always a float
//   string +            string + string; with a number or boolean its text is appended or prepended
//   list +              list + list; with any other value that value is appended or prepended
//   anything else       TypeError, InvalidArgumentType
//
// A text or list past `value_bytes_max` is a ResourceExhausted error, ValueTooLarge.
#pragma once

#include "base/expected.h"
#include "engine/value/value.h"

namespace cairn {

Expected<Value> add(const Value& left, const Value& right);
Expected<Value> subtract(const Value& left, const Value& right);
Expected<Value> multiply(const Value& left, const Value& right);
Expected<Value> divide(const Value& left, const Value& right);
Expected<Value> modulo(const Value& left, const Value& right);
Expected<Value> power(const Value& left, const Value& right);
Expected<Value> negate(const Value& operand);

// The errors above, for others who compute with integers. `operation` reads "9223372036854775807 + 1".
Error integer_overflow(std::string_view operation);
Error division_by_zero(std::string_view operation);

// Refuses a string of `bytes` before it is built.
Expected<void> check_string_size(std::size_t bytes);

}  // namespace cairn

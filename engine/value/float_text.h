// Floats as text: the shortest digits that read back as the same double, in the layouts Cairn writes.
#pragma once

#include <string>

namespace cairn {

// As toString() and literals show it: 1.0, 0.001, 1.0E-4, 1.2345678E7, 1.0E7, -0.0, NaN, Infinity, -Infinity. From
// 10^-3 up to 10^7 as a plain decimal, otherwise with one digit before the point and an exponent.
void append_float_text(std::string& out, double value);

// As typed and plain JSON write it: 1.0, 0.0001, 1e-05, 123456789.0, 1e+16, -0.0; NaN, Infinity and
// -Infinity, without quotes. From 10^-4 up to 10^16 as a plain decimal.
void append_float_json(std::string& out, double value);

}  // namespace cairn

// The errors of bytes that were read and cannot be understood.
#pragma once

#include "base/expected.h"
#include "storage/keys.h"

#include <string_view>

namespace cairn::storage {

// StorageError/Damaged: the value of `key` cannot be decoded.
Error damaged_error(Family family, std::string_view key);

}  // namespace cairn::storage

// The nodes that have one label, 4,096 consecutive ids a block.
//
//   label block:  | u8 version = 1 | u8 form | varint count | content | section … |
//   form:         bit 0: 0 array, 1 bitmap   bit 1: sections follow, as in record_codec.h
//   array:        | u16 little-endian: id - first id of the block … ascending |
//   bitmap:       | 512 bytes, bit i of byte i / 8 |
//   An array while that is shorter. Do not renumber.
#pragma once

#include "storage/ids.h"
#include "storage/keys.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::storage {

// A decoded block: bit i is the node `block * 4096 + i`.
struct LabelBlock {
  std::bitset<label_block_ids> members;
  std::string sections;

  friend bool operator==(const LabelBlock&, const LabelBlock&) = default;
};

void append_label_block(std::string& out, const LabelBlock& block);

// Nothing if the bytes are damaged.
std::optional<LabelBlock> parse_label_block(std::string_view bytes);

// Whether member `offset` is in the block, without decoding all of it; nothing if the bytes are damaged.
std::optional<bool> label_block_contains(std::string_view bytes, std::uint32_t offset);

}  // namespace cairn::storage

#include "storage/label_block.h"

#include "storage/varint.h"

namespace cairn::storage {

namespace {

constexpr std::uint8_t label_block_version = 1;
constexpr unsigned form_bitmap = 1;
constexpr unsigned form_has_sections = 2;
constexpr unsigned forms_known = 3;
constexpr std::size_t bitmap_bytes = label_block_ids / 8;

struct Parts {
  bool bitmap = false;
  std::uint64_t count = 0;
  std::string_view content;
  std::string_view sections;
};

std::optional<Parts> split(std::string_view bytes) {
  std::uint8_t version = 0;
  std::uint8_t form = 0;
  Parts parts;
  if (!take_byte(bytes, version) || version != label_block_version) return std::nullopt;
  if (!take_byte(bytes, form) || form > forms_known) return std::nullopt;
  parts.bitmap = (form & form_bitmap) != 0;
  if (!take_varint(bytes, parts.count) || parts.count > label_block_ids) return std::nullopt;
  if (!take_bytes(bytes, parts.bitmap ? bitmap_bytes : parts.count * 2, parts.content)) return std::nullopt;
  parts.sections = bytes;
  if (((form & form_has_sections) != 0) == bytes.empty()) return std::nullopt;
  return parts;
}

unsigned offset_at(std::string_view content, std::size_t i) {
  return static_cast<unsigned char>(content[2 * i]) |
         static_cast<unsigned>(static_cast<unsigned char>(content[2 * i + 1])) << 8U;
}

}  // namespace

void append_label_block(std::string& out, const LabelBlock& block) {
  const std::size_t count = block.members.count();
  const bool bitmap = count * 2 > bitmap_bytes;
  out.push_back(static_cast<char>(label_block_version));
  out.push_back(static_cast<char>((bitmap ? form_bitmap : 0U) | (block.sections.empty() ? 0U : form_has_sections)));
  append_varint(out, count);
  const std::size_t content = out.size();
  if (bitmap) out.append(bitmap_bytes, '\0');
  for (std::size_t i = block.members._Find_first(); i < label_block_ids; i = block.members._Find_next(i)) {
    if (bitmap) {
      char& byte = out[content + i / 8];
      byte = static_cast<char>(static_cast<unsigned char>(byte) | (1U << (i % 8)));
    } else {
      out.push_back(static_cast<char>(i & 0xFFU));
      out.push_back(static_cast<char>(i >> 8U));
    }
  }
  out += block.sections;
}

std::optional<LabelBlock> parse_label_block(std::string_view bytes) {
  const auto parts = split(bytes);
  if (!parts) return std::nullopt;
  LabelBlock block;
  block.sections = parts->sections;
  if (parts->bitmap) {
    for (std::size_t i = 0; i < label_block_ids; ++i) {
      if ((static_cast<unsigned char>(parts->content[i / 8]) >> (i % 8) & 1U) != 0) block.members.set(i);
    }
  } else {
    for (std::size_t i = 0; i < parts->count; ++i) {
      const unsigned offset = offset_at(parts->content, i);
      if (offset >= label_block_ids) return std::nullopt;
      block.members.set(offset);
    }
  }
  if (block.members.count() != parts->count) return std::nullopt;
  return block;
}

std::optional<bool> label_block_contains(std::string_view bytes, std::uint32_t offset) {
  const auto parts = split(bytes);
  if (!parts || offset >= label_block_ids) return std::nullopt;
  if (parts->bitmap) return (static_cast<unsigned char>(parts->content[offset / 8]) >> (offset % 8) & 1U) != 0;
  std::size_t begin = 0;
  std::size_t end = parts->count;
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (offset_at(parts->content, middle) < offset) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin < parts->count && offset_at(parts->content, begin) == offset;
}

}  // namespace cairn::storage

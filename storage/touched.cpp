#include "storage/touched.h"

#include "storage/varint.h"

namespace cairn::storage {

void append_touched(std::string& out, const Touched& touched) {
  out.push_back(touched.everything ? '\x01' : '\0');
  append_varint(out, touched.ids.size());
  for (const auto& [thing, ids] : touched.ids) {
    out.push_back(static_cast<char>(thing.kind));
    append_varint(out, thing.token);
    append_varint(out, ids.size());
    EntityId previous = 0;
    for (const EntityId id : ids) {
      append_varint(out, id - previous);
      previous = id;
    }
  }
}

std::optional<Touched> parse_touched(std::string_view bytes) {
  Touched touched;
  std::uint8_t everything = 0;
  std::uint64_t things = 0;
  if (!take_byte(bytes, everything) || !take_varint(bytes, things)) return std::nullopt;
  touched.everything = everything != 0;
  for (std::uint64_t i = 0; i < things; ++i) {
    std::uint8_t kind = 0;
    Thing thing;
    std::uint64_t count = 0;
    if (!take_byte(bytes, kind) || kind > static_cast<std::uint8_t>(Thing::Kind::Lists)) return std::nullopt;
    thing.kind = static_cast<Thing::Kind>(kind);
    if (!take_varint32(bytes, thing.token) || !take_varint(bytes, count) || count > bytes.size()) return std::nullopt;
    std::vector<EntityId>& ids = touched.ids[thing];
    EntityId id = 0;
    for (std::uint64_t k = 0; k < count; ++k) {
      std::uint64_t delta = 0;
      if (!take_varint(bytes, delta)) return std::nullopt;
      id += delta;
      ids.push_back(id);
    }
  }
  if (!bytes.empty()) return std::nullopt;
  return touched;
}

}  // namespace cairn::storage

// The numbers by which storage names things.
//
// A node and a relationship each have an id that is given in commit order by the one writer and never
// used again, also not after a rollback. (Only a transaction that ends with its process leaves no trace, and its
// ids neither.) Labels, relationship types and property keys are names that
// become small numbers (tokens) once; a token is never renumbered. Numbers on disk are the same as in
// memory: ids take six bytes in keys, tokens four.
#pragma once

#include <cstdint>
#include <limits>

namespace cairn::storage {

using NodeId = std::uint64_t;          // below `id_limit`; counted from 0
using RelationshipId = std::uint64_t;  // below `id_limit`; counted from 0, apart from nodes
using EntityId = std::uint64_t;        // either, where an EntityKind stands beside it

using LabelToken = std::uint32_t;  // from 1
using TypeToken = std::uint32_t;   // from 1
using KeyToken = std::uint32_t;    // from 1
using IndexId = std::uint32_t;     // from 1; never used again

using CommitNumber = std::uint64_t;  // dense, from 1; 0 is the empty database

inline constexpr std::uint64_t id_limit = std::uint64_t{1} << 48U;
inline constexpr std::uint64_t no_id = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint32_t no_token = 0;

// Not a label that has a name: the set of all nodes, so that a scan of everything is a label scan.
inline constexpr LabelToken label_exists = 0;

// Which end of a relationship a node is. `Both` is a question, never stored. Stored as u8: do not renumber.
enum class Direction : std::uint8_t { Outgoing = 0, Incoming = 1, Both = 2 };

// Stored as u8: do not renumber.
enum class EntityKind : std::uint8_t { Node = 0, Relationship = 1 };

// The three name spaces of tokens. Stored as u8: do not renumber.
enum class TokenKind : std::uint8_t { Label = 0, Type = 1, Key = 2 };

}  // namespace cairn::storage

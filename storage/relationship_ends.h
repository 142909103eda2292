// Type and ends of a relationship.
#pragma once

#include "storage/ids.h"

namespace cairn::storage {

// The fixed part of a relationship. Of one that the reading transaction has deleted only `exists` is false, the
// rest is as it was; of one that never existed the other members are meaningless.
struct RelationshipEnds {
  NodeId source = no_id;
  NodeId target = no_id;
  TypeToken type = no_token;
  bool exists = false;

  friend bool operator==(const RelationshipEnds&, const RelationshipEnds&) = default;
};

}  // namespace cairn::storage

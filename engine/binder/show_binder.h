// Binds SHOW as the query it stands for:
//
//   SHOW INDEXES YIELD name AS n ORDER BY n WHERE … RETURN …
//   CALL show.indexes() YIELD name AS n WITH n ORDER BY n WHERE … RETURN …
#pragma once

#include "engine/binder/bind_state.h"

namespace cairn::engine {

BoundQuery bind_show(BindState& state, const ast::Show& show, ast::Span span);

}  // namespace cairn::engine

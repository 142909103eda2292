// Scripts: cutting a text of many statements into its statements, as it is read.
//
//   cairn::StatementSplitter splitter;
//   splitter.feed(block);                       // again and again, then splitter.finish()
//   while (auto piece = splitter.next()) {      // an Expected: a statement may be too long
//     if (!*piece) break;                       // more text is needed
//     session->run((*piece)->text);
//   }
//
// The parser does the work; this header gives its splitter to those who use the engine's interface only.
#pragma once

#include "parser/statement_splitter.h"

namespace cairn {

using parser::ScriptPiece;
using parser::ScriptPieceKind;
using parser::SplitLimits;
using parser::StatementSplitter;

}  // namespace cairn

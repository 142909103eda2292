// A script in pieces of any size has the statements of the whole script, at the same places.
#include "parser/statement_splitter.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cairn;

struct Piece {
  std::string text;
  std::uint64_t offset = 0;
  TextPosition position;

  friend bool operator==(const Piece&, const Piece&) = default;
};

void take_pieces(parser::StatementSplitter& splitter, std::vector<Piece>& pieces) {
  while (true) {
    const auto piece = splitter.next();
    if (!piece) {
      pieces.push_back({"error", 0, piece.error().position.value_or(TextPosition{})});
      continue;
    }
    if (!*piece) return;
    pieces.push_back({std::string((*piece)->text), (*piece)->offset, (*piece)->position});
  }
}

std::vector<Piece> split(std::string_view script, std::size_t block_bytes) {
  parser::StatementSplitter splitter;
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < script.size(); at += block_bytes) {
    splitter.feed(script.substr(at, block_bytes));
    take_pieces(splitter, pieces);
  }
  splitter.finish();
  take_pieces(splitter, pieces);
  return pieces;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view script(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t block_bytes = data[0] % 16 + 1U;
  if (split(script, script.size()) != split(script, block_bytes)) std::abort();
  return 0;
}

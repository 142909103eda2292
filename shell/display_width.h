// How many columns of a terminal a text takes, and how to cut it there.
//
// The unit is the grapheme cluster, what a person sees as one character: it takes the columns of its widest code
// point, so that a letter with accents counts one and a family of emoji two. Bytes that are not UTF-8 count one each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cairn::shell {

// Columns that `text` takes. Control characters count none: see `printable`.
std::size_t display_width(std::string_view text);

// The longest beginning of `text`, in whole clusters, that takes at most `width` columns.
std::string_view fitting_prefix(std::string_view text, std::size_t width);

// `text` itself if it takes at most `width` columns, otherwise its beginning and "…".
std::string shortened(std::string_view text, std::size_t width);

// `text` in lines of at most `width` columns, broken at spaces; what has no space is not broken. The first line begins
// at column `first_column`, the others behind `indent` spaces.
std::string wrapped(std::string_view text, std::size_t width, std::size_t first_column, std::size_t indent);

// `text` with control characters, line and paragraph separators, invisible characters such as a byte order mark, and
// bytes that are not UTF-8 written as escapes (\n, \t, \u001b, \ufeff, \xff), so that data cannot move the cursor or
// colour the screen, and nobody looks for what cannot be seen. Joiners, which belong to letters and emoji, stay.
std::string printable(std::string_view text);

// `text` as it stands on one line of a terminal: tabs are spaces up to the next multiple of 8 columns, everything else
// as in `printable`.
std::string printable_source(std::string_view text);

}  // namespace cairn::shell

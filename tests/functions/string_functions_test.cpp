#include "tests/functions/function_call.h"

namespace cairn::engine {
namespace {

using namespace test;

const Value text = string("aß😀d");

TEST(StringFunctions, CutByCharacters) {
  EXPECT_EQ(outcome_of("left", {text, integer(3)}), "'aß😀'");
  EXPECT_EQ(outcome_of("left", {text, integer(0)}), "''");
  EXPECT_EQ(outcome_of("left", {text, integer(int64_greatest)}), "'aß😀d'");
  EXPECT_EQ(outcome_of("right", {text, integer(2)}), "'😀d'");
  EXPECT_EQ(outcome_of("right", {text, integer(0)}), "''");
  EXPECT_EQ(outcome_of("right", {text, integer(9)}), "'aß😀d'");
  EXPECT_EQ(outcome_of("substring", {text, integer(1)}), "'ß😀d'");
  EXPECT_EQ(outcome_of("substring", {text, integer(1), integer(2)}), "'ß😀'");
  EXPECT_EQ(outcome_of("substring", {text, integer(4)}), "''");
  EXPECT_EQ(outcome_of("substring", {text, integer(9), integer(1)}), "''");
  EXPECT_EQ(outcome_of("substring", {text, integer(0), integer(0)}), "''");
}

TEST(StringFunctions, RefuseNegativePositions) {
  EXPECT_EQ(outcome_of("left", {text, integer(-1)}), out_of_range);
  EXPECT_EQ(outcome_of("right", {text, integer(-1)}), out_of_range);
  EXPECT_EQ(outcome_of("substring", {text, integer(-1)}), out_of_range);
  EXPECT_EQ(outcome_of("substring", {text, integer(0), integer(-1)}), out_of_range);
  EXPECT_EQ(outcome_of("replace", {text, text, text, integer(-1)}), out_of_range);
}

TEST(StringFunctions, RefuseWrongTypesAndPassNullOn) {
  EXPECT_EQ(outcome_of("left", {text, floating(1.0)}), wrong_value);
  EXPECT_EQ(outcome_of("substring", {integer(1), integer(1)}), wrong_value);
  for (const char* name : {"trim", "ltrim", "rtrim", "btrim", "toUpper", "toLower", "upper", "lower", "normalize"}) {
    EXPECT_EQ(outcome_of(name, {integer(1)}), wrong_value) << name;
    expect_null_for_null(name, {text});
  }
  expect_null_for_null("left", {text, integer(1)});
  expect_null_for_null("right", {text, integer(1)});
  expect_null_for_null("substring", {text, integer(1), integer(1)});
  expect_null_for_null("replace", {text, text, text, integer(1)});
  expect_null_for_null("split", {text, text});
  EXPECT_EQ(outcome_of("split", {text, integer(1)}), wrong_value);
  EXPECT_EQ(outcome_of("split", {text, list({Value()})}), wrong_value);
  EXPECT_EQ(outcome_of("replace", {text, integer(1), text}), wrong_value);
}

TEST(Trim, RemovesAnyWhiteSpace) {
  const Value padded = string(" \t\n\u00A0\u2003x y\u3000\r ");
  EXPECT_EQ(outcome_of("trim", {padded}), "'x y'");
  EXPECT_EQ(outcome_of("btrim", {padded}), "'x y'");
  EXPECT_EQ(outcome_of("ltrim", {padded}), "'x y\u3000\\r '");
  EXPECT_EQ(outcome_of("rtrim", {padded}), "' \\t\\n\u00A0\u2003x y'");
  EXPECT_EQ(outcome_of("trim", {string(" \n ")}), "''");
}

TEST(Trim, RemovesTheCharactersGiven) {
  const Value padded = string("ßxaxßa");
  EXPECT_EQ(outcome_of("btrim", {padded, string("ßa")}), "'xax'");
  EXPECT_EQ(outcome_of("ltrim", {padded, string("ßa")}), "'xaxßa'");
  EXPECT_EQ(outcome_of("rtrim", {padded, string("ßa")}), "'ßxax'");
  EXPECT_EQ(outcome_of("trim", {padded, string("")}), "'ßxaxßa'");
}

TEST(Replace, ReplacesAllOrTheFirst) {
  EXPECT_EQ(outcome_of("replace", {string("hello"), string("l"), string("w")}), "'hewwo'");
  EXPECT_EQ(outcome_of("replace", {string("aaaa"), string("aa"), string("b")}), "'bb'");
  EXPECT_EQ(outcome_of("replace", {string("aaaa"), string("a"), string("")}), "''");
  EXPECT_EQ(outcome_of("replace", {string("hello"), string("l"), string("w"), integer(1)}), "'hewlo'");
  EXPECT_EQ(outcome_of("replace", {string("hello"), string("x"), string("w")}), "'hello'");
  EXPECT_EQ(outcome_of("replace", {string("hello"), string("l"), string("w"), integer(0)}), "'hello'");
  EXPECT_EQ(outcome_of("replace", {string("aß"), string(""), string("-")}), "'-a-ß-'");
}

TEST(Replace, BoundsWhatItMakes) {
  const Value many = string(std::string(std::size_t{1} << 16, 'a'));
  EXPECT_EQ(outcome_of("replace", {many, string("a"), many}), "ResourceExhausted ValueTooLarge");
  EXPECT_EQ(outcome_of("replace", {many, string(""), many}), "ResourceExhausted ValueTooLarge");
}

TEST(Split, CutsAtEveryDelimiter) {
  EXPECT_EQ(outcome_of("split", {string("one,two"), string(",")}), "['one', 'two']");
  EXPECT_EQ(outcome_of("split", {string(",a,,b,"), string(",")}), "['', 'a', '', 'b', '']");
  EXPECT_EQ(outcome_of("split", {string(""), string(",")}), "['']");
  EXPECT_EQ(outcome_of("split", {string("abc"), string("x")}), "['abc']");
  EXPECT_EQ(outcome_of("split", {string("aß😀"), string("")}), "['a', 'ß', '😀']");
  EXPECT_EQ(outcome_of("split", {string("a->b-c"), list({string("-"), string("->")})}), "['a', 'b', 'c']");
  EXPECT_EQ(outcome_of("split", {string("a"), list({})}), "['a']");
}

TEST(Case, FollowsUnicode) {
  EXPECT_EQ(outcome_of("toUpper", {string("Grüße, мир, ﻿😀")}), "'GRÜSSE, МИР, ﻿😀'");
  EXPECT_EQ(outcome_of("toLower", {string("ÀÉΣ МИР")}), "'àéσ мир'");
  EXPECT_EQ(outcome_of("UPPER", {string("a")}), "'A'");
  EXPECT_EQ(outcome_of("lower", {string("A")}), "'a'");
  EXPECT_EQ(outcome_of("toUpper", {string("a\xff")}), "'A\xEF\xBF\xBD'");
}

TEST(Normalize, TurnsTextIntoANormalForm) {
  EXPECT_EQ(outcome_of("normalize", {string("e\u0301")}), "'\u00E9'");
  EXPECT_EQ(outcome_of("normalize", {string("\u00E9"), string("NFD")}), "'e\u0301'");
  EXPECT_EQ(outcome_of("normalize", {string("\uFB01"), string("NFKC")}), "'fi'");
  EXPECT_EQ(outcome_of("normalize", {string("")}), "''");
  EXPECT_EQ(outcome_of("normalize", {string("a"), string("nfc")}), "ArgumentError InvalidArgumentValue");
  EXPECT_EQ(outcome_of("normalize", {string("\xff")}), "ArgumentError InvalidArgumentValue");
}

}  // namespace
}  // namespace cairn::engine

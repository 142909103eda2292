#include "shell/meta_command.h"

#include <gtest/gtest.h>

namespace cairn::shell {
namespace {

TEST(MetaCommand, ReadsAParameter) {
  const auto command = parse_meta_command(":param `odd name`  =>  {a: 1};  \r");
  ASSERT_TRUE(command) << to_string(command.error());
  EXPECT_EQ(command->kind, MetaCommandKind::Parameter);
  EXPECT_EQ(command->name, "odd name");
  EXPECT_EQ(command->argument, "{a: 1}");
  EXPECT_EQ(command->argument_offset, 23U);
  EXPECT_EQ(parse_meta_command(":param x=>1")->name, "x");
  EXPECT_EQ(parse_meta_command(":param $x => 1")->name, "x");
}

TEST(MetaCommand, ReadsAParameterOfTheCommandLine) {
  const auto command = parse_parameter_option("`odd ``name` = [1,\n2]");
  ASSERT_TRUE(command) << to_string(command.error());
  EXPECT_EQ(command->kind, MetaCommandKind::Parameter);
  EXPECT_EQ(command->name, "odd `name");
  EXPECT_EQ(command->argument, "[1,\n2]");
  EXPECT_EQ(command->argument_offset, 15U);
  EXPECT_EQ(parse_parameter_option("x='a=b'")->argument, "'a=b'");
  EXPECT_EQ(parse_parameter_option("größe=1")->name, "größe");
  EXPECT_EQ(parse_parameter_option("$1=1")->name, "1");
  for (const char* text : {"", "=1", "x", "x=", "x y=1", "x-y=1", "``=1", "`x=1", "1x=1"}) {
    const auto wrong = parse_parameter_option(text);
    ASSERT_FALSE(wrong) << text;
    EXPECT_TRUE(wrong.error().position) << text;
    EXPECT_NE(wrong.error().hint, "") << text;
  }
}

TEST(MetaCommand, ReadsAssertions) {
  EXPECT_EQ(parse_meta_command(":assert rows 12")->row_count, 12U);
  EXPECT_EQ(parse_meta_command(":assert error UndefinedVariable")->argument, "UndefinedVariable");
  EXPECT_EQ(parse_meta_command(":assert error UndefinedVariable")->kind, MetaCommandKind::AssertError);
}

TEST(MetaCommand, ReadsTheOthers) {
  EXPECT_EQ(parse_meta_command(":quit")->kind, MetaCommandKind::Quit);
  EXPECT_EQ(parse_meta_command(": params ")->kind, MetaCommandKind::Parameters);
  EXPECT_EQ(parse_meta_command(":read 'a file.cypher'")->argument, "a file.cypher");
  EXPECT_EQ(parse_meta_command(":read a file.cypher")->argument, "a file.cypher");
  EXPECT_EQ(parse_meta_command(":format jsonl")->argument, "jsonl");
  EXPECT_EQ(parse_meta_command(":timing on")->argument, "on");
  EXPECT_EQ(parse_meta_command(":help params")->argument, "params");
}

TEST(MetaCommand, RejectsTheRestWithAPositionAndAHint) {
  for (const char* line : {":", ":nonsense", ":param", ":param x", ":param x =>", ":param x 1", ":param x-y => 1",
                           ":read", ":format xml", ":timing maybe", ":assert", ":assert rows many", ":assert rows 1 2",
                           ":assert error", ":assert fish 1", ":quit now", ":schema x"}) {
    const auto command = parse_meta_command(line);
    ASSERT_FALSE(command) << line;
    EXPECT_TRUE(command.error().position) << line;
    EXPECT_NE(command.error().hint, "") << line;
  }
}

}  // namespace
}  // namespace cairn::shell

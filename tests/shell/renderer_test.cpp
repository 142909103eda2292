#include "shell/renderer.h"

#include "tests/shell/captured_output.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <limits>

namespace cairn::shell {
namespace {

using Row = std::vector<Value>;

struct Written {
  std::string output;
  std::string remarks;
};

// What `format` makes of an answer. An error stands for a failure after the rows.
Written render(Format format, const std::vector<std::string>& columns, const std::vector<Row>& rows,
               std::optional<Error> error = std::nullopt) {
  CapturedOutput output;
  CapturedOutput remarks;
  const std::unique_ptr<Renderer> renderer = make_renderer(format, output.output(), remarks.output());
  if (!columns.empty()) renderer->columns(columns);
  for (const Row& row : rows) EXPECT_TRUE(renderer->row(row));
  if (error) {
    renderer->fail(*error);
  } else {
    Summary summary;
    renderer->finish({summary, 1.5, false});
  }
  return {output.text(), remarks.text()};
}

Value list(std::vector<Value> elements) { return *Value::list(std::move(elements)); }

Value person() {
  return Value::materialised_node(12, {{"Person"}, {{"name", Value::string("Ada")}, {"born", Value::integer(1815)}}});
}

Error some_error() { return compile_error(ErrorType::SyntaxError, "UndefinedVariable", "Variable not defined"); }

TEST(TableRenderer, AlignsColumns) {
  const std::vector<Row> rows{{Value::string("Ada"), Value::integer(1815)}, {Value::string("Bo"), Value::null()}};
  EXPECT_EQ(render(Format::Table, {"name", "born"}, rows).output,
            " name │ born\n"
            "──────┼──────\n"
            " Ada  │ 1815\n"
            " Bo   │ null\n"
            "2 rows\n\n");
}

TEST(TableRenderer, ShowsAnEmptyAnswer) {
  EXPECT_EQ(render(Format::Table, {"n"}, {}).output, " n\n───\n0 rows\n\n");
  EXPECT_EQ(render(Format::Table, {}, {}).output, "");
}

TEST(TableRenderer, KeepsWideCharactersAndLineBreaksInTheirColumn) {
  const std::vector<Row> rows{{Value::string("日本"), Value::integer(1)}, {Value::string("a\nb"), Value::integer(22)}};
  EXPECT_EQ(render(Format::Table, {"x", "y"}, rows).output,
            " x    │  y\n"
            "──────┼────\n"
            " 日本 │  1\n"
            " a\\nb │ 22\n"
            "2 rows\n\n");
}

TEST(TableRenderer, StreamsRowsAfterTheFirstThousand) {
  CapturedOutput output;
  CapturedOutput remarks;
  const std::unique_ptr<Renderer> renderer = make_renderer(Format::Table, output.output(), remarks.output());
  renderer->columns(std::vector<std::string>{"n"});
  for (int row = 0; row < 999; ++row) renderer->row(Row{Value::integer(row)});
  EXPECT_EQ(output.text(), "");
  renderer->row(Row{Value::integer(999)});
  EXPECT_NE(output.text().find(" 999\n"), std::string::npos);
}

TEST(CsvRenderer, AnEmptyAnswerHasItsHeader) {
  EXPECT_EQ(render(Format::Csv, {"x", "y"}, {}).output, "x,y\n");
  EXPECT_EQ(render(Format::Csv, {"x", "y"}, {}, some_error()).output, "");
  EXPECT_EQ(render(Format::Tsv, {}, {}).output, "");
}

TEST(CsvRenderer, FollowsRfc4180) {
  const std::vector<Row> rows{{Value::string("a,b"), Value::string("say \"hi\""), Value::string("two\nlines")},
                              {Value::null(), Value::string(""), Value::string("plain")}};
  EXPECT_EQ(render(Format::Csv, {"x", "y,z", "w"}, rows).output,
            "x,\"y,z\",w\n\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n,\"\",plain\n");
}

TEST(CsvRenderer, WritesValuesWithPartsAsJson) {
  const std::vector<Row> rows{
      {list({Value::integer(1), Value::string("a")}), Value::boolean(true), Value::floating(1)}};
  EXPECT_EQ(render(Format::Csv, {"x", "y", "z"}, rows).output, "x,y,z\n\"[1,\"\"a\"\"]\",true,1.0\n");
  EXPECT_EQ(render(Format::Csv, {"n"}, {{Value::floating(std::numeric_limits<double>::quiet_NaN())}}).output,
            "n\nNaN\n");
}

TEST(CsvRenderer, WritesTabsInTsv) {
  const std::vector<Row> rows{{Value::string("a,b"), Value::string("c\td")}};
  EXPECT_EQ(render(Format::Tsv, {"x", "y"}, rows).output, "x\ty\na,b\t\"c\td\"\n");
}

TEST(JsonRenderer, WritesAnArrayForEachStatement) {
  EXPECT_EQ(
      render(Format::Json, {"a", "b"}, {{Value::integer(1), Value::null()}, {Value::floating(2), person()}}).output,
      "[{\"a\":1,\"b\":null},\n"
      " {\"a\":2.0,\"b\":{\"_id\":12,\"_labels\":[\"Person\"],\"_properties\":{\"born\":1815,\"name\":\"Ada\"}}}]\n");
  EXPECT_EQ(render(Format::Json, {"a"}, {}).output, "[]\n");
  EXPECT_EQ(render(Format::Json, {}, {}).output, "[]\n");
}

TEST(JsonRenderer, WritesALineForEachRow) {
  EXPECT_EQ(render(Format::JsonLines, {"a\"b"}, {{Value::integer(1)}, {Value::string("x")}}).output,
            "{\"a\\\"b\":1}\n{\"a\\\"b\":\"x\"}\n");
}

TEST(JsonRenderer, ClosesTheArrayOfAStatementThatFails) {
  EXPECT_EQ(render(Format::Json, {"a"}, {{Value::integer(1)}}, some_error()).output, "[{\"a\":1}]\n");
  EXPECT_EQ(render(Format::Json, {"a"}, {}, some_error()).output, "");
}

TEST(MarkdownRenderer, WritesATable) {
  EXPECT_EQ(render(Format::Markdown, {"a|b", "n"}, {{Value::string("x|y\nz"), Value::integer(1)}}).output,
            "| a\\|b | n |\n| --- | ---: |\n| x\\|y<br>z | 1 |\n\n");
}

TEST(TypedRenderer, WritesOneObjectInTheOrderOfTheContract) {
  EXPECT_EQ(render(Format::Typed, {"n", "s"}, {{Value::integer(1), Value::string("a")}, {Value::null(), Value::null()}})
                .output,
            R"({"columns":["n","s"],"rows":[[{"$type":"Integer","_value":"1"},{"$type":"String","_value":"a"}],)"
            R"([{"$type":"Null","_value":null},{"$type":"Null","_value":null}]],)"
            R"("stats":{"nodes_created":0,"nodes_deleted":0,"relationships_created":0,"relationships_deleted":0,)"
            R"("labels_added":0,"labels_removed":0,"properties_set":0,"indexes_added":0,"indexes_removed":0,)"
            R"("constraints_added":0,"constraints_removed":0},"time_ms":1.500000})"
            "\n");
}

TEST(TypedRenderer, WritesAnObjectForAStatementWithoutRows) {
  EXPECT_TRUE(render(Format::Typed, {}, {}).output.starts_with(R"({"columns":[],"rows":[],"stats":{)"));
  EXPECT_TRUE(render(Format::Typed, {"n"}, {}).output.starts_with(R"({"columns":["n"],"rows":[],"stats":{)"));
}

TEST(TypedRenderer, WritesAnErrorInsteadOfAnAnswer) {
  Error error = some_error();
  error.position = TextPosition{2, 7};
  error.hint = "did you mean `n`?";
  EXPECT_EQ(render(Format::Typed, {"n"}, {}, error).output,
            R"({"error":{"type":"SyntaxError","phase":"compile time","detail":"UndefinedVariable",)"
            R"("message":"Variable not defined","line":2,"column":7,"hint":"did you mean `n`?"}})"
            "\n");
}

TEST(TypedRenderer, ClosesTheRowsBeforeAnError) {
  const std::string text = render(Format::Typed, {"n"}, {{Value::integer(1)}}, some_error()).output;
  EXPECT_TRUE(text.starts_with(R"({"columns":["n"],"rows":[[{"$type":"Integer","_value":"1"}]],"error":{"type":)"))
      << text;
  EXPECT_TRUE(text.ends_with(R"("line":null,"column":null,"hint":null}})"
                             "\n"))
      << text;
}

TEST(Renderer, StartsAfreshForEachStatement) {
  CapturedOutput output;
  CapturedOutput remarks;
  const std::unique_ptr<Renderer> renderer = make_renderer(Format::Json, output.output(), remarks.output());
  Summary summary;
  renderer->columns(std::vector<std::string>{"a"});
  renderer->row(Row{Value::integer(1)});
  renderer->finish({summary, 0, false});
  renderer->finish({summary, 0, false});
  EXPECT_EQ(output.text(), "[{\"a\":1}]\n[]\n");
  EXPECT_EQ(renderer->row_count(), 0U);
}

TEST(Renderer, SaysWhatChangedBelowATable) {
  CapturedOutput output;
  CapturedOutput remarks;
  const std::unique_ptr<Renderer> renderer = make_renderer(Format::Table, output.output(), remarks.output());
  Summary summary;
  summary.writes = true;
  summary.updates.nodes_created = 2;
  summary.updates.properties_set = 1;
  renderer->finish({summary, 0.8, true});
  EXPECT_EQ(output.text(), "created 2 nodes, set 1 property; 0.80 ms\n");
}

TEST(Renderer, WritesAPlanAsATreeOrAsRows) {
  Summary summary;
  summary.plan = std::make_unique<PlanNode>(PlanNode{"Project", "n", 10, 0, 0, {}, {}});
  summary.plan->children.push_back(PlanNode{"Scan", "(n:A)", 120, 0, 0, {}, {}});
  const auto written = [&summary](Format format) {
    CapturedOutput output;
    CapturedOutput remarks;
    make_renderer(format, output.output(), remarks.output())->finish({summary, 0, false});
    return output.text();
  };
  EXPECT_EQ(written(Format::Table), "Project  n       est 10\n└─ Scan  (n:A)   est 120\n\n");
  EXPECT_EQ(written(Format::Csv), "depth,operator,details,estimated_rows\n0,Project,n,10.0\n1,Scan,(n:A),120.0\n");
  EXPECT_NE(written(Format::Typed).find(R"("plan":{"name":"Project","details":"n","estimated_rows":10,"children":[)"),
            std::string::npos);
}

TEST(Renderer, StopsWhenTheReaderHasGone) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  Output output(full);
  CapturedOutput remarks;
  const std::unique_ptr<Renderer> renderer = make_renderer(Format::Csv, output, remarks.output());
  renderer->columns(std::vector<std::string>{"a"});
  const Row row{Value::string(std::string(100'000, 'x'))};
  EXPECT_FALSE(renderer->row(row));
  EXPECT_EQ(output.failure(), ENOSPC);
  ::close(full);
}

}  // namespace
}  // namespace cairn::shell

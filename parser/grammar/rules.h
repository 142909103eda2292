// The rules that one grammar file defines and another uses. Rules of one file alone are declared there.
#pragma once

#include "parser/ast.h"
#include "parser/grammar/core.h"

#include <vector>

namespace cairn::parser::grammar {

// operators.cpp
CAIRN_RULE(expression, ast::ExpressionPtr)  // a value: anything but a bare pattern
CAIRN_RULE(condition, ast::ExpressionPtr)   // what WHERE takes: a pattern too
CAIRN_RULE(postfix, ast::ExpressionPtr)     // an operand with .key, [index] and [from..to]

// operands.cpp
CAIRN_RULE(operand, ast::ExpressionPtr)
CAIRN_RULE(map_literal, ast::MapLiteral)
CAIRN_RULE(string_literal, std::string)
CAIRN_RULE(parameter, ast::Parameter)
CAIRN_RULE(qualified_name, std::vector<ast::Name>)

// compounds.cpp
CAIRN_RULE(compound, ast::ExpressionPtr)

// labels.cpp
CAIRN_RULE(label_expression, ast::LabelExpression)
CAIRN_RULE(label_reference, ast::LabelExpression)  // one name or $(…)

// value_types.cpp
CAIRN_RULE(value_type, ast::ValueType)

// patterns.cpp
CAIRN_RULE(simple_path, ast::PathPattern)  // without variable and selector
CAIRN_RULE(shortest_path_function, ast::PathPattern)
CAIRN_RULE(path, ast::PathPattern)
CAIRN_RULE(pattern, std::vector<ast::PathPattern>)
CAIRN_RULE(pattern_properties, ast::ExpressionPtr)  // {…} or $parameter

// projections.cpp
CAIRN_RULE(projection, ast::Projection)
CAIRN_RULE(sort_items, std::vector<ast::SortItem>)  // ORDER BY …
CAIRN_RULE(skip_rows, ast::ExpressionPtr)           // SKIP …
CAIRN_RULE(limit_rows, ast::ExpressionPtr)          // LIMIT …
CAIRN_RULE(projecting_clause, ast::ClauseNode)

// reading.cpp
CAIRN_RULE(reading_clause, ast::ClauseNode)

// calls.cpp
CAIRN_RULE(yield_columns, ast::Yield)  // YIELD … without its WHERE
CAIRN_RULE(call_clause, ast::ClauseNode)

// updating.cpp
CAIRN_RULE(updating_clause, ast::ClauseNode)

// queries.cpp
CAIRN_RULE(query, ast::Query)
CAIRN_RULE(subquery, ast::QueryPtr)      // inside of EXISTS {…}: a query, or a pattern with WHERE
CAIRN_RULE(called_query, ast::QueryPtr)  // inside of CALL {…}
CAIRN_RULE(updating_clauses, std::vector<ast::Clause>)

// schema.cpp
CAIRN_RULE(schema_command, ast::StatementNode)

// show.cpp
CAIRN_RULE(show_command, ast::StatementNode)

// statements.cpp
CAIRN_RULE(statement, ast::Statement)

}  // namespace cairn::parser::grammar

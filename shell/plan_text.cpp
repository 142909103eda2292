#include "shell/plan_text.h"

#include "engine/value/json.h"
#include "shell/display_width.h"
#include "shell/summary_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace cairn::shell {
namespace {

struct PlanLine {
  std::string operation;
  std::string estimated_rows;
  std::string actual_rows;
  std::string time;
  std::string reads;
};

struct PendingNode {
  const PlanNode* node;
  std::string prefix;        // what stands before the operator's name
  std::string child_prefix;  // what stands before the names of its inputs
};

std::string estimate_text(double rows) {
  if (!std::isfinite(rows)) return "?";
  return rows < 10 && rows != std::floor(rows) ? fmt::format("{:.1f}", rows) : fmt::format("{:.0f}", rows);
}

// "segment 4096, rocksdb 3"; empty where nothing was read.
std::string reads_text(const ReadSources& reads) {
  std::string text;
  const auto add = [&](std::string_view name, std::uint64_t count) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
  };
  add("segment", reads.segment);
  add("memo", reads.memo);
  add("rocksdb", reads.store);
  return text;
}

// The operators from the top down, inputs below the operator that reads them. Plans may be deep: no recursion.
std::vector<PlanLine> plan_lines(const PlanNode& plan) {
  std::vector<PlanLine> lines;
  std::vector<PendingNode> pending{{&plan, "", ""}};
  while (!pending.empty()) {
    const PendingNode next = std::move(pending.back());
    pending.pop_back();
    std::string operation = next.prefix + next.node->name;
    if (!next.node->details.empty()) operation += "  " + printable(next.node->details);
    lines.push_back({std::move(operation), estimate_text(next.node->estimated_rows),
                     std::to_string(next.node->actual_rows), duration_text(next.node->time_ms),
                     reads_text(next.node->reads)});
    for (std::size_t child = next.node->children.size(); child-- > 0;) {
      const bool last = child + 1 == next.node->children.size();
      pending.push_back({&next.node->children[child], next.child_prefix + (last ? "└─ " : "├─ "),
                         next.child_prefix + (last ? "   " : "│  ")});
    }
  }
  return lines;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t used = display_width(text);
  return text + std::string(used < width ? width - used : 0, ' ');
}

std::size_t widest(const std::vector<PlanLine>& lines, std::string PlanLine::* field) {
  std::size_t width = 0;
  for (const PlanLine& line : lines) width = std::max(width, display_width(line.*field));
  return width;
}

void append_json(std::string& target, const PlanNode& plan, bool profiled) {
  target += R"({"name":)";
  append_json_string(target, plan.name);
  target += R"(,"details":)";
  append_json_string(target, plan.details);
  target += fmt::format(R"(,"estimated_rows":{})", std::isfinite(plan.estimated_rows) ? plan.estimated_rows : 0.0);
  if (profiled) {
    target += fmt::format(R"(,"rows":{},"time_ms":{:.6f},"reads":{{"segment":{},"memo":{},"rocksdb":{}}})",
                          plan.actual_rows, plan.time_ms, plan.reads.segment, plan.reads.memo, plan.reads.store);
  }
  target += R"(,"children":[)";
}

}  // namespace

std::string plan_text(const PlanNode& plan, bool profiled) {
  const std::vector<PlanLine> lines = plan_lines(plan);
  const std::size_t operation_width = widest(lines, &PlanLine::operation);
  const std::size_t estimate_width = widest(lines, &PlanLine::estimated_rows);
  const std::size_t rows_width = widest(lines, &PlanLine::actual_rows);
  const std::size_t time_width = widest(lines, &PlanLine::time);
  std::string text;
  for (const PlanLine& line : lines) {
    text += padded(line.operation, operation_width) + "   est ";
    if (profiled) {
      text += padded(line.estimated_rows, estimate_width) + "   rows " + padded(line.actual_rows, rows_width) + "   " +
              (line.reads.empty() ? line.time : padded(line.time, time_width) + "   " + line.reads);
    } else {
      text += line.estimated_rows;
    }
    text += '\n';
  }
  return text;
}

PlanTable plan_table(const PlanNode& plan, bool profiled) {
  struct Pending {
    const PlanNode* node;
    std::int64_t depth;
  };
  PlanTable table{{"depth", "operator", "details", "estimated_rows"}, {}};
  if (profiled) table.columns.insert(table.columns.end(), {"rows", "time_ms", "segment", "memo", "rocksdb"});
  std::vector<Pending> pending{{&plan, 0}};
  while (!pending.empty()) {
    const Pending next = pending.back();
    pending.pop_back();
    std::vector<Value>& row = table.rows.emplace_back();
    row = {Value::integer(next.depth), Value::string(next.node->name), Value::string(next.node->details),
           Value::floating(next.node->estimated_rows)};
    if (profiled) {
      row.push_back(Value::integer(static_cast<std::int64_t>(next.node->actual_rows)));
      row.push_back(Value::floating(next.node->time_ms));
      for (const std::uint64_t count : {next.node->reads.segment, next.node->reads.memo, next.node->reads.store}) {
        row.push_back(Value::integer(static_cast<std::int64_t>(count)));
      }
    }
    for (std::size_t child = next.node->children.size(); child-- > 0;) {
      pending.push_back({&next.node->children[child], next.depth + 1});
    }
  }
  return table;
}

std::string plan_json(const PlanNode& plan, bool profiled) {
  // Depth first without recursion: after the last child of a node its brackets are closed.
  struct Open {
    const PlanNode* node;
    std::size_t next_child;
  };
  std::string text;
  append_json(text, plan, profiled);
  std::vector<Open> open{{&plan, 0}};
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next_child == top.node->children.size()) {
      text += "]}";
      open.pop_back();
      continue;
    }
    const PlanNode& child = top.node->children[top.next_child];
    if (top.next_child++ > 0) text += ',';
    append_json(text, child, profiled);
    open.push_back({&child, 0});
  }
  return text;
}

}  // namespace cairn::shell

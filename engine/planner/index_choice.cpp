#include "engine/planner/index_choice.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cairn::engine {

namespace {

Rewrite rewrite_of(SeekKind kind) {
  switch (kind) {
    case SeekKind::AnyOf: return Rewrite::IndexList;
    case SeekKind::Range: return Rewrite::IndexRange;
    case SeekKind::Prefix: return Rewrite::IndexPrefix;
    case SeekKind::Exists: return Rewrite::IndexExistence;
    case SeekKind::Id:
    case SeekKind::Equal: break;
  }
  return Rewrite::IndexSeek;
}

// Matches the keys of one index, from the first on, with what the predicates ask for.
class IndexMatcher {
 public:
  IndexMatcher(const PlanningContext& context, const QueryGraph& graph, const VariableSet& bound,
               PatternElement element, const storage::IndexDefinition& index)
      : context_(context), graph_(graph), bound_(bound), element_(element), index_(index) {
    choice_.access.index = index.name;
    choice_.access.of_relationships = element.is_relationship;
    choice_.access.unique = index.unique;
    choice_.access.keys = context.cardinality().key_names(index);
  }

  std::optional<IndexChoice> match(const std::string& token, double entities) {
    const std::vector<std::string>& keys = choice_.access.keys;
    if (keys.size() > 1 && !context_.has(Rewrite::CompositeIndex)) return std::nullopt;
    choice_.access.token = token;
    std::size_t key = 0;
    while (key < keys.size() && take_equality(keys[key])) ++key;
    if (key < keys.size() && (take_prefix(keys[key]) || take_range(keys[key]))) ++key;
    if (key == 0 && !asks_for_existence(keys[0])) return std::nullopt;
    if (!std::all_of(keys.begin() + static_cast<std::ptrdiff_t>(key), keys.end(),
                     [&](const std::string& name) { return is_present(name); })) {
      return std::nullopt;
    }
    for (const std::string& name : keys) cover_existence(name);
    estimate(entities);
    return std::move(choice_);
  }

 private:
  // Calls `use` with the forms about the key that can be asked now, and the places of their predicates, until it
  // returns true; whether it did.
  template <class Use>
  bool any_form(const std::string& key, SeekKind kind, const Use& use) const {
    if (!context_.has(rewrite_of(kind))) return false;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
      for (const SeekForm& form : graph_.predicates[i].seeks) {
        const bool fits = form.kind == kind && form.element == element_ && form.key == key;
        if (fits && bound_.contains_all(form.needs) && use(form, i)) return true;
      }
    }
    return false;
  }

  void note(const SeekForm& form, std::size_t predicate, bool whole) {
    choice_.used.push_back(predicate);
    if (form.exact && whole) choice_.covered.push_back(predicate);
  }

  bool take_equality(const std::string& key) {
    auto take = [&](const SeekForm& form, std::size_t predicate) {
      choice_.access.equal.push_back({form.value, form.kind == SeekKind::AnyOf});
      note(form, predicate, true);
      return true;
    };
    if (any_form(key, SeekKind::Equal, take)) return true;
    const bool has_list = std::any_of(choice_.access.equal.begin(), choice_.access.equal.end(),
                                      [](const IndexKeyValue& value) { return value.any_of; });
    return !has_list && any_form(key, SeekKind::AnyOf, take);
  }

  bool take_prefix(const std::string& key) {
    return any_form(key, SeekKind::Prefix, [&](const SeekForm& form, std::size_t predicate) {
      choice_.access.prefix = form.value;
      note(form, predicate, true);
      return true;
    });
  }

  // Takes the first lower and the first upper bound, which may stand in one predicate or in two.
  bool take_range(const std::string& key) {
    any_form(key, SeekKind::Range, [&](const SeekForm& form, std::size_t predicate) {
      auto take = [](SeekBound& end, const SeekBound& wanted) {
        if (wanted.value == nullptr || end.value != nullptr) return false;
        end = wanted;
        return true;
      };
      const bool lower = take(choice_.access.lower, form.lower);
      const bool upper = take(choice_.access.upper, form.upper);
      if (!lower && !upper) return false;
      note(form, predicate, lower == (form.lower.value != nullptr) && upper == (form.upper.value != nullptr));
      return false;
    });
    return choice_.access.has_range();
  }

  bool asks_for_existence(const std::string& key) const {
    return any_form(key, SeekKind::Exists, [](const SeekForm&, std::size_t) { return true; });
  }

  // Whether every match of the graph has the property, whatever is known by now.
  bool is_present(const std::string& key) const {
    const IndexAccess& access = choice_.access;
    if (context_.counts_hold() && context_.cardinality().is_required(access.of_relationships, access.token, key)) {
      return true;
    }
    return std::any_of(graph_.predicates.begin(), graph_.predicates.end(), [&](const PatternPredicate& predicate) {
      return std::any_of(predicate.seeks.begin(), predicate.seeks.end(),
                         [&](const SeekForm& form) { return form.element == element_ && form.key == key; });
    });
  }

  // What is in the index has all its keys.
  void cover_existence(const std::string& key) {
    any_form(key, SeekKind::Exists, [&](const SeekForm& form, std::size_t predicate) {
      note(form, predicate, true);
      return false;
    });
  }

  void estimate(double entities) {
    choice_.matches = context_.cardinality().index_matches(index_, choice_.access, entities);
    for (const IndexKeyValue& value : choice_.access.equal) {
      if (value.any_of) choice_.lookups = guess_element_count(*value.value);
    }
  }

  const PlanningContext& context_;
  const QueryGraph& graph_;
  const VariableSet& bound_;
  PatternElement element_;
  const storage::IndexDefinition& index_;
  IndexChoice choice_;
};

}  // namespace

std::vector<IndexChoice> find_index_choices(const PlanningContext& context, const QueryGraph& graph,
                                            const VariableSet& bound, PatternElement element) {
  const Cardinality& cardinality = context.cardinality();
  if (element.is_relationship && !context.has(Rewrite::RelationshipIndex)) return {};
  const std::vector<std::string>& tokens =
      element.is_relationship ? graph.relationships[element.index].types : graph.nodes[element.index].labels;
  if (element.is_relationship && tokens.size() != 1) return {};
  std::vector<IndexChoice> choices;
  for (const std::string& token : tokens) {
    const double entities =
        element.is_relationship ? cardinality.relationships(std::span(&token, 1)) : cardinality.nodes_with_label(token);
    for (const storage::IndexDefinition* index : cardinality.indexes(element.is_relationship, token)) {
      IndexMatcher matcher(context, graph, bound, element, *index);
      if (std::optional<IndexChoice> choice = matcher.match(token, entities)) choices.push_back(std::move(*choice));
    }
  }
  return choices;
}

}  // namespace cairn::engine

// A sorted set of small values in a few arrays: what a transaction keeps its additions and removals in.
//
// Values lie in runs of at most `run_max`, so that ascending insertion is appending, random insertion
// moves a few kilobytes at most, and a value costs little more than its own size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cairn::storage {

// `T` is cheap to copy and has <=>. One thread.
template <class T>
class SortedSet {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  bool contains(const T& value) const {
    const std::size_t run = run_of(value);
    return run < runs_.size() && std::binary_search(runs_[run].begin(), runs_[run].end(), value);
  }

  // False if it is there already.
  bool insert(const T& value) {
    if (runs_.empty()) {
      runs_.push_back({value});
      size_ = 1;
      return true;
    }
    const std::size_t index = std::min(run_of(value), runs_.size() - 1);
    std::vector<T>& run = runs_[index];
    const auto place = std::lower_bound(run.begin(), run.end(), value);
    if (place != run.end() && *place == value) return false;
    const bool appended = place == run.end();
    run.insert(place, value);
    ++size_;
    if (run.size() > run_max) split(index, appended);
    return true;
  }

  // False if it is not there.
  bool erase(const T& value) {
    const std::size_t index = run_of(value);
    if (index >= runs_.size()) return false;
    std::vector<T>& run = runs_[index];
    const auto place = std::lower_bound(run.begin(), run.end(), value);
    if (place == run.end() || *place != value) return false;
    run.erase(place);
    --size_;
    if (run.empty()) runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(index));
    return true;
  }

  // Calls `visit` with the values from `first` on, ascending, until it returns false.
  template <class Visit>
  void visit_from(const T& first, Visit visit) const {
    for (std::size_t index = run_of(first); index < runs_.size(); ++index) {
      const std::vector<T>& run = runs_[index];
      for (auto place = std::lower_bound(run.begin(), run.end(), first); place != run.end(); ++place) {
        if (!visit(*place)) return;
      }
    }
  }

  // All values, ascending.
  std::vector<T> values() const {
    std::vector<T> all;
    all.reserve(size_);
    for (const std::vector<T>& run : runs_) all.insert(all.end(), run.begin(), run.end());
    return all;
  }

 private:
  static constexpr std::size_t run_max = 512;

  // The first run whose last value is not smaller; runs_.size() if there is none.
  std::size_t run_of(const T& value) const {
    const auto run =
        std::lower_bound(runs_.begin(), runs_.end(), value,
                         [](const std::vector<T>& values, const T& wanted) { return values.back() < wanted; });
    return static_cast<std::size_t>(run - runs_.begin());
  }

  // A run that grew at its end keeps full what will not change any more.
  void split(std::size_t index, bool appended) {
    const std::size_t kept = appended ? run_max : run_max / 2;
    std::vector<T> tail(runs_[index].begin() + static_cast<std::ptrdiff_t>(kept), runs_[index].end());
    runs_[index].resize(kept);
    runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(tail));
  }

  std::vector<std::vector<T>> runs_;  // none is empty
  std::size_t size_ = 0;
};

// Additions to and removals from a set that lies elsewhere. A value is in at most one of the two.
template <class T>
struct SetChange {
  SortedSet<T> added;
  SortedSet<T> removed;

  bool empty() const { return added.empty() && removed.empty(); }

  // Records one change; the opposite of an earlier one takes that back. The caller knows that `value` is
  // not in the set (to add) or is (to remove).
  void change(const T& value, bool add) {
    if (add) {
      if (!removed.erase(value)) added.insert(value);
    } else {
      if (!added.erase(value)) removed.insert(value);
    }
  }
};

}  // namespace cairn::storage

#pragma once
// Temporary blocks without allocation in the steady state.

#include <memory>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// rows×columns numbers that belong to this object until it dies and then return to the thread. Objects nest,
/// so that a process that drives another one does not share its temporaries.
class Scratch {
 public:
  Scratch(Index rows, Index columns) : rows_(rows) {
    Pool& memory = pool();
    if (memory.used == memory.arrays.size()) memory.arrays.push_back(std::make_unique<std::vector<double>>());
    data_ = memory.arrays[memory.used++].get();
    const auto size = static_cast<std::size_t>(rows * columns);
    if (data_->size() < size) data_->resize(size);
    columns_ = columns;
  }
  ~Scratch() { --pool().used; }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  Eigen::Map<Points> points() { return {data_->data(), rows_, columns_}; }
  Eigen::Map<Eigen::ArrayXd> values() { return {data_->data(), rows_}; }

 private:
  struct Pool {
    std::vector<std::unique_ptr<std::vector<double>>> arrays;
    std::size_t used = 0;
  };
  static Pool& pool() {
    thread_local Pool instance;
    return instance;
  }

  Index rows_, columns_ = 0;
  std::vector<double>* data_;
};

}  // namespace kolmo

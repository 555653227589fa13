#pragma once
// One block of paths on their way to their events.

#include "kolmo/sde/drivers/events.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sde {

class EventBlock {
 public:
  EventBlock(const EventSearch& search, Index first, Index rows, Events& events);
  void run(const Initial& initial);
  Index censored() const { return waiting_; }

 private:
  Block x() { return positions_.block(0, rows_); }
  Block before() { return positions_.block(1, rows_); }
  Block moved() { return positions_.block(2, rows_); }
  Block noise() { return matrix_.blocks(0, motions_, rows_); }

  void start(const Initial& initial);
  void advance(double begin, double end);
  void find_rates(double t, double h);
  void look(double begin, double end);
  bool meets(Index i, double variance, double uniform) const;
  void record(Index i, double begin, double end, double variance);
  void place(Index i, double t, double h, double fraction);
  void evaluate(double t, const ConstBlock& at, Eigen::ArrayXd& out) const;
  [[noreturn]] void fail(Index i, double t, const char* what) const;

  const EventSearch& search_;
  Events& events_;
  Index first_, rows_, dimension_, motions_;
  RandomStream noise_stream_, crossings_;
  PathDetail detail_;
  Workspace positions_, matrix_, normals_, levy_, levy_scratch_, workspace_;
  Eigen::ArrayXd phi_, phi_before_, uniform_;
  Points rates_;  ///< c_k, rows×m
  std::vector<std::uint8_t> done_;
  Index waiting_ = 0;
  std::uint32_t step_ = 0;
};

}  // namespace kolmo::sde

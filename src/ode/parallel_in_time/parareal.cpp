#include "kolmo/ode/parallel_in_time/parareal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::ode {
namespace {

/// What both methods share: the ends of the slices, and how an iteration moves them.
class Slices {
 public:
  Slices(const char* method, const SlicePropagator& coarse, const SlicePropagator& fine, Index slices,
         const Points& start, const ParallelInTimeOptions& options, const IterationObserver& observer)
      : method_(method), coarse_(coarse), fine_(fine), start_(start), options_(options), observer_(observer) {
    require(slices >= 1, "slices", static_cast<double>(slices), "must be at least 1");
    require(options.tolerance >= 0, "tolerance", options.tolerance, "must be at least 0");
    require(options.most_iterations >= 1, "most_iterations", static_cast<double>(options.most_iterations),
            "must be at least 1");
    if (!coarse || !fine) throw InvalidArgument("propagator: is an empty function, must carry places");
    report_.ends.resize(static_cast<std::size_t>(slices));
    fine_ends_ = coarse_ends_ = report_.ends;
    slopes_.resize(report_.ends.size());
  }

  /// The coarse run.
  void begin() {
    for (std::size_t n = 0; n < count(); ++n) {
      coarse_ends_[n] = begin_of(n);
      coarse_(static_cast<Index>(n), coarse_ends_[n]);
      report_.ends[n] = coarse_ends_[n];
    }
    check_finite();
    if (observer_) observer_(0, report_.ends);
  }

  /// Iterations of `correction(n, old begin, new begin)`, what is added to the fine end of slice n.
  template <class Prepare, class Correction>
  ParallelInTimeReport iterate(const Prepare& prepare, const Correction& correction) {
    const Index most = std::min(options_.most_iterations, static_cast<Index>(count()));
    while (report_.iterations < most) {
      const auto known =
          static_cast<std::size_t>(report_.iterations);  // slices that are those of the serial run
      for_each_task(static_cast<Index>(count() - known), [&](Index task) {
        const std::size_t n = known + static_cast<std::size_t>(task);
        fine_ends_[n] = begin_of(n);
        fine_(static_cast<Index>(n), fine_ends_[n]);
        prepare(n);
      });
      double change = 0;
      Points old_begin = begin_of(known);
      for (std::size_t n = known; n < count(); ++n) {
        Points next = fine_ends_[n];
        if (n > known) next += correction(n, old_begin, report_.ends[n - 1]);
        old_begin = report_.ends[n];
        change = std::max(change, (next - old_begin).abs().maxCoeff());
        report_.ends[n] = std::move(next);
      }
      ++report_.iterations;
      report_.changes.push_back(change);
      check_finite();
      if (observer_) observer_(report_.iterations, report_.ends);
      report_.converged = change <= options_.tolerance || report_.iterations == static_cast<Index>(count());
      if (report_.converged) break;
    }
    return std::move(report_);
  }

  /// G(new) − G(old), the new one kept.
  Points coarse_change(std::size_t n, const Points& new_begin) {
    Points ahead = new_begin;
    coarse_(static_cast<Index>(n), ahead);
    Points change = ahead - coarse_ends_[n];
    coarse_ends_[n] = std::move(ahead);
    return change;
  }

  /// F′ by central differences of ε^{1/3} of the ensemble's size: column k d + j holds ∂F_j/∂x_k of each
  /// particle.
  void differentiate(std::size_t n) {
    const Points& x = begin_of(n);
    const Index d = x.cols();
    const double width = std::cbrt(std::numeric_limits<double>::epsilon()) * x.abs().maxCoeff();
    slopes_[n].resize(x.rows(), d * d);
    for (Index k = 0; k < d; ++k) {
      Points above = x, below = x;
      above.col(k) += width;
      below.col(k) -= width;
      fine_(static_cast<Index>(n), above);
      fine_(static_cast<Index>(n), below);
      slopes_[n].middleCols(k * d, d) = (above - below) / (2 * width);
    }
  }

  Points linear_change(std::size_t n, const Points& old_begin, const Points& new_begin) const {
    const Index d = old_begin.cols();
    Points change = Points::Zero(old_begin.rows(), d);
    for (Index k = 0; k < d; ++k) {
      for (Index j = 0; j < d; ++j) {
        change.col(j) += slopes_[n].col(k * d + j) * (new_begin.col(k) - old_begin.col(k));
      }
    }
    return change;
  }

 private:
  std::size_t count() const { return report_.ends.size(); }
  const Points& begin_of(std::size_t n) const { return n == 0 ? start_ : report_.ends[n - 1]; }

  void check_finite() const {
    for (std::size_t n = 0; n < count(); ++n) {
      if (report_.ends[n].isFinite().all()) continue;
      throw NumericalFailure(std::string("ode: ") + method_ + ", iteration " +
                             number_text(report_.iterations) + ", end of slice " + number_text(n) +
                             ": a place is not finite; take a finer coarse method or fewer slices");
    }
  }

  const char* method_;
  const SlicePropagator &coarse_, &fine_;
  const Points& start_;
  const ParallelInTimeOptions& options_;
  const IterationObserver& observer_;
  ParallelInTimeReport report_;
  std::vector<Points> fine_ends_, coarse_ends_, slopes_;
};

}  // namespace

ParallelInTimeReport parareal(const SlicePropagator& coarse, const SlicePropagator& fine, Index slices,
                              const Points& start, const ParallelInTimeOptions& options,
                              const IterationObserver& observer) {
  Slices run("parareal", coarse, fine, slices, start, options, observer);
  run.begin();
  return run.iterate(
      [](std::size_t) {},
      [&](std::size_t n, const Points&, const Points& new_begin) { return run.coarse_change(n, new_begin); });
}

ParallelInTimeReport multiple_shooting(const SlicePropagator& coarse, const SlicePropagator& fine,
                                       Index slices, const Points& start,
                                       const ParallelInTimeOptions& options,
                                       const IterationObserver& observer) {
  Slices run("multiple shooting", coarse, fine, slices, start, options, observer);
  run.begin();
  return run.iterate([&](std::size_t n) { run.differentiate(n); },
                     [&](std::size_t n, const Points& old_begin, const Points& new_begin) {
                       return run.linear_change(n, old_begin, new_begin);
                     });
}

SlicePropagator slice_sampler(const SamplerEntry& sampler, const SamplingGrid& slices, Index steps,
                              const process::ScoreField& score) {
  require(steps >= 1, "steps of a slice", static_cast<double>(steps), "must be at least 1");
  std::vector<SamplingProgram> programs;
  for (Index n = 0; n < slices.steps(); ++n) {
    const ClockNode &from = slices.nodes[static_cast<std::size_t>(n)],
                    &to = slices.nodes[static_cast<std::size_t>(n) + 1];
    SamplingGrid grid{slices.clock, {from}};
    for (Index k = 1; k < steps; ++k) {
      const double share = static_cast<double>(k) / static_cast<double>(steps);
      grid.nodes.push_back(slices.clock->at_lambda(from.lambda + share * (to.lambda - from.lambda)));
    }
    grid.nodes.push_back(to);
    programs.push_back(sampler.program(grid, {}));
    require(programs.back().draws() == 0, "draws of a sampler", static_cast<double>(programs.back().draws()),
            "must be 0: slices are computed more than once");
  }
  return [programs = std::move(programs), &score, name = sampler.claim.name](Index slice, Points& x) {
    const NoiseSource none = [](Index, Index, Index, double, Block) {};
    for (Index first = 0; first < x.rows(); first += block_rows) {
      const Index rows = std::min(block_rows, x.rows() - first);
      run_program(programs[static_cast<std::size_t>(slice)], score, none, name, first,
                  x.middleRows(first, rows));
    }
  };
}

double parareal_speed_up(Index slices, Index iterations, double fine, double coarse) {
  const auto n = static_cast<double>(slices);
  double cost = n * coarse;
  for (Index j = 1; j <= iterations; ++j) cost += fine + (n - static_cast<double>(j)) * coarse;
  return n * fine / cost;
}

}  // namespace kolmo::ode

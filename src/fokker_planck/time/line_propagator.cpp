// One line: a twisted solve, whose mass is then corrected, and one pass that also looks for the minimum and
// for non-finite numbers.

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/ring_solver.hpp"
#include "kolmo/core/linear/tridiagonal.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "line_kernels.hpp"
#include "propagators.hpp"

namespace kolmo::fokker_planck {
namespace {

class Padded {
 public:
  explicit Padded(Index n) : values_(Eigen::ArrayXd::Zero(n + 3 * line_padding)) {}
  double* data() { return values_.data() + line_padding; }
  const double* data() const { return values_.data() + line_padding; }

 private:
  Eigen::ArrayXd values_;
};

using Solver = std::variant<TridiagonalSolver, RingSolver>;

/// I − K, factored without a subtraction where no rate is negative.
Solver implicit_matrix(const FaceRates& rates, double kappa_dt) {
  const Eigen::ArrayXd up = kappa_dt * rates.up.col(0), down = kappa_dt * rates.down.col(0);
  if (rates.wrap.size() > 0) {
    return RingSolver(up, down, kappa_dt * rates.wrap(0, 0), kappa_dt * rates.wrap(1, 0));
  }
  const double first_leak = rates.leaks.size() > 0 ? kappa_dt * rates.leaks(0, 0) : 0;
  const double last_leak = rates.leaks.size() > 0 ? kappa_dt * rates.leaks(1, 0) : 0;
  if (up.minCoeff() >= 0 && down.minCoeff() >= 0) {
    return TridiagonalSolver::unit_column_sums(up, down, first_leak, last_leak);
  }
  Eigen::ArrayXd diagonal = Eigen::ArrayXd::Ones(up.size() + 1);
  diagonal.head(up.size()) += up;
  diagonal.tail(up.size()) += down;
  diagonal(0) += first_leak;
  diagonal(up.size()) += last_leak;
  return TridiagonalSolver(-up, diagonal, -down);
}

class LinePropagator : public Propagator {
 public:
  LinePropagator(const FaceRates& rates, Index n, double kappa_dt, std::vector<ImplicitStage> stages)
      : n_(n),
        stages_(std::move(stages)),
        solver_(implicit_matrix(rates, kappa_dt)),
        up_(n + 1),
        down_(n + 1),
        p_(n),
        q_(n),
        next_(n) {
    for (Index f = 1; f < n; ++f) {
      up_.data()[f] = kappa_dt * rates.up(f - 1, 0);
      down_.data()[f] = kappa_dt * rates.down(f - 1, 0);
    }
    if (rates.leaks.size() > 0) {
      absorbs_ = true;
      down_.data()[0] = kappa_dt * rates.leaks(0, 0);
      up_.data()[n] = kappa_dt * rates.leaks(1, 0);
    }
    if (rates.wrap.size() > 0) {
      ring_ = true;
      up_.data()[0] = up_.data()[n] = kappa_dt * rates.wrap(0, 0);
      down_.data()[0] = down_.data()[n] = kappa_dt * rates.wrap(1, 0);
    }
  }

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    lost_lower_ = lost_upper_ = {};
    std::copy(p, p + n_, p_.data());
    for (Index step = 1; step <= steps && report.first_not_finite == 0; ++step) {
      throw_if_stopped();
      LineRange range{};
      for (const ImplicitStage& stage : stages_) range = apply(stage);
      if (range.minimum < report.minimum) {
        report.minimum = range.minimum;
        report.minimum_step = step;
      }
      if (!std::isfinite(range.sum)) report.first_not_finite = step;
    }
    std::copy(p_.data(), p_.data() + n_, p);
    report.outflow[0] = {lost_lower_.value(), lost_upper_.value()};
    return report;
  }

 private:
  LineRange apply(const ImplicitStage& stage) {
    const double* rhs = p_.data();
    if (ring_) close(p_);
    if (stage.explicit_part != 0) {
      add_line_inflow(up_.data(), down_.data(), p_.data(), stage.explicit_part, n_, next_.data());
      rhs = next_.data();
    }
    std::visit([&](const auto& solver) { solver.solve(rhs, q_.data()); }, solver_);
    const double before = line_sums(p_.data(), n_).sum, t = defect(stage, before);
    const double lost = absorbs_ ? count_losses(stage, t) : 0;
    const LineUpdate by{1 - stage.new_flux, stage.new_flux,
                        stage.old_flux - stage.explicit_part * stage.new_flux, t};
    const LineRange range = update_line(up_.data(), down_.data(), p_.data(), q_.data(), by, n_, next_.data());
    std::swap(p_, next_);
    settle(before, lost, range.maximum);
    return range;
  }

  /// What is left of the mass's defect, too small a part of any entry, goes to the largest one (or to nobody,
  /// where more left than stayed).
  void settle(double before, double lost, double maximum) {
    const double kept = line_sums(p_.data(), n_).sum, rest = before - lost - kept;
    if (rest == 0 || !(kept > lost)) return;
    double* largest = std::find(p_.data(), p_.data() + n_, maximum);
    if (largest != p_.data() + n_) *largest += rest;
  }

  /// Beyond each end of a ring lies the other one.
  void close(Padded& values) const {
    values.data()[-1] = values.data()[n_ - 1];
    values.data()[n_] = values.data()[0];
  }

  double lost_below(const double* p) const { return absorbs_ ? down_.data()[0] * p[0] : 0; }
  double lost_above(const double* p) const { return absorbs_ ? up_.data()[n_] * p[n_ - 1] : 0; }

  /// The part t of |q| that q and its leaks must grow by, so that Σ rhs = Σq + leaks of q, which the solve
  /// keeps to its own rounding alone.
  double defect(const ImplicitStage& stage, double before) const {
    const double *p = p_.data(), *q = q_.data();
    const LineSums solved = line_sums(q, n_);
    const double leaks = lost_below(q) + lost_above(q);
    const double size = solved.size + std::abs(leaks);
    if (!(size > 0)) return 0;
    return (before - stage.explicit_part * (lost_below(p) + lost_above(p)) - solved.sum - leaks) / size;
  }

  /// Returns what was lost in the stage.
  double count_losses(const ImplicitStage& stage, double t) {
    const double *p = p_.data(), *q = q_.data();
    const auto grown = [t](double x) { return x + t * std::abs(x); };
    const double lower = stage.old_flux * lost_below(p) + stage.new_flux * grown(lost_below(q));
    const double upper = stage.old_flux * lost_above(p) + stage.new_flux * grown(lost_above(q));
    lost_lower_.add(lower);
    lost_upper_.add(upper);
    return lower + upper;
  }

  Index n_;
  std::vector<ImplicitStage> stages_;
  Solver solver_;
  Padded up_, down_;  // κ Δt times the rates of face f, between cells f − 1 and f
  Padded p_, q_, next_;
  bool ring_ = false, absorbs_ = false;
  CompensatedSum lost_lower_, lost_upper_;
};

}  // namespace

std::unique_ptr<Propagator> prepare_line(const Generator& generator, double kappa_dt,
                                         std::vector<ImplicitStage> stages) {
  return std::make_unique<LinePropagator>(generator.rates(0), generator.grid().cells(), kappa_dt,
                                          std::move(stages));
}

}  // namespace kolmo::fokker_planck

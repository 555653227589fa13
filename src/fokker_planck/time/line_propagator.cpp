// One line: a twisted solve, then one pass over the fluxes that also looks for the minimum and for non-finite
// numbers.

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

#include "fokker_planck/operator/packs.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/ring_solver.hpp"
#include "kolmo/core/linear/tridiagonal.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "propagators.hpp"

namespace kolmo::fokker_planck {
namespace {

struct Range {
  double minimum, sum;
};

// out_i = p_i − (G_{i+1} − G_i), G_i = old (U_i p_{i−1} − V_i p_i) + new (U_i q_{i−1} − V_i q_i); face i lies
// below cell i.
KOLMO_INLINE Pack updated(const double* up, const double* down, const double* p, const double* q,
                          double old_flux, double new_flux, bool with_old, Index i) {
  Pack u0, u1, v0, v1, a, b, c;
  load(up + i, u0);
  load(up + i + 1, u1);
  load(down + i, v0);
  load(down + i + 1, v1);
  load(q + i - 1, a);
  load(q + i, b);
  load(q + i + 1, c);
  Pack below = new_flux * (u0 * a - v0 * b), above = new_flux * (u1 * b - v1 * c);
  load(p + i, b);
  if (with_old) {
    load(p + i - 1, a);
    load(p + i + 1, c);
    below += old_flux * (u0 * a - v0 * b);
    above += old_flux * (u1 * b - v1 * c);
  }
  return b - (above - below);
}

// Arrays are padded by one pack of 0, which p_{−1} and p_n, q_{−1} and q_n keep unless the line is a ring.
// Rates of faces 0 and n are 0 where nothing passes the ends. p ≠ out where with_old.
KOLMO_VECTORISED Range apply_fluxes(const double* up, const double* down, const double* p, const double* q,
                                    double old_flux, double new_flux, Index n, double* out) {
  const double infinity = std::numeric_limits<double>::infinity();
  Pack minimum = {infinity, infinity, infinity, infinity, infinity, infinity, infinity, infinity};
  Pack sum = {};
  const bool with_old = old_flux != 0;
  Index i = 0;
  for (; i + pack_size <= n; i += pack_size) {
    const Pack x = updated(up, down, p, q, old_flux, new_flux, with_old, i);
    store(x, out + i);
    lower(x, minimum);
    sum += x;
  }
  Range range{infinity, 0};
  if (i < n) {
    const Pack x = updated(up, down, p, q, old_flux, new_flux, with_old, i);
    for (Index k = 0; i + k < n; ++k) {
      out[i + k] = x[k];
      range.minimum = std::min(range.minimum, x[k]);
      range.sum += x[k];
    }
  }
  for (Index k = 0; k < pack_size; ++k) {
    range.minimum = std::min(range.minimum, minimum[k]);
    range.sum += sum[k];
  }
  return range;
}

class Padded {
 public:
  explicit Padded(Index n) : values_(Eigen::ArrayXd::Zero(n + 3 * pack_size)) {}
  double* data() { return values_.data() + pack_size; }
  const double* data() const { return values_.data() + pack_size; }

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
      Range range{};
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
  Range apply(const ImplicitStage& stage) {
    const double* rhs = p_.data();
    if (ring_) close(p_);
    if (stage.explicit_part != 0) {
      apply_fluxes(up_.data(), down_.data(), p_.data(), p_.data(), 0, stage.explicit_part, n_, next_.data());
      rhs = next_.data();
    }
    std::visit([&](const auto& solver) { solver.solve(rhs, q_.data()); }, solver_);
    if (ring_) close(q_);
    if (absorbs_) count_losses(stage);
    const Range range = apply_fluxes(up_.data(), down_.data(), p_.data(), q_.data(), stage.old_flux,
                                     stage.new_flux, n_, next_.data());
    std::swap(p_, next_);
    return range;
  }

  /// Beyond each end of a ring lies the other one.
  void close(Padded& values) const {
    values.data()[-1] = values.data()[n_ - 1];
    values.data()[n_] = values.data()[0];
  }

  void count_losses(const ImplicitStage& stage) {
    const double *p = p_.data(), *q = q_.data();
    lost_lower_.add(down_.data()[0] * (stage.old_flux * p[0] + stage.new_flux * q[0]));
    lost_upper_.add(up_.data()[n_] * (stage.old_flux * p[n_ - 1] + stage.new_flux * q[n_ - 1]));
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

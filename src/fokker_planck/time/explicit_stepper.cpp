#include "kolmo/fokker_planck/time/explicit_stepper.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

class ExplicitPropagator : public Propagator {
 public:
  ExplicitPropagator(const Generator& generator, ExplicitTable table, double dt, double tolerance)
      : generator_(generator),
        table_(std::move(table)),
        dt_(dt),
        tolerance_(tolerance),
        h_(dt),
        stages_(generator.grid().cells(), static_cast<Index>(table_.e.size())),
        leaks_(table_.e.size()),
        next_(stages_.rows()),
        error_(stages_.rows()) {}

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    lost_ = {};
    for (Index step = 1; step <= steps; ++step) {
      advance_one(p);
      if (!watch(p, next_.size(), step, report)) break;
    }
    report.outflow = lost_;
    return report;
  }

 private:
  // Substeps until Δt is used up; h is kept for the next Δt.
  void advance_one(double* p) {
    Eigen::Map<Eigen::ArrayXd> density(p, next_.size());
    generator_.apply(p, stages_.col(0).data());
    leak(p, 0);
    double left = dt_;
    while (left > 0 && std::isfinite(density(0))) {
      throw_if_stopped();
      const bool last = h_ >= left * (1 - 1e-12);
      const double h = last ? left : h_;
      const double allowed = tolerance_ * h / dt_ * sum(p, next_.size()), error = attempt(density, h);
      // Below the allowed error the step may grow fivefold; what is not finite counts as far too long.
      const double ratio = error > 0 ? 0.9 * std::pow(allowed / error, 1.0 / (table_.order - 1)) : 5;
      const double factor = std::isfinite(ratio) ? std::clamp(ratio, 0.2, 5.0) : 0.2;
      if (error <= allowed) {
        density = next_;
        for (std::size_t i = 0; i + 1 < leaks_.size(); ++i)
          add_outflow(leaks_[i], h * table_.a.back()[i], lost_);
        stages_.col(0) = stages_.col(stages_.cols() - 1);
        leaks_.front() = leaks_.back();
        left = last ? 0 : left - h;
        if (!last || factor < 1) h_ = h * factor;
      } else {
        h_ = h * std::min(factor, 0.9);
        if (h_ < 1e-12 * dt_) density.setConstant(std::nan(""));
      }
    }
  }

  double attempt(const Eigen::Map<Eigen::ArrayXd>& density, double h) {
    for (std::size_t i = 1; i < table_.a.size(); ++i) {
      next_ = density;
      for (std::size_t j = 0; j < i; ++j) {
        if (table_.a[i][j] != 0) next_ += h * table_.a[i][j] * stages_.col(static_cast<Index>(j));
      }
      generator_.apply(next_.data(), stages_.col(static_cast<Index>(i)).data());
      leak(next_.data(), i);
    }
    error_.setZero();
    for (std::size_t i = 0; i < table_.e.size(); ++i) {
      error_ += h * table_.e[i] * stages_.col(static_cast<Index>(i));
    }
    error_ = error_.abs();
    return sum(error_.data(), error_.size());
  }

  void leak(const double* p, std::size_t stage) {
    leaks_[stage] = {};
    add_outflow(generator_, p, 1, leaks_[stage]);
  }

  Generator generator_;
  ExplicitTable table_;
  double dt_, tolerance_, h_;
  Eigen::ArrayXXd stages_;
  std::vector<Outflows> leaks_;  // of every stage, a time
  Outflows lost_ = {};
  Eigen::ArrayXd next_, error_;
};

}  // namespace

ExplicitTable bogacki_shampine_table() {
  return {{{}, {1. / 2}, {0, 3. / 4}, {2. / 9, 1. / 3, 4. / 9}}, {-5. / 72, 1. / 12, 1. / 9, -1. / 8}, 3};
}

ExplicitTable dormand_prince_table() {
  return {{{},
           {1. / 5},
           {3. / 40, 9. / 40},
           {44. / 45, -56. / 15, 32. / 9},
           {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
           {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
           {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}},
          {71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40},
          5};
}

ExplicitStepper::ExplicitStepper(std::string name, std::string source, ExplicitTable table, double tolerance)
    : table_(std::move(table)), tolerance_(tolerance) {
  require(tolerance > 0, "tolerance", tolerance, "must be > 0");
  claim_.name = std::move(name);
  claim_.source = std::move(source);
  claim_.needs = "a constant generator with any sides; substeps below about 3/max|L_ii|";
}

std::unique_ptr<Propagator> ExplicitStepper::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  return std::make_unique<ExplicitPropagator>(generator, table_, dt, tolerance_);
}

ExplicitStepper explicit_bogacki_shampine(double tolerance) {
  return {"explicit_bogacki_shampine", "Bogacki, Shampine 1989", bogacki_shampine_table(), tolerance};
}

ExplicitStepper explicit_dormand_prince(double tolerance) {
  return {"explicit_dormand_prince", "Dormand, Prince 1980", dormand_prince_table(), tolerance};
}

}  // namespace kolmo::fokker_planck

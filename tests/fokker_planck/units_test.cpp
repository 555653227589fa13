// x → 2^a x, t → 4^b t: the same mantissas everywhere.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/problems.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "kolmo/fokker_planck/time/largest_step.hpp"
#include "kolmo/fokker_planck/time/march_adaptive.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

/// f = (0.3 + x − x³ + y, −y − x)/time · length in units of these; g² = 1 length²/time.
class InUnits final : public process::Process {
 public:
  InUnits(Index d, double length, double time) : d_(d), length_(length), time_(time) {}
  std::string name() const override { return "in_units"; }
  Index dimension() const override { return d_; }
  void drift(double, const ConstBlock& x, Block out) const override {
    const double speed = length_ / time_;
    for (Index i = 0; i < x.rows(); ++i) {
      const double u = x(i, 0) / length_, v = d_ > 1 ? x(i, 1) / length_ : 0;
      out(i, 0) = speed * (0.3 + u - u * u * u + v);
      if (d_ > 1) out(i, 1) = speed * (-v - u);
    }
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double u = x(i, 0) / length_;
      out(i) = (1 - 3 * u * u - (d_ > 1 ? 1 : 0)) / time_;
    }
  }
  double diffusion(double) const override { return length_ / std::sqrt(time_); }
  double noise_variance(double s, double t) const override { return length_ * length_ / time_ * (t - s); }

 private:
  Index d_;
  double length_, time_;
};

struct Units {
  double length, time;
  Grid grid(Index d, Index cells) const {
    std::vector<Axis> axes(static_cast<std::size_t>(d), {-3 * length, 3 * length, cells});
    return Grid(axes);
  }
  Generator generator(Index d, Index cells, const Setting& setting = {}) const {
    return scharfetter_gummel(InUnits(d, length, time), grid(d, cells), setting);
  }
  /// A density: 1/length^d.
  Eigen::ArrayXd start(const Grid& on) const {
    Eigen::ArrayXd p(on.cells());
    const Points x = on.centres() / length;
    for (Index i = 0; i < p.size(); ++i)
      p(i) = std::exp(-2 * x.row(i).square().sum()) / std::pow(length, static_cast<double>(on.dimension()));
    return p;
  }
};

const Units plain{1, 1};
const Units others[] = {{0x1p-30, 0x1p-40}, {0x1p20, 0x1p20}, {0x1p-7, 0x1p14}, {1, 0x1p-38}, {0x1p-20, 1}};

/// `there` in the other units is factor · `here`, to the last bit.
void expect_scaled(const Eigen::ArrayXd& here, const Eigen::ArrayXd& there, double factor,
                   const std::string& what) {
  ASSERT_EQ(here.size(), there.size()) << what;
  EXPECT_TRUE((factor * here == there).all()) << what << ": " << (factor * here - there).abs().maxCoeff();
}

Eigen::ArrayXd marched_in(const Units& units, Index d, const TimeStepper& stepper) {
  const Generator generator = units.generator(d, d == 1 ? 60 : 24);
  return march(generator, stepper, units.start(generator.grid()),
               {{0, 0.5 * units.time, 2 * units.time}, {10, 20}})
      .density;
}

TEST(Units, MarchesHaveTheSameBits) {
  for (const auto& s : steppers()) {
    for (const Index d : {1, 2}) {
      const Eigen::ArrayXd here = marched_in(plain, d, *s);
      for (const Units& units : others) {
        expect_scaled(here, marched_in(units, d, *s), std::pow(units.length, -static_cast<double>(d)),
                      s->claim().name);
      }
    }
  }
}

TEST(Units, ExponentialsHaveTheSameBits) {
  for (const Units& units : others) {
    expect_scaled(marched_in(plain, 2, KrylovExponentialStepper()),
                  marched_in(units, 2, KrylovExponentialStepper()), std::pow(units.length, -2), "krylov");
    expect_scaled(marched_in(plain, 1, EigenExponential()), marched_in(units, 1, EigenExponential()),
                  1 / units.length, "eigen");
  }
}

AdaptiveResult adaptive_in(const Units& units) {
  const Generator generator = units.generator(1, 60);
  return march_adaptive(generator, stepper("tr_bdf2"), units.start(generator.grid()), {0, 2 * units.time});
}

TEST(Units, AdaptiveStepsAreTheSame) {
  const AdaptiveResult here = adaptive_in(plain);
  for (const Units& units : others) {
    const AdaptiveResult there = adaptive_in(units);
    expect_scaled(here.march.density, there.march.density, 1 / units.length, "adaptive");
    EXPECT_EQ(here.march.steps, there.march.steps);
    EXPECT_EQ(here.rejected, there.rejected);
    EXPECT_EQ(here.estimated_error, there.estimated_error);
  }
}

TEST(Units, ModesAndRatesHaveTheSameBits) {
  for (const Units& units : others) {
    const Generator here = plain.generator(1, 120), there = units.generator(1, 120);
    expect_scaled(leading_eigenvalues(here, 4), leading_eigenvalues(there, 4), 1 / units.time, "eigenvalues");
    const Eigenpairs a = leading_eigenpairs(here, 3), b = leading_eigenpairs(there, 3);
    expect_scaled(a.symmetric.reshaped(), b.symmetric.reshaped(), 1, "eigenvectors");
    const Eigenpairs c = leading_eigenpairs_sparse(here, 3), d = leading_eigenpairs_sparse(there, 3);
    expect_scaled(c.values, d.values, 1 / units.time, "sparse eigenvalues");
    expect_scaled(c.symmetric.reshaped(), d.symmetric.reshaped(), 1, "sparse eigenvectors");
  }
}

TEST(Units, PassageTimesAndTheStationaryStateHaveTheSameBits) {
  const Setting absorbing{Boundary::absorbing};
  for (const Units& units : others) {
    for (const Index d : {1, 2}) {
      const Index cells = d == 1 ? 120 : 20;
      expect_scaled(mean_passage_time(plain.generator(d, cells, absorbing)),
                    mean_passage_time(units.generator(d, cells, absorbing)), units.time, "passage times");
      expect_scaled(exit_probability(plain.generator(d, cells, absorbing), 0, 1),
                    exit_probability(units.generator(d, cells, absorbing), 0, 1), 1, "exits");
    }
    const StationaryState here = stationary_state(plain.generator(2, 20)),
                          there = stationary_state(units.generator(2, 20));
    // Two logarithms lie between: rounding of log of a density.
    EXPECT_LE((here.density / (units.length * units.length) / there.density - 1).abs().maxCoeff(), 1e-12);
    EXPECT_NEAR(here.entropy_production / (units.time * there.entropy_production), 1, 1e-11);
  }
}

TEST(Units, LargestStepsAreTheSame) {
  const auto largest = [](const Units& units) {
    const Generator generator = units.generator(1, 60);
    return largest_positive_step(generator, stepper("crank_nicolson"), units.start(generator.grid()));
  };
  for (const Units& units : others) EXPECT_EQ(largest(units), units.time * largest(plain));
}

}  // namespace
}  // namespace kolmo::fokker_planck

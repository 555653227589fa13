// What a process passes on to the one inside it, and what it must not.

#include "kolmo/process/derived/forwarding_process.hpp"

#include <gtest/gtest.h>

#include "kolmo/density/potentials.hpp"
#include "kolmo/process/derived/scaled_diffusion.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/derived/with_linear_part.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/process/structure/linear_drift.hpp"
#include "linear_processes.hpp"

namespace kolmo::process {
namespace {

/// Changes nothing.
class Unchanged final : public ForwardingProcess {
 public:
  explicit Unchanged(std::shared_ptr<const Process> process)
      : ForwardingProcess(std::move(process), "Unchanged") {}
  const Process* source_of(Part asked) const override { return asked == Part::law ? nullptr : inner().get(); }
};

std::vector<std::shared_ptr<const Process>> of_every_noise() {
  auto all = samples::linear_processes(2);
  const auto well = std::make_shared<density::DoubleWell>(0.2);
  all.push_back(std::make_shared<OverdampedLangevin>(well, 0.5));
  all.push_back(std::make_shared<UnderdampedLangevin>(well, 0.7, 0.5));
  all.push_back(std::make_shared<GeometricBrownianMotion>(0.4, 0.8, 2));
  return all;
}

/// What `ask` writes for three points, in as many columns.
template <class Ask>
Points answer(const Process& process, Index columns, const Ask& ask) {
  const Index d = process.dimension();
  Points x(3, d), out = Points::Zero(3, columns);
  for (Index j = 0; j < d; ++j) x.col(j) << 0.3 + 0.2 * j, -0.4, 1.1 - j;
  ask(process, x, out);
  return out;
}

template <class Ask>
void expect_same(const Process& one, const Process& other, Index columns, const Ask& ask) {
  EXPECT_TRUE((answer(one, columns, ask) == answer(other, columns, ask)).all()) << other.name();
}

TEST(ForwardingProcess, PassesOnDriftAndNoiseToTheBit) {
  constexpr double t = 0.4;
  for (const auto& process : of_every_noise()) {
    const Unchanged same(process);
    const Index d = process->dimension(), m = process->noise_dimension();
    EXPECT_EQ(same.name(), process->name());
    ASSERT_EQ(same.dimension(), d);
    ASSERT_EQ(same.noise_dimension(), m) << process->name();
    EXPECT_EQ(same.noise_kind(), process->noise_kind()) << process->name();
    EXPECT_EQ(constant_coefficients(same), constant_coefficients(*process)) << process->name();
    EXPECT_EQ(linear_rates(same), linear_rates(*process)) << process->name();
    EXPECT_EQ(has_drift_jacobian(same), has_drift_jacobian(*process)) << process->name();
    using P = const Process&;
    using X = const Points&;
    expect_same(*process, same, d, [](P p, X x, Points& out) { p.drift(t, x, out); });
    expect_same(*process, same, 1, [](P p, X x, Points& out) { p.drift_divergence(t, x, out.col(0)); });
    if (has_drift_jacobian(*process)) {
      expect_same(*process, same, d * d, [](P p, X x, Points& out) { drift_jacobian(p, t, x, out); });
    }
    expect_same(*process, same, d * m, [](P p, X x, Points& out) { p.diffusion_matrix(t, x, out); });
    expect_same(*process, same, d * m,
                [](P p, X x, Points& out) { p.diffusion_matrix_derivative(t, x, x, out); });
    if (process->noise_kind() == NoiseKind::scalar) {
      EXPECT_EQ(same.diffusion(t), process->diffusion(t)) << process->name();
      EXPECT_EQ(same.noise_variance(0.1, t), process->noise_variance(0.1, t)) << process->name();
    }
    if (process->noise_kind() == NoiseKind::scalar || process->noise_kind() == NoiseKind::diagonal) {
      expect_same(*process, same, d, [](P p, X x, Points& out) { p.diffusion_diagonal(t, x, out); });
      expect_same(*process, same, d, [](P p, X x, Points& out) { p.diffusion_derivative(t, x, out); });
    }
  }
}

TEST(ForwardingProcess, KeepsNothingThatHoldsOfDriftAndNoiseTogether) {
  for (const auto& process : of_every_noise()) {
    const Unchanged same(process);
    EXPECT_FALSE(exact_kernel(same, 0, 1).has_value()) << process->name();
    EXPECT_FALSE(gradient_structure(same).has_value()) << process->name();
    EXPECT_FALSE(kinetic_structure(same).has_value()) << process->name();
    EXPECT_EQ(on_clock(same), nullptr) << process->name();
    EXPECT_EQ(intrinsic_time(same, 0.7), 0.7) << process->name();
  }
}

TEST(ForwardingProcess, OfALinearPartKeepsEverything) {
  for (const auto& process : of_every_noise()) {
    const WithLinearPart split(process, -2);
    EXPECT_EQ(exact_kernel(split, 0, 1).has_value(), exact_kernel(*process, 0, 1).has_value())
        << process->name();
    EXPECT_EQ(gradient_structure(split).has_value(), gradient_structure(*process).has_value());
    EXPECT_EQ(kinetic_structure(split).has_value(), kinetic_structure(*process).has_value());
    EXPECT_EQ(on_clock(split) != nullptr, on_clock(*process) != nullptr) << process->name();
    EXPECT_EQ(intrinsic_time(split, 0.7), intrinsic_time(*process, 0.7)) << process->name();
    EXPECT_EQ(intrinsic_time_inverse(split, 0.7), intrinsic_time_inverse(*process, 0.7)) << process->name();
  }
}

TEST(ForwardingProcess, ThatScalesIsConstantInTimeWhereTheOneInsideIs) {
  const auto brownian = std::make_shared<Brownian>(1.4, 2);
  EXPECT_EQ(constant_coefficients(ScaledDiffusion(brownian, 4)), true);
  EXPECT_EQ(constant_coefficients(ScaledDrift(brownian, 4)), true);
  const auto exploding = std::make_shared<VarianceExploding>(0.2, 3.0, 2.0, 2);
  EXPECT_EQ(constant_coefficients(ScaledDiffusion(exploding, 4)), false);
}

TEST(ForwardingProcess, NamesWhoWasGivenNoProcess) {
  try {
    const Unchanged none(nullptr);
    ADD_FAILURE() << "accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_EQ(std::string(error.what()), "Unchanged: process must not be null");
  }
}

}  // namespace
}  // namespace kolmo::process

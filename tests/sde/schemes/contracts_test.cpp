// The processes that schemes are measured and tested on are what they say.

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/measure/problems/cubic.hpp"
#include "kolmo/measure/problems/explicit_solutions.hpp"
#include "kolmo/measure/problems/matrix_processes.hpp"
#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/problems/torus_potential.hpp"
#include "kolmo/process/check/check_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/process/structure/noise_of_time_alone.hpp"
#include "sde/matrix_processes.hpp"

namespace kolmo::sde {
namespace {

/// Points that are not special, in a box of half-width about 1.3.
process::ProcessSamples samples(Index d) {
  Points x(7, d);
  RandomStream(3, 1).uniforms(0, 0, x);
  return {{0.1, 0.35, 0.9}, 2 * x - 0.7};
}

TEST(Contracts, HoldForTheProcessesThatSchemesAreMeasuredOn) {
  const auto torus = std::make_shared<measure::TorusPotential>();
  std::vector<std::shared_ptr<const process::Process>> all{
      std::make_shared<measure::Periodic>(),
      std::make_shared<measure::Noiseless>(),
      std::make_shared<measure::StateNoise>(),
      std::make_shared<measure::NoiselessState>(),
      std::make_shared<measure::PlaneNoise>(),
      std::make_shared<measure::Cubic>(),
      std::make_shared<measure::TanhProcess>(),
      std::make_shared<measure::SinhProcess>(),
      std::make_shared<measure::ConstantMatrix>(),
      std::make_shared<measure::CommutativeMatrix>(),
      std::make_shared<measure::NonCommutativeMatrix>(),
      std::make_shared<measure::OneMotionMatrix>(),
      std::make_shared<measure::ChangingMatrix>(),
      std::make_shared<process::OverdampedLangevin>(torus, 1.0),
      std::make_shared<process::UnderdampedLangevin>(torus, 0.8, 1.0),
      std::make_shared<test::CommutativeNoise>(),
      std::make_shared<test::GeneralNoise>(),
      std::make_shared<test::ConstantNoise>()};
  for (const auto& process : all) {
    for (const std::string& broken : process::broken_contracts(*process, samples(process->dimension())))
      ADD_FAILURE() << broken;
  }
}

// And those that are wrong on purpose are found.
TEST(Contracts, OfAVarianceFrozenOverAStepAreBroken) {
  const auto broken = process::broken_contracts(measure::FrozenNoise(), samples(1));
  ASSERT_FALSE(broken.empty());
  EXPECT_NE(broken.front().find("noise_variance"), std::string::npos) << broken.front();
}

TEST(Contracts, OfNoiseThatIsFalselySaidToDependOnTimeAloneAreBroken) {
  class Wrong final : public test::GeneralNoise, public process::NoiseOfTimeAlone {};
  const auto broken = process::broken_contracts(Wrong(), samples(2));
  ASSERT_EQ(broken.size(), 3u);  // one a time
  EXPECT_NE(broken.front().find("noise of time alone"), std::string::npos) << broken.front();
}

TEST(Contracts, OfNoiseThatIsFalselySaidToCommuteAreBroken) {
  const auto broken = process::broken_contracts(test::FalselyCommutative(), samples(2));
  ASSERT_FALSE(broken.empty());
  EXPECT_NE(broken.front().find("commutative noise"), std::string::npos) << broken.front();
}

}  // namespace
}  // namespace kolmo::sde

// Weights of samplers meet the moment conditions of their orders, on any grid.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/ode/samplers/exponential_weights.hpp"
#include "kolmo/ode/samplers/sampler_tables.hpp"
#include "ode/sampler_problem.hpp"

namespace kolmo::ode {
namespace {

/// ∫_0^end e^{z (end − τ)} τ^k dτ by 16 pieces of 10 nodes.
double moment_by_quadrature(double z, double end, int k) {
  const GaussLegendre<10> rule;
  double sum = 0;
  const double half = end / 32;
  for (int piece = 0; piece < 16; ++piece) {
    for (std::size_t i = 0; i < rule.half; ++i) {
      for (const double side : {-1.0, 1.0}) {
        const double tau = half * (2 * piece + 1 + side * rule.nodes[i]);
        sum += rule.weights[i] * half * std::exp(z * (end - tau)) * std::pow(tau, k);
      }
    }
  }
  return sum;
}

TEST(ExponentialWeights, have_the_moments_of_the_exponential) {
  for (const double z : {-30.0, -5.0, -1.99, -0.5, -1e-9, 0.0, 1e-9, 0.3, 1.99, 2.01, 7.0}) {
    for (const double end : {1.0 / 3, 1.0}) {
      const std::vector<double> m = exponential_moments(z, end, 6);
      for (int k = 0; k < 6; ++k) {
        const double exact = moment_by_quadrature(z, end, k);
        // The quadrature's sums round too; upwards φ_6 loses 6! of 2⁶ there where |z end| is just above 2.
        EXPECT_NEAR(m[static_cast<std::size_t>(k)] / exact, 1, 1e-13) << z << ' ' << end << ' ' << k;
      }
    }
  }
}

TEST(ExponentialWeights, are_those_of_Adams_and_Bashforth_where_the_exponent_is_0) {
  const std::vector<double> adams = {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24};
  const std::vector<double> w = interpolating_weights(0, 1, {0, -1, -2, -3});
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(w[i], adams[i], 1e-14);
}

TEST(ExponentialWeights, refuse_nodes_that_coincide) {
  EXPECT_THROW(interpolating_weights(1, 1, {0, 0}), InvalidArgument);
  EXPECT_THROW(interpolating_weights(1, 1, {}), InvalidArgument);
}

// Read off the programs, so that what runs is what is tested: the weights of E_i at nodes (λ_{n−i} − λ_n)/h.
TEST(SamplerWeights, of_several_steps_meet_their_conditions_on_every_grid) {
  struct Expected {
    const char* name;
    Prediction prediction;
    int steps, conditions;
  };
  const Expected all[] = {{"exponential_adams_2", Prediction::noise, 2, 2},
                          {"exponential_adams_3", Prediction::noise, 3, 3},
                          {"exponential_adams_4", Prediction::noise, 4, 4},
                          {"dpmpp_3m", Prediction::denoised, 3, 3},
                          {"dpmpp_3m_published", Prediction::denoised, 3, 2},
                          {"dpmpp_2m", Prediction::denoised, 2, 1},
                          {"unipc_1", Prediction::denoised, 1, 1},
                          {"unipc_2", Prediction::denoised, 2, 2}};
  const test::SamplerProblem problem;
  for (const Expected& expected : all) {
    for (const GridRule& rule : grid_rules()) {
      const SamplingGrid grid = sampling_grid(problem.clock(), rule, 12);
      const SamplingProgram program = find_sampler(expected.name).program(grid, {});
      ASSERT_EQ(program.prediction, expected.prediction);
      for (std::size_t n = static_cast<std::size_t>(expected.steps) - 1; n < 12; ++n) {
        const double h = grid.nodes[n + 1].lambda - grid.nodes[n].lambda;
        const bool noise = expected.prediction == Prediction::noise;
        const double factor = noise ? -grid.nodes[n + 1].sigma * h : grid.nodes[n + 1].alpha * h;
        std::vector<double> nodes;
        for (int k = 0; k < expected.steps; ++k) {
          nodes.push_back((grid.nodes[n - static_cast<std::size_t>(k)].lambda - grid.nodes[n].lambda) / h);
        }
        bool predicted = false;
        for (const SamplingOperation& operation : program.steps[n]) {
          if (operation.weights.empty()) continue;
          std::vector<double> weights = operation.weights, places = nodes;
          for (double& weight : weights) weight /= factor;
          if (predicted) places.insert(places.begin(), 1);  // the corrector
          ASSERT_EQ(weights.size(), places.size());
          const int conditions = predicted ? expected.steps + 1 : expected.conditions;
          const double z = noise ? h : -h;
          EXPECT_LE(moment_defect(weights, places, z, 1, conditions), 1e-14)
              << expected.name << ' ' << rule.name << ' ' << n;
          // And no more: what follows is off by a share of the moment that does not fall with h.
          if (expected.name == std::string("dpmpp_3m_published")) {
            EXPECT_GT(moment_defect(weights, places, z, 1, conditions + 1), 1e-2);
          }
          predicted = true;
        }
      }
    }
  }
}

TEST(SamplerWeights, of_single_steps_meet_their_conditions) {
  for (const Prediction prediction : {Prediction::noise, Prediction::denoised}) {
    for (const SingleStepTable& table :
         {ddim_table(prediction), dpm_2_table(prediction), dpm_3_table(prediction)}) {
      std::vector<double> places = {0};
      for (const SingleStepStage& stage : table.stages) {
        std::vector<double> nodes;
        for (const Index k : stage.through) nodes.push_back(places[static_cast<std::size_t>(k)]);
        for (const double z : {-2.5, -0.1, 0.01, 1.2}) {
          EXPECT_LE(moment_defect(interpolating_weights(z, stage.end, nodes), nodes, z, stage.end,
                                  static_cast<int>(nodes.size())),
                    1e-14);
        }
        EXPECT_EQ(stage.evaluated_at, stage.end);
        places.push_back(stage.end);
      }
      EXPECT_EQ(places.back(), 1);
    }
  }
}

}  // namespace
}  // namespace kolmo::ode

// Diffusions on graphs and their steps of minimising movements.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/graph/graph_diffusion.hpp"
#include "kolmo/fokker_planck/graph/graph_flow.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::fokker_planck {
namespace {

/// A triangle with a tail; rates in units of 1e9 per time.
GraphDiffusion tailed_triangle() {
  return {Eigen::Array4d(0, 1.5, -0.7, 2), {{0, 1, 1e9}, {1, 2, 3e9}, {0, 2, 5e8}, {2, 3, 2e9}}};
}

TEST(GraphDiffusion, HasDetailedBalance) {
  const GraphDiffusion graph = tailed_triangle();
  EXPECT_LT(graph.detailed_balance_defect(), 1e-15);
  EXPECT_LT(graph.derivative(graph.stationary()).abs().maxCoeff(), 1e-6);
  EXPECT_NEAR(graph.stationary()(0) / graph.stationary()(1), std::exp(1.5), 1e-14);
  EXPECT_EQ(graph.rate(0), 1e9 * std::exp(-0.75));
}

TEST(GraphDiffusion, OnALineIsTheSquareRootApproximation) {
  const auto well = std::make_shared<density::QuadraticPotential>(2.0, Eigen::VectorXd::Constant(1, 0.3));
  const process::OverdampedLangevin process(well, 0.7);
  const Grid grid({{-3, 3, 40}});
  const Generator generator = discretisation("sqra").build(process, grid);
  const GraphDiffusion graph = line_graph([](double x) { return (x - 0.3) * (x - 0.3); }, 0.7, -3, 3, 40);
  Eigen::ArrayXd p = Eigen::ArrayXd::LinSpaced(40, 0.2, 1), there(40);
  generator.apply(p.data(), there.data());
  EXPECT_LT((graph.derivative(p) - there).abs().maxCoeff(), 1e-10 * there.abs().maxCoeff());
}

TEST(GraphSpectrum, SolvesTheMasterEquation) {
  const GraphDiffusion graph = tailed_triangle();
  const GraphSpectrum spectrum(graph);
  const Eigen::ArrayXd start = Eigen::Array4d(0.1, 0.2, 0.3, 0.4);
  EXPECT_LT((spectrum.density(start, 0) - start).abs().maxCoeff(), 1e-14);
  EXPECT_LT((spectrum.density(start, 1e-6) - graph.stationary()).abs().maxCoeff(), 1e-14);
  const double h = 1e-15;
  const Eigen::ArrayXd rate =
      (spectrum.density(start, 5e-10 + h) - spectrum.density(start, 5e-10 - h)) / (2 * h);
  EXPECT_LT((rate - graph.derivative(spectrum.density(start, 5e-10))).abs().maxCoeff(),
            1e-6 * rate.abs().maxCoeff());
}

TEST(GraphStep, MinimisesWhatItSays) {
  const GraphDiffusion graph = tailed_triangle();
  const Eigen::ArrayXd p = Eigen::Array4d(0.1, 0.2, 0.3, 0.4);
  for (const double tau : {1e-12, 1e-9, 1e-6}) {
    const GraphStep step = graph_jko_step(graph, p, tau);
    EXPECT_NEAR(step.density.matrix().lpNorm<1>(), 1, 1e-12) << tau;
    EXPECT_LT(graph.free_energy(step.density), graph.free_energy(p)) << tau;
  }
  // A step without end is at rest; a short one is dp/dt.
  EXPECT_LT((graph_jko_step(graph, p, 1e-3).density - graph.stationary()).abs().maxCoeff(), 1e-5);
  const double tau = 1e-14;
  const Eigen::ArrayXd slope = (graph_jko_step(graph, p, tau).density - p) / tau;
  EXPECT_LT((slope - graph.derivative(p)).abs().maxCoeff(), 1e-3 * slope.abs().maxCoeff());
}

TEST(GraphStep, TakesTheLogarithmicMean) {
  EXPECT_EQ(logarithmic_mean(2, 2), 2);
  EXPECT_EQ(logarithmic_mean(0, 2), 0);
  EXPECT_NEAR(logarithmic_mean(1, std::exp(1.0)), std::exp(1.0) - 1, 1e-15);
  // On both sides of where the series takes over.
  for (const double x : {0.99e-4, 1.01e-4})
    EXPECT_NEAR(logarithmic_mean(1 + x, 1 - x), x / std::atanh(x), 1e-12);
}

TEST(GraphDiffusion, RefusesWhatIsNoGraph) {
  const Eigen::ArrayXd flat = Eigen::ArrayXd::Zero(3);
  EXPECT_THROW(GraphDiffusion(flat, {{0, 1, 1}}), InvalidArgument);                        // not connected
  EXPECT_THROW(GraphDiffusion(flat, {{0, 1, 1}, {1, 2, 1}, {1, 0, 2}}), InvalidArgument);  // twice
  EXPECT_THROW(GraphDiffusion(flat, {{0, 1, 1}, {1, 2, 0}}), InvalidArgument);             // no weight
  EXPECT_THROW(GraphDiffusion(flat, {{0, 0, 1}, {0, 1, 1}, {1, 2, 1}}), InvalidArgument);  // a loop
  EXPECT_THROW(GraphDiffusion(flat, {{0, 1, 1}, {1, 3, 1}}), InvalidArgument);             // no vertex
  const GraphDiffusion graph = tailed_triangle();
  EXPECT_THROW(graph_jko_step(graph, Eigen::Array4d(0, 0.2, 0.3, 0.5), 1), InvalidArgument);
  EXPECT_THROW(graph_jko_step(graph, graph.stationary(), 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck

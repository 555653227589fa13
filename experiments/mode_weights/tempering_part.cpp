// Parallel tempering on a cold double well.

#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/sampling/chains/tempering.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/two_wells.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

constexpr double temperature = 0.1, tilt = 0.05;
constexpr Index rounds = 400, kept = 200;

struct Tempered {
  Estimate right;
  TemperingCounts counts;
  Index copies;
};

/// Independent copies of a ladder of four temperatures, all starting in the left well.
Tempered tempered_share(const Sizes& sizes, std::vector<double> betas) {
  const Index copies = std::max<Index>(64, sizes.particles / 64);
  Eigen::ArrayXd share = Eigen::ArrayXd::Zero(copies);
  KernelSettings settings;
  settings.step = 0.02;
  TemperingCounts counts = parallel_tempering(
      {target_of(std::make_shared<density::DoubleWell>(tilt), temperature), std::move(betas), kernel("mala"),
       settings, rounds, 5, RandomStream(sizes.seed).role("tempering")},
      Points::Constant(copies, 1, -1.0), [&](Index round, const Points& x) {
        if (round >= rounds - kept) share += (x.col(0) > 0).cast<double>() / static_cast<double>(kept);
      });
  return {mean_estimate(share.data(), copies), counts, copies};
}

}  // namespace

frame::Plan tempering_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"Parallel tempering",
                   "V = (x^2 - 1)^2 + 0.05 x at T = 0.1, all chains from the left well: powers 1, 0.5, 0.25, "
                   "0.1 of the density, "
                   "MALA and swaps."};
  const double exact =
      density::GibbsDensity(std::make_shared<density::DoubleWell>(tilt), temperature).probability_above(0);
  const auto hot = frame::lazy([=] { return tempered_share(sizes, {1, 0.5, 0.25, 0.1}); });
  plan.checks.push_back({"share", [=] {
                           return verify::estimate_check("", exact, hot->get().right, z(), 0,
                                                         "quadrature of the density");
                         }});
  plan.checks.push_back({"round_trips", [=] {
                           const double a_copy = static_cast<double>(hot->get().counts.round_trips) /
                                                 static_cast<double>(hot->get().copies);
                           return verify::value_check(1, std::min(1.0, a_copy), 0,
                                                      "each copy has been up and down",
                                                      "round trips a copy, at most 1 counted");
                         }});
  plan.checks.push_back({"cold_chains_stay", [=] {
                           const Estimate cold = tempered_share(sizes, {1}).right;
                           return verify::value_check(
                               1, exact - cold.value > 10 * cold.standard_error ? 1 : 0, 0,
                               "the barrier is 10 T", "whether chains at T alone miss the right well");
                         }});
  plan.tables.push_back([=](io::Group& part) {
    part.attribute("round_trips", static_cast<std::int64_t>(hot->get().counts.round_trips));
    io::Group& group = part.group("swaps");
    group.scale("pair", std::vector<double>{0, 1, 2}, {"neighbours", "1"});
    group.variable("acceptance", {"pair"}, hot->get().counts.swap_acceptance, {"acceptance of swaps", "1"});
  });
  return plan;
}

}  // namespace kolmo::mode_weights

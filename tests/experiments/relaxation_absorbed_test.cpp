// relaxation of problems whose sides absorb: quasi-stationary laws in two units each, and what is planted is
// seen.

#include "experiments/relaxation_of_a_problem.hpp"

namespace kolmo::relaxation {
namespace {

using namespace test;

/// A half line that absorbs at the mean of an Ornstein–Uhlenbeck process: its odd modes.
Sets dying(const std::string& length, const std::string& rate, const std::string& upper) {
  return {"parameters.L=" + length,
          "parameters.r=" + rate,
          "process.drift=-r*x",
          "process.diffusion=L*sqrt(2*r)",
          "domain=[[0, " + upper + "]]",
          "boundaries=[[\"absorbing\", \"open\"]]",
          "initial.expression=exp(-2*(x/L-1.5)^2)",
          "relaxation.eigenvalues=[\"r\", \"3*r\"]"};
}

/// A trap that turns and leaks on three sides.
Sets leaking(const std::string& length, const std::string& rate, const std::string& domain) {
  return {"parameters.L=" + length,
          "parameters.r=" + rate,
          "process.drift=[\"-r*(x - 2*y)\", \"-r*(y + 2*x)\"]",
          "process.diffusion=L*sqrt(r)",
          "domain=" + domain,
          "boundaries=[[\"absorbing\", \"absorbing\"], [\"absorbing\", \"reflecting\"]]",
          "initial.point=[\"L/4\", \"L/5\"]",
          "relaxation.cells=24"};
}

TEST(RelaxationOfAProblem, HasAQuasiStationaryLawWhereSidesAbsorb) {
  expect_all_pass(dying("1", "1", "7"), dying("1e-9", "1e6", "7e-9"));
  expect_all_pass(leaking("1", "1", "[[-1, 1.2], [-1.5, 1]]"),
                  leaking("1e5", "1e-8", "[[-1e5, 1.2e5], [-1.5e5, 1e5]]"));
}

// A population dies out where its noise vanishes (λ = 0.7), and one of two genes is lost (ν flat, λ = 1/2N).
TEST(RelaxationOfAProblem, TakesAbsorptionWhereTheNoiseVanishes) {
  for (const Check& check :
       checks_of({"process.drift=-0.7*x", "process.diffusion=sqrt(0.4*x)", "domain=[[0, 10]]",
                  "boundaries=[[\"absorbing\", \"open\"]]", "initial.point=[1]", "relaxation.cells=400",
                  "relaxation.eigenvalues=[0.7, 1.4]"}))
    EXPECT_TRUE(passes(check)) << check.id;
  for (const Check& check : checks_of({"process.drift=0", "process.diffusion=sqrt(x*(1-x)/1000)",
                                       "domain=[[0, 1]]", "boundaries=absorbing", "initial.point=[0.5]",
                                       "relaxation.eigenvalues=[0.001, 0.003, 0.006]"}))
    EXPECT_TRUE(passes(check)) << check.id;
}

TEST(RelaxationOfAProblem, SeesWhatIsPlantedWhereSidesAbsorb) {
  const std::vector<Check> off = checks_of(dying("1", "1", "7"), {.rate_factor = 1.001});
  for (const char* id :
       {"p/quasi_stationary/eigenvalue", "p/quasi_stationary/lifetime", "p/late_rate", "p/late_amplitude"})
    EXPECT_TRUE(fails(find(off, id))) << id;
}

}  // namespace
}  // namespace kolmo::relaxation

// first_passage takes [problem.NAME] in the plane: the grid's answer beside the paths'.

#include <gtest/gtest.h>

#include "experiments/first_passage_checks.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::first_passage {
namespace {

using frame::test::find;
using frame::test::Sets;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

io::Configuration configured(const Sets& keys) { return configured_exits(keys, "quick"); }

std::vector<Check> checks_of(const Sets& keys, const PlantedErrors& planted = {}) {
  return checks_of(configured(keys), planted);
}

std::string error_of(const Sets& keys) {
  return frame::test::error_of(experiment(), [&] { return configured(keys); });
}

/// Brownian motion of diffusion g out of a square of half width L: E τ from (L/4, −L/2) is 0.43559861 L²/g²,
/// by Saint-Venant's series.
Sets square(const std::string& half, const std::string& g, const std::string& start,
            const std::string& mean) {
  return {"process.drift=[0, 0]",
          "process.diffusion=" + g,
          "domain=[[-" + half + ", " + half + "], [-" + half + ", " + half + "]]",
          "boundaries=absorbing",
          "initial.point=" + start,
          "exit.reference=" + mean};
}
const Sets unit_square = square("1", "1", "[0.25, -0.5]", "0.4355986086416489");

TEST(ExitsFromARectangle, AgreeWithSaintVenantsSeriesInAnyUnits) {
  const std::vector<Check> metres = checks_of(unit_square),
                           micrometres =
                               checks_of(square("1e-6", "1e-5", "[2.5e-7, -5e-7]", "4.355986086416489e-3"));
  ASSERT_EQ(metres.size(), 11u);
  ASSERT_EQ(micrometres.size(), 11u);
  const std::vector<std::string> said = part_check_ids(configured(unit_square), "p");
  for (std::size_t k = 0; k < metres.size(); ++k) {
    EXPECT_EQ(metres[k].id, said[k]);
    EXPECT_EQ(metres[k].id, micrometres[k].id);
    EXPECT_TRUE(passes(metres[k])) << metres[k].id;
    EXPECT_TRUE(passes(micrometres[k])) << metres[k].id;
  }
}

// A drift that couples, noise of two sizes, an open side, and mirrors.
TEST(ExitsFromARectangle, TakeOpenAndReflectingSides) {
  const std::vector<Check> checks = checks_of(
      {"variables=[\"c\", \"u\"]", "process.drift=[\"u/2 - c\", \"-u\"]", "process.diffusion=[0.5, 0.8]",
       "domain=[[-1, 4], [-1.5, 1.5]]",
       "boundaries=[[\"absorbing\", \"open\"], [\"reflecting\", \"reflecting\"]]", "initial.point=[0.2, 1]"});
  EXPECT_EQ(checks.size(), 7u);
  for (const Check& check : checks) EXPECT_TRUE(passes(check)) << check.id;
}

TEST(ExitsFromARectangle, SeeAWallThatIsMissing) {
  const PlantedErrors planted{.exits = {}, .walls = [](std::vector<sde::WalledInterval> intervals) {
                                intervals.pop_back();
                                return std::make_unique<sde::Walls>(std::move(intervals));
                              }};
  const std::vector<Check> checks = checks_of(unit_square, planted);
  for (const char* id : {"p/survival/1", "p/survival/2", "p/exits/x_upper"})
    EXPECT_TRUE(fails(find(checks, id)));
}

TEST(ExitsFromARectangle, SeeAMeanThatIsOffByAPercent) {
  const std::vector<Check> checks = checks_of(square("1", "1", "[0.25, -0.5]", "0.44"));
  EXPECT_TRUE(fails(find(checks, "p/exact/mean")));
}

TEST(ExitsFromARectangle, SayWhatDoesNotGo) {
  const auto said = [](const std::string& sides) {
    return error_of({"process.drift=[0, 0]", "process.diffusion=1", "domain=[[-1, 1], [-1, 1]]",
                     "boundaries=" + sides, "initial.point=[0, 0]"});
  };
  EXPECT_NE(said("reflecting").find("nothing to leave through"), std::string::npos);
  EXPECT_EQ(said("[[\"absorbing\", \"reflecting\"], [\"open\", \"open\"]]"), "");
  // Its aspect changes too much for cells of one shape.
  EXPECT_NE(error_of({"process.drift=[0, 0]", "process.noise=[[1, 0], [\"3*x\", 0.2]]",
                      "domain=[[-1, 1], [-1, 1]]", "boundaries=absorbing", "initial.point=[0, 0]"})
                .find("correlated more strongly"),
            std::string::npos);
}

void expect_all_pass(const Sets& keys) {
  const std::vector<Check> checks = checks_of(keys);
  const std::vector<std::string> said = part_check_ids(configured(keys), "p");
  ASSERT_EQ(checks.size(), said.size());
  for (const Check& check : checks) EXPECT_TRUE(passes(check)) << check.id << ": " << check.note;
}

// In x a Brownian motion between walls, whatever it does to y: E τ = (x − a)(b − x)/σ².
TEST(ExitsFromARectangle, TakeNoiseThatMixesCoordinates) {
  expect_all_pass({"process.drift=[0, \"-y\"]", "process.noise=[[0.5, 0], [0.6, 0.7]]",
                   "domain=[[-1, 1], [-4, 4]]",
                   "boundaries=[[\"absorbing\", \"absorbing\"], [\"open\", \"open\"]]",
                   "initial.point=[0.2, 0.3]", "exit.reference=3.84"});
}

// Out of a square, by a correlation that changes with the place.
TEST(ExitsFromARectangle, TakeMatricesThatDependOnThePlace) {
  expect_all_pass({"process.drift=[\"0.2\", 0]",
                   "process.noise=[[1, 0], [\"0.7*sin(x)\", \"0.8 + 0.1*cos(y)\"]]",
                   "domain=[[-1, 1], [-1, 1]]", "boundaries=absorbing", "initial.point=[0.2, 0.3]"});
}

// The half of the square above with a mirror along its middle: the same mean, out of three sides.
TEST(ExitsFromARectangle, TakeAMirrorAgainstAWall) {
  Sets keys = unit_square;
  keys[2] = "domain=[[0, 1], [-1, 1]]";
  keys[3] = "boundaries=[[\"reflecting\", \"absorbing\"], [\"absorbing\", \"absorbing\"]]";
  expect_all_pass(keys);
  const PlantedErrors without{.exits = {}, .walls = [](std::vector<sde::WalledInterval> intervals) {
                                intervals.erase(intervals.begin());
                                return std::make_unique<sde::Walls>(std::move(intervals));
                              }};
  EXPECT_TRUE(fails(find(checks_of(keys, without), "p/survival/2")));
}

TEST(ExitsFromARectangle, GoRoundACylinder) {
  expect_all_pass({"variables=[\"a\", \"r\"]", "process.drift=[\"0.5*sin(a)\", \"-0.2*cos(a)\"]",
                   "process.diffusion=[1, 0.7]", "domain=[[0, 6.283185307179586], [0, 1]]",
                   "boundaries=[[\"periodic\", \"periodic\"], [\"absorbing\", \"reflecting\"]]",
                   "initial.point=[1, 0.6]"});
}

// Poisson's equation in the cube: u = 0.0562 in the middle of the unit cube for −Δu = 1, 8 times that for ½Δu
// = −1 in a cube of 2.
TEST(ExitsFromABox, InSpace) {
  expect_all_pass({"process.drift=[0, 0, 0]", "process.diffusion=1", "domain=[[-1, 1], [-1, 1], [-1, 1]]",
                   "boundaries=absorbing", "initial.point=[0, 0, 0]", "exit.reference=0.449738"});
}

// The position of underdamped Langevin dynamics, on the grid that takes upwind fluxes along it.
TEST(ExitsFromABox, OfAPositionWithMomentum) {
  const Sets keys{
      "domain=[[-1, 1], [-5, 5]]", "boundaries=[[\"absorbing\", \"absorbing\"], [\"open\", \"open\"]]",
      "process.potential=x^2/4",   "process.temperature=1",
      "process.friction=1",        "initial.point=[0.2, 0.5]"};
  expect_all_pass(keys);
}

}  // namespace
}  // namespace kolmo::first_passage

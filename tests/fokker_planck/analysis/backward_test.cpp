// Passage times, committors, exits and survival against closed forms, quadrature and other solvers.

#include "kolmo/fokker_planck/analysis/backward.hpp"

#include <gtest/gtest.h>
#include <Eigen/LU>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::compared;
using verify::test::fails;
using verify::test::passes;

const Setting absorbing{Boundaries(Boundary::absorbing), {}};

/// A line whose cells have the width 1/m and centres at a and at a + 1, a + 2, …; from about `lower` to about
/// `upper`.
Grid centred(double a, double lower, double upper, Index m) {
  const double h = 1 / static_cast<double>(m);
  const double below = std::ceil((a - lower) / h), above = std::ceil((upper - a) / h);
  return line(a - (below + 0.5) * h, a + (above + 0.5) * h, static_cast<Index>(below + above) + 1);
}

Index cell_at(const Grid& grid, double x) {
  return static_cast<Index>(std::floor((x - grid.axis(0).lower) / grid.axis(0).width()));
}

using Solve = std::function<Eigen::ArrayXd(const Generator&, const Target&)>;

/// Mean time from −1 until x ≥ `to`, h → 0 over three grids.
double time_to(const process::Process& process, double to, double half_width, const Solve& solve) {
  std::vector<Eigen::ArrayXd> values;
  for (const Index m : {32, 64, 128}) {
    const Grid grid = centred(-1, -half_width, half_width, m);
    const double edge = to - grid.axis(0).width() / 4;
    const Target target = target_where(grid, [&](const Eigen::VectorXd& x) { return x(0) >= edge; });
    const Eigen::ArrayXd tau = solve(scharfetter_gummel(process, grid), target);
    values.push_back(Eigen::ArrayXd::Constant(1, tau(cell_at(grid, -1))));
  }
  return extrapolate(values).value(0);
}

// Double integrals of e^{±V/T}, good to 1e−11.
constexpr struct {
  double temperature, half_width, to, time;
} passages[] = {{1, 3.4, 1, 3.569434159127012},  {1, 3.4, 0, 1.435859267008809},
                {0.5, 3, 1, 10.25857006718418},  {0.5, 3, 0, 4.606539613107101},
                {0.25, 2.3, 1, 69.263644760836}, {0.1, 2, 1, 25527.091364292}};

TEST(MeanPassageTime, OverTheBarrierAgreesWithQuadrature) {
  for (const auto& p : passages) {
    const double observed = time_to(double_well(p.temperature), p.to, p.half_width,
                                    [](const auto& g, const auto& t) { return mean_passage_time(g, t); });
    EXPECT_TRUE(passes(compared("mean passage time", 1, observed / p.time, 1e-7)));
  }
}

// Wrong on purpose: the generator instead of its transpose, and a target whose cells still live.
TEST(MeanPassageTime, AForgottenTransposeAndALivingTargetAreSeen) {
  const auto& p = passages[0];
  const Solve not_transposed = [](const Generator& g, const Target& target) {
    Eigen::MatrixXd matrix = Eigen::MatrixXd(g.sparse());
    for (Index i = 0; i < target.size(); ++i) {
      if (target(i)) matrix.row(i).setZero(), matrix(i, i) = 1;
    }
    const Eigen::VectorXd source = target.select(Eigen::ArrayXd::Zero(target.size()), -1.0).matrix();
    return Eigen::ArrayXd(matrix.partialPivLu().solve(source).array());
  };
  const Solve one_cell_late = [](const Generator& g, const Target& target) {
    Target later = target;
    for (Index i = 1; i < target.size(); ++i) later(i) = target(i) && target(i - 1);
    return mean_passage_time(g, later);
  };
  for (const Solve& wrong : {not_transposed, one_cell_late}) {
    const double observed = time_to(double_well(p.temperature), p.to, p.half_width, wrong);
    EXPECT_TRUE(fails(compared("mean passage time", 1, observed / p.time, 1e-6)));
  }
}

// Brownian motion on (0, 1), D = ½: E τ = x(1 − x), E τ² = ⅓ x(1 − x)(1 + x − x²)... by −½u″ = 2 E τ;
// P(exit at 1) = x. The walls are half a cell from the centres: linear and quadratic u are met in the limit.
TEST(MeanPassageTime, MomentsAndExitsOfBrownianMotionAreThoseOfTheClosedForm) {
  const process::Brownian heat(1, 1);
  std::vector<Eigen::ArrayXd> values;
  for (const Index n : {27, 81, 243}) {
    const Generator g = scharfetter_gummel(heat, line(0, 1, n), absorbing);
    const Index i = n / 6,
                k = cell_at(g.grid(), 1.0 / 6);  // (i + ½)/n = 1/6 at n = 3, 9, 27, … (odd multiples)
    EXPECT_EQ(i, k);
    const double x = g.grid().axis(0).centre(i);
    const double mean = x * (1 - x), second = x * (1 - x) * (1 + x * (1 - x)) / 3;
    Eigen::ArrayXd row(3);
    row << mean_passage_time(g)(i) / mean, passage_time_moment(g, 2)(i) / second,
        exit_probability(g, 0, 1)(i) / x;
    values.push_back(row);
    EXPECT_NEAR(exit_probability(g, 0, 0)(i) + exit_probability(g, 0, 1)(i), 1, 1e-14);
  }
  const Eigen::ArrayXd limit = extrapolate(values, 3).value;
  for (Index k = 0; k < 3; ++k) EXPECT_NEAR(limit(k), 1, 1e-8) << k;
}

// exp(ΔV/T) = e^{200}: mean times of 1e87 keep their digits; ∫∫ e^{(V(y) − V(z))/T} with V = x: closed form.
TEST(MeanPassageTime, KeepsItsRelativeAccuracyWhereItIsAstronomical) {
  // V/T = 200 x on (0, 1), reflecting at 0, absorbing at 1, D = T = 1/200: τ(0) = T (e^{1/T} − 1 − 1/T).
  const double temperature = 1.0 / 200;
  class Slope : public density::Potential {
   public:
    std::string name() const override { return "slope"; }
    Index dimension() const override { return 1; }
    void value(const ConstBlock& x, Values out) const override { out = x.col(0); }
    void gradient(const ConstBlock&, Block out) const override { out.setOnes(); }
    void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }
  };
  const process::OverdampedLangevin process(std::make_shared<Slope>(), temperature);
  const Setting setting{Boundaries({{Boundary::no_flux, Boundary::absorbing}}), {}};
  std::vector<Eigen::ArrayXd> values;
  for (const Index n : {500, 1000, 2000}) {
    const Generator g = scharfetter_gummel(process, line(0, 1, n), setting);
    values.push_back(mean_passage_time(g).head(1) / (temperature * std::exp(200.0)));
  }
  // Less 201 e^{−200}; and τ is flat at the reflecting end.
  EXPECT_NEAR(extrapolate(values).value(0), 1, 1e-6);
  // The residual at one grid, face by face: flux balance to rounding.
  const Generator g = scharfetter_gummel(process, line(0, 1, 500), setting);
  const Eigen::ArrayXd tau = mean_passage_time(g);
  EXPECT_GT(tau.minCoeff(), 0);
  for (Index i = 0; i + 1 < 500; ++i) EXPECT_GE(tau(i) * (1 + 1e-13), tau(i + 1));
}

TEST(Committor, OfTheDoubleWellIsTheScaleFunction) {
  // q(x) = ∫_{−1}^x e^{V/T} / ∫_{−1}^1 e^{V/T}; ½ on the top.
  std::vector<Eigen::ArrayXd> values;
  for (const Index m : {32, 64, 128}) {
    const Grid grid = centred(-1, -3, 3, m);
    const double quarter = grid.axis(0).width() / 4;
    const Target from = target_where(grid, [&](const auto& x) { return x(0) <= -1 + quarter; });
    const Target to = target_where(grid, [&](const auto& x) { return x(0) >= 1 - quarter; });
    const Eigen::ArrayXd q = committor(scharfetter_gummel(double_well(0.5), grid), from, to);
    EXPECT_NEAR(q(cell_at(grid, 0)), 0.5, 1e-13);
    EXPECT_EQ(q(cell_at(grid, 1.5)), 1);
    EXPECT_EQ(q(cell_at(grid, -1.5)), 0);
    values.push_back(Eigen::ArrayXd::Constant(1, q(cell_at(grid, -0.5))));
  }
  double part = 0, whole = 0;  // Simpson's rule with 4000 intervals
  for (int i = 0; i <= 4000; ++i) {
    const double x = -1 + i / 2000.0, v = (x * x - 1) * (x * x - 1);
    const double term = std::exp(v / 0.5);
    whole += term * (i == 0 || i == 4000 ? 1 : i % 2 == 1 ? 4 : 2);
    if (i <= 1000) part += term * (i == 0 || i == 1000 ? 1 : i % 2 == 1 ? 4 : 2);
  }
  EXPECT_NEAR(extrapolate(values).value(0), part / whole, 1e-8);
}

// A plane whose second axis is a spectator: the same times; and a square of Brownian motion, τ by its series.
TEST(MeanPassageTime, InTwoAndThreeDimensionsIsRight) {
  const process::OrnsteinUhlenbeck one(1, 0.3, 1.2, 1), two(1, 0.3, 1.2, 2);
  const Grid gx = line(-2, 2, 24), plane({gx.axis(0), {-2, 3, 17}});
  const Boundaries sides(
      {{Boundary::absorbing, Boundary::absorbing}, {Boundary::no_flux, Boundary::no_flux}});
  const Eigen::ArrayXd line_time = mean_passage_time(scharfetter_gummel(one, gx, absorbing));
  const Eigen::ArrayXd time = mean_passage_time(scharfetter_gummel(two, plane, {sides, {}}));
  for (Index i = 0; i < time.size(); ++i) EXPECT_NEAR(time(i) / line_time(i % 24), 1, 1e-13);
  const process::OrnsteinUhlenbeck three(1, 0.3, 1.2, 3);
  const Grid box({{-1, 2, 5}, gx.axis(0), {-2, 3, 7}});
  const Boundaries walls({{Boundary::no_flux, Boundary::no_flux},
                          {Boundary::absorbing, Boundary::absorbing},
                          {Boundary::no_flux, Boundary::no_flux}});
  const Eigen::ArrayXd box_time = mean_passage_time(scharfetter_gummel(three, box, {walls, {}}));
  for (Index i = 0; i < box_time.size(); ++i) EXPECT_NEAR(box_time(i) / line_time(i / 5 % 24), 1, 1e-13);
  const process::Brownian heat(1, 2);
  std::vector<Eigen::ArrayXd> values;
  for (const Index n : {9, 27, 81}) {
    const Generator g = scharfetter_gummel(heat, Grid({{0, 1, n}, {0, 1, n}}), absorbing);
    values.push_back(Eigen::ArrayXd::Constant(1, mean_passage_time(g)(n / 2 + n * (n / 2))));
  }
  // −½Δτ = 1 on the unit square: τ(½, ½) = 2 · 0.0736713532814… (torsion of a square bar).
  EXPECT_NEAR(extrapolate(values, 3).value(0) / (2 * 0.07367135328), 1, 1e-6);
}

TEST(MeanPassageTime, OnARingCountsBothWays) {
  // Brownian motion on a circle of length 1 with one cell held: the same as an interval between held cells.
  const process::Brownian heat(1, 1);
  const Setting ring{Boundaries(Boundary::periodic), {}};
  const Generator g = scharfetter_gummel(heat, line(0, 1, 40), ring);
  Target target = Target::Constant(40, false);
  target(13) = true;
  const Eigen::ArrayXd tau = mean_passage_time(g, target);
  for (Index k = 0; k < 40; ++k) {
    const double x = static_cast<double>((k - 13 + 40) % 40) / 40;
    EXPECT_NEAR(tau(k), x * (1 - x), 1e-13);  // second differences of a parabola are exact
  }
}

TEST(Survival, IntegratesToTheMeanTimeAndDecaysAtTheFirstEigenvalue) {
  const process::OrnsteinUhlenbeck ou(1, 0, std::sqrt(2.0), 1);
  const Generator g = scharfetter_gummel(ou, line(-1.5, 1.5, 60), absorbing);
  std::vector<double> times;
  for (int k = 0; k <= 160; ++k) times.push_back(k / 20.0);
  const Eigen::ArrayXXd s = survival(g, times);
  EXPECT_TRUE((s.col(0) == 1).all());
  const double decay = leading_eigenvalues(g, 1)(0);
  EXPECT_NEAR(-20 * std::log(s(30, 101) / s(30, 100)), decay, 1e-6);
  // ∫S dt by Simpson's rule at the centre, where it is smooth; the rest is S(8)/λ.
  double integral = s(30, 160) / decay;
  for (int k = 0; k < 160; k += 2) integral += (s(30, k) + 4 * s(30, k + 1) + s(30, k + 2)) / 60;
  EXPECT_NEAR(integral / mean_passage_time(g)(30), 1, 1e-4);
  for (Index k = 1; k < s.cols(); ++k) EXPECT_LE((s.col(k) - s.col(k - 1)).maxCoeff(), 1e-10);
  const Target middle = target_where(g.grid(), [](const auto& x) { return std::abs(x(0)) < 0.1; });
  EXPECT_EQ(survival(g, {0, 1}, middle)(30, 1), 0);
}

TEST(Backward, RefusesWrongArguments) {
  const process::Brownian heat(1, 1);
  const Generator closed = scharfetter_gummel(heat, line(0, 1, 10));
  const Generator open = scharfetter_gummel(heat, line(0, 1, 10), absorbing);
  const Target none, all = Target::Constant(10, true), wrong = Target::Constant(9, true);
  EXPECT_THROW(mean_passage_time(closed), InvalidArgument);
  EXPECT_THROW(mean_passage_time(open, wrong), InvalidArgument);
  EXPECT_THROW(passage_time_moment(open, 0), InvalidArgument);
  EXPECT_THROW(committor(open, none, none), InvalidArgument);
  EXPECT_THROW(committor(open, all, all), InvalidArgument);
  EXPECT_THROW(exit_probability(closed, 0, 0), InvalidArgument);
  EXPECT_THROW(exit_probability(open, 1, 0), InvalidArgument);
  EXPECT_THROW(exit_probability(open, 0, 2), InvalidArgument);
  EXPECT_THROW(survival(open, {1, 0.5}), InvalidArgument);
  EXPECT_TRUE((mean_passage_time(open, all) == 0).all());
}

}  // namespace
}  // namespace kolmo::fokker_planck

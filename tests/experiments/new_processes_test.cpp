// The certificate of new_processes sees classical mistakes with noise and conditioning.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/io/group.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "kolmo/process/derived/conditioned_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "new_processes/certified.hpp"
#include "new_processes/rest_law.hpp"

namespace kolmo::new_processes {
namespace {

using verify::Verdict;

const Sampled sampled{16384, RandomStream(5), [] { return 4.0; }};

/// The worst verdict of a case's comparisons of the paths or the grid with its exact law.
Verdict verdict_of(const Case& one) {
  io::Group group("part");
  frame::Progress silent;
  std::vector<verify::Check> against;
  for (const verify::Check& check : certified("part", one, sampled).run(group, silent))
    if (check.id.find("~exact") != std::string::npos) against.push_back(check);
  EXPECT_FALSE(against.empty());
  return verify::worst(against);
}

std::shared_ptr<const process::Process> written(problem::Calculus calculus) {
  problem::Dynamics dynamics;
  dynamics.drift = {density::Expression("-x", {})};
  dynamics.noise = {{density::Expression("1 + 0.4*sin(2*x)", {})}};
  dynamics.calculus = calculus;
  return std::make_shared<problem::ExpressionProcess>(dynamics);
}

Case at_rest(problem::Calculus calculus, double at) {
  const RestLaw rest({"-x", "1 + 0.4*sin(2*x)", -7, 7, 12}, at);
  return {.name = "sense",
          .process = written(calculus),
          .start = density::gaussian_1d(0, 1),
          .times = {0, 12},
          .grid = Grid({{-7, 7, 400}}),
          .scheme = "milstein",
          .steps = 768,
          .observables = powers(2),
          .exact =
              [rest](double, std::size_t k) {
                return rest.expectation([&](double x) { return std::pow(x, static_cast<double>(k + 1)); });
              },
          .exact_within = 1e-4};
}

TEST(WrongNoise, TheSpuriousDriftOfAnotherSenseIsSeen) {
  using enum problem::Calculus;
  EXPECT_EQ(verdict_of(at_rest(ito, 0)), Verdict::pass);
  EXPECT_EQ(verdict_of(at_rest(stratonovich, 0.5)), Verdict::pass);
  EXPECT_EQ(verdict_of(at_rest(isothermal, 1)), Verdict::pass);
  EXPECT_EQ(verdict_of(at_rest(ito, 0.5)), Verdict::fail);
  EXPECT_EQ(verdict_of(at_rest(stratonovich, 1)), Verdict::fail);
  EXPECT_EQ(verdict_of(at_rest(stratonovich, 0)), Verdict::fail);
}

/// g for g² before ∇log h.
class OneNoiseMissing final : public process::ForwardingProcess {
 public:
  OneNoiseMissing(std::shared_ptr<const process::Process> plain,
                  std::shared_ptr<const process::Process> conditioned)
      : ForwardingProcess(std::move(conditioned), "OneNoiseMissing"), plain_(std::move(plain)) {}
  std::optional<bool> constant_coefficients() const override { return false; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    Points plain(x.rows(), x.cols());
    plain_->drift(t, x, plain);
    inner()->drift(t, x, out);
    out = plain + (out - plain) / diffusion(t);
  }

 private:
  std::shared_ptr<const process::Process> plain_;
};

Case bridge(bool wrong) {
  const auto number = [](double x) { return Eigen::VectorXd::Constant(1, x).eval(); };
  const auto plain = std::make_shared<process::OrnsteinUhlenbeck>(1.0, number(0), 0.7);
  const auto right = std::make_shared<process::ConditionedProcess>(
      plain, 0, number(-0.5), 1,
      density::mixture_1d(Eigen::Array2d(0.4, 0.6), Eigen::Array2d(-1.5, 1.2), Eigen::Array2d(0.3, 0.5)));
  std::shared_ptr<const process::Process> process = right;
  if (wrong) process = std::make_shared<OneNoiseMissing>(plain, right);
  return {.name = "bridge",
          .process = process,
          .start = right->marginal(0.05),
          .times = {0.05, 0.5, 1},
          .grid = Grid({{-5, 5, 400}}),
          .scheme = "sra1",
          .steps = 256,
          .observables = powers(2),
          .exact = exact_powers([right](double t) { return right->marginal(t); })};
}

TEST(WrongNoise, ABridgeWithoutItsSquareIsSeen) {
  EXPECT_EQ(verdict_of(bridge(false)), Verdict::pass);
  EXPECT_EQ(verdict_of(bridge(true)), Verdict::fail);
}

/// A membrane in millivolts and milliseconds: the start is 1.75 units of (upper − lower)/14 from rest, and
/// its moments fall at the rate 1/20.
StateNoise membrane(double time) { return {"-(x + 55)/20", "2 + 0.02*x", -99.9, 20, time}; }

TEST(LawAtRest, ATimeThatLeavesSomeOfTheStartIsRefusedWithOneThatDoes) {
  EXPECT_NO_THROW(require_rest(membrane(240)));
  try {
    require_rest(membrane(200));
    FAIL() << "2.8e-4 of the start is left";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("as by 238"), std::string::npos) << error.what();
  }
}

TEST(LawAtRest, TheUnitOfTimeDoesNotMatter) {
  EXPECT_NO_THROW(require_rest({"-5e-8*(x + 55)", "1e-3*(2 + 0.02*x)", -99.9, 20, 240e6}));
  EXPECT_THROW(require_rest({"-5e-8*(x + 55)", "1e-3*(2 + 0.02*x)", -99.9, 20, 200e6}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::new_processes

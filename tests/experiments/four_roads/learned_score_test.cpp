// A learned score in four_roads: the way back by it beside the exact laws, and models that do not fit.

#include <gtest/gtest.h>

#include <set>

#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/flow/learned_model.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/score/network/model_file.hpp"

namespace kolmo::four_roads {
namespace {

using verify::Verdict;

/// Levels in millimetres; the model knows noise from 4 to 200 of them.
density::GaussianMixture levels() {
  return density::mixture_1d(Eigen::Array2d(0.4, 0.6), Eigen::Array2d(260, 340), Eigen::Array2d(15, 20));
}

score::SavedModel trained() {
  const auto law = std::make_shared<density::GaussianMixture>(levels());
  score::TrainingPlan plan{{Eigen::ArrayXd::Constant(1, 308), 1850, 4, 200},
                           score::samples_of(law, RandomStream(1)),
                           RandomStream(2)};
  plan.spec.hidden = {24, 24};
  plan.batch = 256;
  plan.steps = 1500;
  plan.rate = 1e-2;
  score::TrainingState state = score::first_state(plan);
  score::train(plan, state, plan.steps);
  return score::SavedModel::of(plan, state, "levels");
}

class LearnedScoreOfLevels : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    score::save_model(directory_->path() / "model.h5", trained());
  }
  static void TearDownTestSuite() { delete directory_; }

  static io::Configuration configured(std::vector<std::string> more) {
    const std::string p = "problem.levels.";
    std::vector<std::string> sets = {
        "run.problems=[\"levels\"]",
        p + "times=[0.3, 0.6, 1.0]",
        p + "process.type=\"variance_exploding\"",
        p + "process.sigma_min=1",
        p + "process.sigma_max=180",
        p + "initial.weights=[0.4, 0.6]",
        p + "initial.means=[[260.0], [340.0]]",
        p + "initial.deviations=[15.0, 20.0]",
        p + "sde.enabled=false",
        p + "fokker_planck.enabled=false",

        p + "ode.particles=1024",
        p + "reverse.particles=8192",
        p + "process.score=\"" + (directory_->path() / "model.h5").string() + "\""};
    sets.insert(sets.end(), more.begin(), more.end());
    return frame::test::configured(experiment(), sets, "quick");
  }
  static std::string error_of(const std::vector<std::string>& more) {
    return frame::test::error_of(experiment(), [&] { return configured(more); });
  }
  static inline TemporaryDirectory* directory_ = nullptr;
};

TEST_F(LearnedScoreOfLevels, IsJudgedBesideItsOwnError) {
  const io::Configuration configuration = configured({});
  const Problem problem = make_problem(configuration, "levels");
  const LearnedModel& learned = *problem.learned;
  ASSERT_EQ(learned.times.size(), 3U);  // 0.6, 0.3, and where the noise is 4
  EXPECT_DOUBLE_EQ(learned.noise.back(), 4);
  RunSettings settings = run_settings(configuration);
  frame::Progress silent;
  const ProblemResult right = run_problem(problem, settings, silent);
  ASSERT_TRUE(right.learned);
  std::set<std::string> made;
  for (const verify::Check& check : right.learned->checks) {
    made.insert(check.id);
    EXPECT_EQ(check.verdict, Verdict::pass) << check.id;
    EXPECT_LT(check.tolerance, 0.2) << check.id;
  }
  const std::vector<std::string> said = learned_comparison_ids(problem);
  EXPECT_EQ(made, std::set<std::string>(said.begin(), said.end()));
  EXPECT_GT(right.learned->girsanov(0), 0);
  EXPECT_TRUE((right.learned->girsanov.tail(2) > right.learned->girsanov.head(2)).all());
  // A road that goes by another score than the one that was judged: pushed to one side.
  class Pushed final : public process::ScoreField {
   public:
    explicit Pushed(ScorePtr score) : score_(std::move(score)) {}
    Index dimension() const override { return score_->dimension(); }
    void score(double t, const ConstBlock& x, Block out) const override {
      score_->score(t, x, out);
      out += 2e-3;
    }
    void score_and_divergence(double, const ConstBlock&, Block, Values) const override {
      throw std::logic_error("samplers ask for no divergence");
    }

   private:
    ScorePtr score_;
  };
  settings.planted.learned_score = [](ScorePtr score) { return std::make_shared<Pushed>(std::move(score)); };
  const ProblemResult wrong = run_problem(problem, settings, silent);
  const std::string end = wrong.learned->checks[2].id;
  EXPECT_EQ(wrong.learned->checks[2].verdict, Verdict::fail) << end;
  for (const verify::Check& check : wrong.learned->checks)  // of the flow no theorem says so
    EXPECT_FALSE(check.id.find("flow") != std::string::npos && check.verdict == Verdict::fail) << check.id;
}

TEST_F(LearnedScoreOfLevels, SaysWhatDoesNotFit) {
  EXPECT_EQ(error_of({}), "");
  const std::string p = "problem.levels.";
  EXPECT_NE(error_of({p + "process.sigma_max=500"}).find("take times up to 0.85"), std::string::npos);
  EXPECT_NE(error_of({p + "reverse.scheme=edm_stochastic"}).find("times the root of 2"), std::string::npos);
  EXPECT_NE(error_of({p + "times=[1e-4, 2e-4]"}).find("from 4"), std::string::npos);
  EXPECT_NE(error_of({p + "initial.means=[[0.26], [0.34]]", p + "initial.deviations=[0.015, 0.02]"})
                .find("of other units"),
            std::string::npos);
  EXPECT_NE(error_of({p + "initial.means=[[260.0, 0.0], [340.0, 0.0]]"}).find("is a model of dimension 1"),
            std::string::npos);
  EXPECT_THROW(error_of({p + "process.model=\"mixture/model\""}), InvalidData);
}

TEST_F(LearnedScoreOfLevels, KnowsTheColumnsOfItsData) {
  std::string text = "level_mm\n";
  for (int i = 0; i < 20; ++i) text += i % 2 == 0 ? "250\n" : "350\n";
  io::write_atomically(directory_->path() / "levels.csv", text);
  score::SavedModel saved = score::load_model(directory_->path() / "model.h5");
  saved.spec.centre.setZero();
  saved.spec.variance = 1;
  saved.spec.sigma_min = 0.1;
  saved.spec.sigma_max = 5;
  const auto problem_with = [&](const score::Column& column) {
    saved.columns = {column};
    score::save_model(directory_->path() / "columns.h5", saved);
    const std::string p = "problem.levels.", path = directory_->path().string();
    return frame::test::error_of(experiment(), [&] {
      return frame::test::configured(
          experiment(),
          {"run.problems=[\"levels\"]", p + "times=[0.6, 1.0]", p + "process.type=\"brownian\"",
           p + "initial.file=\"" + path + "/levels.csv\"", p + "initial.standardise=true",
           p + "initial.bandwidth=0.2", p + "process.score=\"" + path + "/columns.h5\""},
          "quick");
    });
  };
  EXPECT_EQ(problem_with({"level_mm", 300, 50}), "");  // 51.3 with n - 1 for n: a deviation, to 3 in 100
  EXPECT_NE(
      problem_with({"level_mm", 0.3, 0.05}).find("(level_mm - 0.3)/0.05, and here it is (level_mm - 300)"),
      std::string::npos);
  EXPECT_NE(problem_with({"flow", 300, 51.3}).find("knows coordinate 1 as (flow"), std::string::npos);
}

}  // namespace
}  // namespace kolmo::four_roads

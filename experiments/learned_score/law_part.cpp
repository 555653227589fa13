// One law: its network, the error of its score, and samples by every method.

#include <Eigen/Eigenvalues>
#include <array>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/score/network/score_error.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "learned_score/sample_table.hpp"
#include "learned_score/sampled.hpp"
#include "learned_score/trained.hpp"

namespace kolmo::learned_score {
namespace {

/// E|s_θ − s|²/E|s|² after 30 000 steps of another program, by σ. A rate that falls to 0 leaves an error
/// that falls as the noise of gradients that are averaged, as one over the steps: 11-fold was seen for a 15th
/// of them.
const std::vector<std::pair<double, double>> known_errors{{0.1, 0.06}, {0.3, 0.012}, {1, 0.003}, {3, 0.001}};

constexpr Index curve_levels = 25;

score::ErrorCurve curve_of(const KnownLaw& law, const score::ScoreModel& model, Index n,
                           const RandomStream& stream) {
  return score::error_curve(*law.data, model, law.least, law.most, curve_levels, n, stream);
}

bool errors_are_known(const KnownLaw& law) {
  const KnownLaw known = mixture_law();
  return law.part == known.part && law.least == known.least && law.most == known.most;
}

double allowed_error(double after_30000, const Sizes& sizes) {
  return after_30000 * std::max(1.0, 30000.0 / static_cast<double>(sizes.training_steps));
}

/// All that the checks of a law share.
struct Judged {
  const KnownLaw& law;
  const Sizes& sizes;
  double z;
  RandomStream stream;
  std::shared_ptr<const score::ScoreModel> model;
  std::shared_ptr<const process::ScoreField> learned;
  score::ErrorCurve curve;
  Floor floor;
  std::vector<verify::Check> checks = {};

  void add(const std::string& name, verify::Check check) {
    check.id = law.part + "/" + name;
    checks.push_back(std::move(check));
  }
};

/// |q(A) − p(A)| ≤ √(KL/2) (Pinsker) for the reverse SDE, A the half-plane beyond the mean of each
/// coordinate. What its finite steps do is seen with the exact score on the same numbers.
void judge_reverse_sde(Judged& judged, const Points& learned, const Points& exact) {
  const density::GaussianMixture law = judged.law.at(judged.law.least);
  const Eigen::VectorXd mean = law.mean();
  for (Index j = 0; j < law.dimension(); ++j) {
    const auto marginal = law.marginal_1d(Eigen::VectorXd::Unit(law.dimension(), j));
    const double right = marginal.probability_above(mean(j));
    const Estimate share = fraction_above(learned.col(j).data(), learned.rows(), mean(j));
    const Estimate steps = fraction_above(exact.col(j).data(), exact.rows(), mean(j));
    verify::Check check = verify::estimate_check(
        "", right, share, judged.z,
        std::sqrt(judged.curve.girsanov.value / 2) + std::abs(steps.value - right), "Girsanov and Pinsker");
    check.note = "P(x_j above its mean), ancestral";
    judged.add("girsanov/coordinate=" + number_text(j), check);
  }
}

/// A distance of samples to points that were held out. It allows the floor with four deviations, what the
/// same method does with the exact score, and √(2 C KL), C the largest variance (of all directions the mean,
/// for the sliced distance): Talagrand's inequality for a Gaussian of that variance, with Girsanov's bound
/// for the divergence.
verify::Check distance_check(const Judged& judged, const Distances& learned, const Distances& exact,
                             double Distances::*which, const std::string& note) {
  const Eigen::MatrixXd covariance = judged.law.at(judged.law.least).covariance();
  const double variance =
      which == &Distances::sliced
          ? covariance.trace() / static_cast<double>(judged.law.dimension())
          : Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(covariance).eigenvalues().maxCoeff();
  const double transported = std::sqrt(2 * variance * judged.curve.girsanov.value);
  const double tolerance =
      std::max(judged.floor.mean.*which, exact.*which) + 4 * judged.floor.deviation.*which + transported;
  return verify::value_check(0, learned.*which, tolerance, "floor, the method's own error, Girsanov's bound",
                             note);
}

SampleTable run_methods(Judged& judged, frame::Progress& progress) {
  SampleTable table;
  const auto exact_score = judged.law.exact_score();
  const Index n = judged.sizes.particles;
  const Points held_out = judged.law.held_out(n, judged.stream.role("held out"));
  const Points start = start_of(judged.law, n, judged.stream.role("start"));
  table.draw("held out", held_out);
  for (const Method& method : methods(judged.law, judged.sizes.sampler_steps)) {
    progress.advance(0);
    const RandomStream own = judged.stream.role(method.name);
    const Points learned = method.run(*judged.learned, start, own),
                 exact = method.run(*exact_score, start, own);
    std::array<Distances, 2> found{};
    for_each_task(2, [&](Index k) {
      found[static_cast<std::size_t>(k)] = distances(k == 0 ? learned : exact, held_out);
    });
    table.names.push_back(method.name);
    table.learned.push_back(found[0]);
    table.exact.push_back(found[1]);
    judged.add("distance/" + method.name, distance_check(judged, found[0], found[1], &Distances::sliced,
                                                         "sliced W2 to held-out points"));
    if (transport::has_exact_transport())
      judged.add("w2/" + method.name, distance_check(judged, found[0], found[1], &Distances::exact,
                                                     "W2 to held-out points, by the network simplex"));
    table.draw(method.name, learned);
    if (method.name == "ancestral") judge_reverse_sde(judged, learned, exact);
  }
  return table;
}

/// The flow's own bound is Girsanov's where its score is s_θ (Lu et al. 2022); twice that is allowed.
void judge_likelihood(Judged& judged, io::Group& group) {
  const Likelihood found =
      likelihood(judged.law, judged.learned, std::max<Index>(256, judged.sizes.particles / 4),
                 judged.stream.role("likelihood"));
  verify::Check check = verify::estimate_check("", 0, found.divergence, judged.z,
                                               2 * judged.curve.girsanov.value, "Girsanov's bound, twice");
  check.note = "E[log p - log q] of the flow";
  judged.add("likelihood", check);
  group.attribute("log_likelihood_exact", found.exact);
  group.attribute("log_likelihood_learned", found.learned);
}

void write(const Judged& judged, const SampleTable& table, const score::SavedModel& saved, io::Group& part) {
  io::Group& errors = part.group("score_error");
  errors.scale("sigma", judged.curve.sigma, {"noise level", "1"});
  errors.variable("relative_error", {"sigma"}, judged.curve.relative,
                  {"relative error of the score, averaged parameters", "1"});
  const score::ErrorCurve last = curve_of(judged.law, *saved.model(false), 1024, judged.stream.role("last"));
  errors.variable("relative_error_last", {"sigma"}, last.relative,
                  {"relative error of the score, last parameters", "1"});
  part.attribute("girsanov_bound", judged.curve.girsanov.value);
  write_samples(judged.law, table, judged.floor, part);
  score::write_model(saved, part.group("model"));
}

std::vector<std::string> ids_of(const KnownLaw& law, const Sizes& sizes) {
  std::vector<std::string> ids{law.part + "/training"};
  if (errors_are_known(law))
    for (const auto& [sigma, error] : known_errors)
      ids.push_back("mixture/error/sigma=" + number_text(sigma));
  for (const Method& method : methods(law, sizes.sampler_steps)) {
    ids.push_back(law.part + "/distance/" + method.name);
    if (transport::has_exact_transport()) ids.push_back(law.part + "/w2/" + method.name);
    if (method.name != "ancestral") continue;
    for (Index j = 0; j < law.dimension(); ++j)
      ids.push_back(law.part + "/girsanov/coordinate=" + number_text(j));
  }
  ids.push_back(law.part + "/likelihood");
  return ids;
}

std::vector<verify::Check> judge_law(const KnownLaw& law, const Sizes& sizes, const score::SavedModel& saved,
                                     double z, io::Group& group, frame::Progress& progress) {
  const RandomStream stream = RandomStream(sizes.seed).role(law.part);
  const auto model = saved.model();
  Judged judged{law,
                sizes,
                z,
                stream,
                model,
                score::learned_score(model, law.process()),
                curve_of(law, *model, std::max<Index>(1024, sizes.particles), stream.role("errors")),
                floor_of(law, sizes.particles, stream.role("floor"))};
  judged.add("training", verify::value_check(1, saved.state.status == score::TrainingStatus::finished ? 1 : 0,
                                             0, "its status", score::name_of(saved.state.status)));
  if (errors_are_known(law)) {
    for (const auto& [sigma, error] : known_errors) {
      const score::ScoreError found =
          score::score_error(*law.data, *model, sigma, 1 << 14, stream.role("checked"));
      judged.add("error/sigma=" + number_text(sigma),
                 verify::value_check(0, found.relative(), allowed_error(error, sizes),
                                     "another program, trained longer", "E|s_learned - s|^2/E|s|^2"));
    }
  }
  const SampleTable table = run_methods(judged, progress);
  judge_likelihood(judged, group);
  write(judged, table, saved, group);
  return judged.checks;
}

}  // namespace

frame::Plan law_plan(const KnownLaw& law, const Sizes& sizes, const std::optional<score::SavedModel>& given,
                     const std::function<double()>& z) {
  frame::Plan plan{law.title,
                   "A network learns the score; samplers, likelihood and Girsanov's bound stand on it."};
  plan.runs.push_back({ids_of(law, sizes), [=](io::Group& group, frame::Progress& progress) {
                         const score::SavedModel saved = given ? *given : trained(law, sizes, progress);
                         return judge_law(law, sizes, saved, z(), group, progress);
                       }});
  return plan;
}

}  // namespace kolmo::learned_score

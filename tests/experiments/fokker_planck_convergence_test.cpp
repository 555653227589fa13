// What fokker_planck_convergence plans, that nothing is left out, and its reference in time.

#include "fokker_planck_convergence/experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "experiments/under_test.hpp"
#include "fokker_planck_convergence/schema.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_transport.hpp"
#include "kolmo/fokker_planck/time/uniformisation.hpp"
#include "kolmo/measure/fokker_planck/explicit_limit.hpp"
#include "kolmo/measure/fokker_planck/grid_problems.hpp"
#include "kolmo/measure/fokker_planck/spectral_orders.hpp"
#include "kolmo/measure/problems/ring_problems.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;

io::Configuration configured(const std::vector<std::string>& sets, const std::string& scale = "standard") {
  return frame::test::configured(experiment(), sets, scale);
}

std::set<std::string> planned() { return frame::test::planned(experiment(), configured({})); }

TEST(FokkerPlanckConvergence, MeasuresEveryDiscretisationWithEveryStepper) {
  const std::set<std::string> names = planned();
  for (const auto& scheme : fokker_planck::discretisations()) {
    const std::string& space = scheme.claim.name;
    for (const char* problem :
         {"ornstein_uhlenbeck", "variance_preserving", "double_well", "heat", "periodic"}) {
      EXPECT_TRUE(names.count(problem + ("/space_" + space) + "_l1")) << space;
      EXPECT_TRUE(names.count(problem + ("/space_" + space) + "_maximum")) << space;
      for (const auto& stepper : fokker_planck::all_steppers()) {
        const std::string& time = stepper->claim().name;
        const bool refused = names.count(problem + ("/refused_" + time)) > 0;
        EXPECT_EQ(refused, time == "exponential_eigen" && problem == std::string("periodic")) << problem;
        if (refused) continue;
        for (const char* what : {"/time_", "/joint_"}) {
          EXPECT_TRUE(names.count(problem + (what + pair_name(time, space))))
              << problem << what << time << space;
        }
        EXPECT_TRUE(names.count(problem + ("/mass_" + time))) << problem << time;
      }
    }
    for (const auto& stepper : fokker_planck::all_steppers()) {
      const std::string pair = pair_name(stepper->claim().name, space);
      EXPECT_TRUE(names.count("variance_preserving/own_time_" + pair)) << pair;
      EXPECT_TRUE(names.count("variance_preserving/sub_vp_" + pair)) << pair;
    }
  }
  for (const char* problem : {"rotation", "rotation_scalar", "space"}) {
    for (const auto& stepper : fokker_planck::all_steppers()) {
      const std::string& time = stepper->claim().name;
      const bool measured = names.count(problem + ("/time_" + pair_name(time, "scharfetter_gummel"))) > 0;
      const bool refused = names.count(problem + ("/refused_" + time)) > 0;
      EXPECT_NE(measured, refused) << problem << "/" << time;
    }
  }
}

TEST(FokkerPlanckConvergence, MeasuresEverySpectralMethodAndEveryKineticTransport) {
  const std::set<std::string> names = planned();
  for (const SpectralMethod& method : spectral_methods()) {
    const std::string& name = method.claim.name;
    EXPECT_TRUE(names.count("spectral/time_" + name)) << name;
    EXPECT_TRUE(names.count("spectral/mass_" + name)) << name;
    EXPECT_TRUE(names.count("spectral/space_" + name + (method.stepper ? "" : "_mixture"))) << name;
  }
  for (const auto& transport : fokker_planck::kinetic_transports()) {
    const std::string& name = transport.claim.name;
    for (const char* what : {"space_", "time_", "joint_", "transport_", "mass_"}) {
      EXPECT_TRUE(names.count("kinetic/" + (what + name))) << what << name;
    }
    EXPECT_EQ(names.count("kinetic/positivity_" + name), transport.positive ? 1 : 0) << name;
    EXPECT_EQ(names.count("kinetic/autocorrelation_critical_" + name), transport.positive ? 0 : 1) << name;
  }
}

TEST(FokkerPlanckConvergence, HasEverySpectralMethodThatThisBuildHas) {
  bool with_rings = true;
  try {
    fokker_planck::FourierSolver(std::make_shared<BentRing>(0, 1, 0, 1), ring(8));
  } catch (const InvalidArgument&) {
    with_rings = false;
  }
  std::vector<std::string> expected, found;
  for (const Claim& claim : fokker_planck::spectral_methods()) {
    if (with_rings || claim.name.rfind("fourier_", 0) != 0) expected.push_back(claim.name);
  }
  for (const SpectralMethod& method : spectral_methods()) found.push_back(method.claim.name);
  EXPECT_EQ(found, expected);
}

TEST(FokkerPlanckConvergence, ErrorsNameTheKeyAndWhatIsAllowed) {
  const auto error_of = [](const std::string& set) -> std::string {
    try {
      experiment().validate(configured({set}));
    } catch (const io::ConfigurationError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(error_of("mass.steps=100"), "");
  EXPECT_NE(error_of("run.problems=[\"heet\"]").find("there is no problem 'heet'"), std::string::npos);
  EXPECT_NE(error_of("run.problems=[\"heat\", \"heat\"]").find("named twice"), std::string::npos);
}

TEST(FokkerPlanckConvergence, WritesOrdersAndWorkAndChecksWhatItsIdsSay) {
  const io::Configuration configuration = configured({"run.problems=[\"periodic\"]", "mass.steps=100"});
  io::Group root("");
  frame::Progress silent;
  const std::vector<verify::Check> checks =
      experiment().body(configuration, "periodic", root.group("periodic"), silent);
  std::vector<std::string> made;
  for (const verify::Check& check : checks) {
    made.push_back(check.id);
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id;
  }
  EXPECT_EQ(made, experiment().check_ids(configuration));
  const io::Group* part = root.find_group("periodic");
  const std::string study = "joint_tr_bdf2_scharfetter_gummel";
  ASSERT_NE(part->find_group("convergence")->find_group(study), nullptr);
  EXPECT_NE(part->find_group("convergence")->find_group(study)->find_dataset("error"), nullptr);
  EXPECT_NE(part->find_group("work_precision")->find_group(study), nullptr);
  EXPECT_NE(part->find_group("kept")->find_dataset("mass_defect"), nullptr);
}

// Against the eigenbasis of the matrix of four cells, e^{tL} = Σ …, and as a semigroup.
TEST(ExactFlow, IsTheExponential) {
  const GridProblem problem = *ornstein_uhlenbeck_problem(GridLevels());
  for (const auto& scheme : fokker_planck::discretisations()) {
    const auto generator = generator_of(problem, scheme, 40);
    const Eigen::ArrayXd p0 = problem.law(generator.grid(), 0);
    const Eigen::ArrayXd p = exact_flow(generator, p0, 0.7);
    const Eigen::ArrayXd in_two = exact_flow(generator, exact_flow(generator, p0, 0.3), 0.4);
    Eigen::ArrayXd by_modes = p0;
    fokker_planck::stepper("exponential_eigen").prepare(generator, 0.7)->advance(by_modes.data(), 1);
    // √(rt) ≈ 10 pieces, some roundings each; the eigenvectors of a 40×40 matrix.
    EXPECT_LE((p - in_two).abs().maxCoeff(), 1e-14) << scheme.claim.name;
    EXPECT_LE((p - by_modes).abs().maxCoeff(), 1e-12) << scheme.claim.name;
    EXPECT_NEAR(fokker_planck::mass(generator.grid(), p), fokker_planck::mass(generator.grid(), p0), 1e-14);
    EXPECT_GE(p.minCoeff(), 0) << scheme.claim.name;
  }
}

// R is the polynomial of the order's Taylor coefficients (and one more for Dormand–Prince): Hairer, Wanner.
TEST(ExplicitLimit, IsThatOfTheStabilityPolynomials) {
  EXPECT_NEAR(real_axis_limit(fokker_planck::bogacki_shampine_table()), 2.51274532661, 1e-8);
  EXPECT_NEAR(real_axis_limit(fokker_planck::dormand_prince_table()), 3.3065679, 1e-6);
  EXPECT_NEAR(amplification(fokker_planck::bogacki_shampine_table(), -1), 1 - 1 + 0.5 - 1.0 / 6, 1e-14);
}

TEST(WrappedGaussian, IsPeriodicAndHasMassOne) {
  const double pi = std::acos(-1.0);
  double mass = 0;
  for (int i = 0; i < 64; ++i) mass += wrapped_gaussian(-pi + (i + 0.5) * pi / 32, 1.1, 0.3) * pi / 32;
  EXPECT_NEAR(mass, 1, 1e-13);
  EXPECT_NEAR(wrapped_gaussian(-pi, 1.1, 0.3), wrapped_gaussian(pi, 1.1, 0.3), 1e-14);
}

}  // namespace
}  // namespace kolmo::fokker_planck_convergence

// The schemas of all experiments: what a slip of the finger in a key is told.

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "claims/schema.hpp"
#include "constrained_diffusions/schema.hpp"
#include "dimension_scaling/schema.hpp"
#include "discrete_to_continuous/schema.hpp"
#include "entropy_along_diffusion/schema.hpp"
#include "first_passage/schema.hpp"
#include "flow_matching/schema.hpp"
#include "fokker_planck_convergence/schema.hpp"
#include "four_roads/schema.hpp"
#include "free_energy/schema.hpp"
#include "guidance_and_inverse_problems/schema.hpp"
#include "information_geometry/schema.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/keys_of_others.hpp"
#include "langevin_sampling/schema.hpp"
#include "learned_score/schema.hpp"
#include "mode_weights/schema.hpp"
#include "most_probable_paths/schema.hpp"
#include "multilevel/schema.hpp"
#include "new_processes/schema.hpp"
#include "optimal_transport/schema.hpp"
#include "parallel_in_time/schema.hpp"
#include "poisson_flow/schema.hpp"
#include "probability_flow/schema.hpp"
#include "rare_events/schema.hpp"
#include "relaxation/schema.hpp"
#include "sample/schema.hpp"
#include "sampler_orders/schema.hpp"
#include "score_matching/schema.hpp"
#include "sde_convergence/schema.hpp"
#include "stability_and_stiffness/schema.hpp"
#include "wasserstein_flow/schema.hpp"

namespace kolmo {
namespace {

const std::map<std::string, io::Schema> schemas = {
    {"claims", claims::schema()},
    {"constrained_diffusions", constrained_diffusions::schema()},
    {"dimension_scaling", dimension_scaling::schema()},
    {"discrete_to_continuous", discrete_to_continuous::schema()},
    {"entropy_along_diffusion", entropy_along_diffusion::schema()},
    {"first_passage", first_passage::schema()},
    {"fokker_planck_convergence", fokker_planck_convergence::schema()},
    {"flow_matching", flow_matching::schema()},
    {"four_roads", four_roads::schema()},
    {"free_energy", free_energy::schema()},
    {"guidance_and_inverse_problems", guidance_and_inverse_problems::schema()},
    {"information_geometry", information_geometry::schema()},
    {"langevin_sampling", langevin_sampling::schema()},
    {"learned_score", learned_score::schema()},
    {"mode_weights", mode_weights::schema()},
    {"most_probable_paths", most_probable_paths::schema()},
    {"multilevel", multilevel::schema()},
    {"new_processes", new_processes::schema()},
    {"optimal_transport", optimal_transport::schema()},
    {"parallel_in_time", parallel_in_time::schema()},
    {"poisson_flow", poisson_flow::schema()},
    {"probability_flow", probability_flow::schema()},
    {"rare_events", rare_events::schema()},
    {"relaxation", relaxation::schema()},
    {"sample", sample::schema()},
    {"sampler_orders", sampler_orders::schema()},
    {"score_matching", score_matching::schema()},
    {"sde_convergence", sde_convergence::schema()},
    {"stability_and_stiffness", stability_and_stiffness::schema()},
    {"wasserstein_flow", wasserstein_flow::schema()},
};

/// Every text that is one edit away: a letter left out, doubled, swapped with the next, or another one.
std::vector<std::string> slips_of(const std::string& text) {
  std::vector<std::string> slips;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string left_out = text, doubled = text, swapped = text, other = text;
    left_out.erase(i, 1);
    doubled.insert(i, 1, text[i]);
    if (i + 1 < text.size()) std::swap(swapped[i], swapped[i + 1]);
    other[i] = text[i] == 'e' ? 'w' : 'e';
    for (std::string& slip : {std::ref(left_out), std::ref(doubled), std::ref(swapped), std::ref(other)})
      if (slip != text) slips.push_back(slip);
  }
  return slips;
}

bool is_known(const io::Schema& schema, const std::string& path) {
  return std::any_of(schema.begin(), schema.end(), [&](const io::Key& key) { return key.path == path; });
}

/// The share of slips in the keys' paths, "*" as the name "well", that are answered with the key meant.
struct Share {
  int right = 0, all = 0;
};

/// Of every `stride`-th slip.
Share share_of_right_answers(const io::Schema& schema, const auto& message, int stride) {
  Share share;
  int slips = 0;
  for (const io::Key& key : schema) {
    if (key.path.back() == '*') continue;  // any name is right there
    std::string path = key.path;
    const std::size_t star = path.find('*');
    if (star != std::string::npos) path.replace(star, 1, "well");
    for (const std::string& slip : slips_of(path)) {
      // A slip in the name or in a dot beside it makes another name, one in the key may make another key.
      if (star != std::string::npos && slip.starts_with(path.substr(0, star - 1)) &&
          slip.ends_with(path.substr(star + 5)))
        continue;
      if (is_known(schema, slip) || slips++ % stride != 0) continue;
      ++share.all;
      if (message(slip).find("did you mean '" + path + "'?") != std::string::npos) ++share.right;
    }
  }
  return share;
}

TEST(Schemas, NineOfTenSlipsInASetAreAnsweredWithTheKeyMeant) {
  for (const auto& [name, schema] : schemas) {
    const Share share = share_of_right_answers(
        schema,
        [&](const std::string& slip) {
          return message_of<io::ConfigurationError>([&] {
            io::Configuration::resolve(schema, "", io::standard_scales(), std::nullopt, {slip + "=1"});
          });
        },
        1);
    EXPECT_GE(share.right, 0.9 * share.all) << name << ": " << share.right << " of " << share.all;
    EXPECT_GT(share.all, 50) << name;  // that of a handful of keys
  }
}

TEST(Schemas, NineOfTenSlipsInAFileAreAnsweredWithTheKeyMeant) {
  const TemporaryDirectory directory;
  for (const auto& [name, schema] : schemas) {
    const Share share = share_of_right_answers(
        schema,
        [&](const std::string& slip) {
          spit(directory / "run.toml", slip + " = 1\n");
          try {
            io::Configuration::resolve(schema, "", io::standard_scales(), directory / "run.toml");
          } catch (const io::ConfigurationError& error) {
            return std::string(error.what());
          }
          return std::string();
        },
        7);  // a file takes a hundred times as long as an assignment
    // Less three standard errors of a sample of slips.
    EXPECT_GE(share.right, 0.9 * share.all - 3 * std::sqrt(0.09 * share.all))
        << name << ": " << share.right << " of " << share.all;
  }
}

TEST(Schemas, EveryKeySaysWhatItIs) {
  for (const auto& [name, schema] : schemas)
    for (const io::Key& key : schema) {
      EXPECT_FALSE(key.sentence.empty()) << name << ": " << key.path;
      EXPECT_EQ(key.sentence.back(), '.') << name << ": " << key.path;
      if (key.type == io::Type::number || key.type == io::Type::integer || key.type == io::Type::numbers) {
        EXPECT_FALSE(key.unit.empty()) << name << ": " << key.path;
      }
    }
}

// A file of problems serves every experiment: what one asks beside the vocabulary the others know.
TEST(Schemas, WhatAnExperimentAsksOfAProblemTheOthersLetStand) {
  int asked = 0, without_effect = 0;
  for (const auto& [name, schema] : schemas) {
    if (!is_known(schema, "problem.*.initial.weights")) continue;
    for (const auto& [other, its] : schemas) {
      if (!is_known(its, "problem.*.initial.weights")) continue;
      for (const io::Key& key : its) {
        if (!key.path.starts_with("problem.*.") || io::is_of_another(key)) continue;
        const std::string table = key.path.substr(0, key.path.rfind('.')) + ".*";
        const bool stands = is_known(schema, key.path) || is_known(schema, table);
        EXPECT_TRUE(stands) << name << " does not know " << key.path << " of " << other;
        ++asked;
        if (!is_known(schema, key.path)) ++without_effect;
      }
    }
  }
  EXPECT_GT(asked, 1000);
  EXPECT_GT(without_effect, 100);
}

}  // namespace
}  // namespace kolmo

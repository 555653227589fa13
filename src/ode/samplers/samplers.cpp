// The list of samplers.

#include <utility>

#include "kolmo/ode/samplers/sampler_tables.hpp"

namespace kolmo::ode {
namespace {

constexpr Prediction noise = Prediction::noise, denoised = Prediction::denoised;

std::vector<SamplerEntry> one_step() {
  return {
      single_step_sampler(
          sampler_claim("ddim", "Song, Meng and Ermon (2021), eq. 12; DPM-Solver-1", 1, false, 1),
          ddim_table(noise)),
      single_step_sampler(sampler_claim("dpm_2", "Lu et al. (2022), algorithm 1: DPM-Solver-2", 2, false, 2),
                          dpm_2_table(noise)),
      single_step_sampler(sampler_claim("dpm_3", "Lu et al. (2022), algorithm 2: DPM-Solver-3", 3, false, 3),
                          dpm_3_table(noise)),
      edm_sampler(sampler_claim("edm_heun", "Karras et al. (2022), algorithm 1", 2, false, 2), {}),
  };
}

std::vector<SamplerEntry> several_steps() {
  const auto adams = [](const char* name, Index steps) {
    return multistep_sampler(
        sampler_claim(name, "Zhang and Chen (2023), DEIS, in the clock λ: exponential Adams–Bashforth",
                      static_cast<double>(steps), false, 1, steps > 2 ? "a start of full order" : ""),
        {noise, steps, adams_weights});
  };
  const auto unipc = [](const char* name, Index steps) {
    return multistep_sampler(sampler_claim(name, "Zhao et al. (2023), algorithms 1 and 2: UniPC",
                                           static_cast<double>(steps) + 1, false, 1),
                             {denoised, steps, adams_weights, true});
  };
  return {
      multistep_sampler(
          sampler_claim("dpmpp_2m", "Lu et al. (2023), algorithm 2: DPM-Solver++(2M)", 2, false, 1),
          {denoised, 2, midpoint_weights}),
      multistep_sampler(sampler_claim("dpmpp_3m", "DPM-Solver++(3M) with its second difference whole", 3,
                                      false, 1, "a start of full order"),
                        {denoised, 3, adams_weights}),
      multistep_sampler(
          sampler_claim("dpmpp_3m_published",
                        "Lu et al. (2023), program dpm_solver_pytorch: DPM-Solver++(3M), with half "
                        "of the second difference",
                        2, false, 1),
          {denoised, 3, half_curvature_weights}),
      adams("exponential_adams_2", 2),
      adams("exponential_adams_3", 3),
      adams("exponential_adams_4", 4),
      unipc("unipc_1", 1),
      unipc("unipc_2", 2),
  };
}

std::vector<SamplerEntry> with_noise() {
  return {
      eta_sampler(sampler_claim("eta_half", "Song, Meng and Ermon (2021), eq. 16, η = ½", 1, true, 1), 0.5),
      eta_sampler(sampler_claim("ancestral",
                                "Ho, Jain and Abbeel (2020), algorithm 2; Song, Meng and Ermon "
                                "(2021), eq. 16, η = 1",
                                1, true, 1),
                  1),
      edm_sampler(
          sampler_claim("edm_stochastic", "Karras et al. (2022), algorithm 2, S_churn = 10, S_noise = 1", 2,
                        true, 2, "more steps than S_churn/0.414 for its order"),
          {.churn = 10}),
      predictor_corrector_sampler(
          sampler_claim("predictor_corrector", "Song et al. (2021), algorithms 3 and 5, r = 0.16",
                        std::nullopt, true, 2, "tolerance of a bias that no number of steps removes"),
          0.16),
  };
}

}  // namespace

Claim sampler_claim(std::string name, std::string source, std::optional<double> order, bool adds_noise,
                    double evaluations, std::string needs) {
  Claim claim;
  claim.name = std::move(name);
  claim.source = std::move(source);
  if (adds_noise) {
    claim.orders.set(Sense::weak, Context::additive, order);
  } else {
    claim.orders.set(Sense::time, order);
  }
  claim.needs = std::move(needs);
  claim.evaluations_per_step = evaluations;
  return claim;
}

Catalogue<SamplerEntry>& sampler_catalogue() {
  static Catalogue<SamplerEntry> all(
      "sampler", [](const SamplerEntry& one) { return one.claim.name; },
      [] {
        std::vector<SamplerEntry> list = one_step();
        for (auto&& more : {several_steps(), with_noise()}) list.insert(list.end(), more.begin(), more.end());
        return list;
      }());
  return all;
}

const std::vector<SamplerEntry>& samplers() { return sampler_catalogue().all(); }

const SamplerEntry& find_sampler(std::string_view name) { return sampler_catalogue().find(name); }

}  // namespace kolmo::ode

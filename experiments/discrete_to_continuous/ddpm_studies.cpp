// The law of the DDPM chain against that of the variance-preserving process.

#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>

#include "discrete_to_continuous/parts.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/mixture_distance.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using process::DdpmChain;
using process::Kernel;
using process::LinearSchedule;
using process::SchedulePoint;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
const char* const song = "C5-01, C5-03: Ho et al. 2020, eq. 4; Song et al. 2021, eq. 11";

/// The chain's law at time t with step h = 1/N; nothing where some β_i ≥ 1.
std::optional<Kernel> chain_kernel(const DdpmSettings& ddpm, SchedulePoint point, double h, double t) {
  const Index steps = number_of_steps(h);
  try {
    return ddpm.law(DdpmChain(ddpm.schedule(), steps, point, 1), node(t, steps));
  } catch (const InvalidArgument&) {
    return std::nullopt;
  }
}

/// r of Σ β_i = B(t) + r Δ + O(Δ²) for β(t) = β(0) + slope t on [0, 1].
double sum_excess(const LinearSchedule& schedule, SchedulePoint point, double t) {
  const double rise = schedule.beta(t) - schedule.beta(0);
  switch (point) {
    case SchedulePoint::left:
      return -rise / 2;
    case SchedulePoint::midpoint:
      return 0;
    case SchedulePoint::right:
      return rise / 2;
    case SchedulePoint::endpoints:
      break;
  }
  return -rise / 2 * (1 - t);
}

/// ∫₀ᵗ β².
double square_integral(const LinearSchedule& schedule, double t) {
  const double first = schedule.beta(0), last = schedule.beta(t);
  return t / 3 * (first * first + first * last + last * last);
}

/// c of log ᾱ_chain(t) − log ᾱ(t) = −c Δ + O(Δ²): log(1 − β_i) = −β_i − β_i²/2 − …
double log_constant(const LinearSchedule& schedule, SchedulePoint point, double t) {
  return sum_excess(schedule, point, t) + square_integral(schedule, t) / 2;
}

Study study(const DdpmSettings& ddpm, const std::string& name, const std::string& long_name,
            std::function<double(double)> error) {
  Study result;
  result.name = name;
  result.long_name = long_name;
  result.order = 1;
  result.h = steps_of(ddpm.steps);
  result.error = std::move(error);
  result.fit_up_to = 1 / static_cast<double>(ddpm.fit_from_steps);
  result.source = song;
  return result;
}

/// |e^{−B/2} − √ᾱ|.
Study mean_study(const DdpmSettings& ddpm, SchedulePoint point, double t, const std::string& name) {
  const Kernel exact = *ddpm.process().kernel(0, t);
  Study result =
      study(ddpm, name, "error of the mean factor of the chain at t = " + time_text(t), [=](double h) {
        const auto kernel = chain_kernel(ddpm, point, h, t);
        return kernel ? std::abs(kernel->scale - exact.scale) : missing;
      });
  result.constant = {exact.scale * std::abs(log_constant(ddpm.schedule(), point, t)) / 2};
  return result;
}

Study variance_study(const DdpmSettings& ddpm, double t) {
  const Kernel exact = *ddpm.process().kernel(0, t);
  Study result =
      study(ddpm, named("variance", t),
            "error of the variance of the chain from a point at t = " + time_text(t), [=](double h) {
              const auto kernel = chain_kernel(ddpm, ddpm.point, h, t);
              return kernel ? std::abs(kernel->variance - exact.variance) : missing;
            });
  result.constant = {(1 - exact.variance) * std::abs(log_constant(ddpm.schedule(), ddpm.point, t))};
  return result;
}

Study ks_study(const DdpmSettings& ddpm, const density::GaussianMixture& start, const std::string& name,
               double t) {
  const density::GaussianMixture exact = process::marginal(ddpm.process(), start, t);
  return study(ddpm, named("ks_" + name, t),
               "KS distance of the chain's law from the process's, x_0 " + name + ", t = " + time_text(t),
               [=](double h) {
                 const auto kernel = chain_kernel(ddpm, ddpm.point, h, t);
                 return kernel ? density::ks_distance(process::marginal(*kernel, start), exact) : missing;
               });
}

/// β(t) = 0.1 + 10 t read at the left ends: the mean factors of data/reference/k_misc.json.
void add_reference(const DdpmSettings& ddpm, Noiseless& plan) {
  DdpmSettings reference = ddpm;
  reference.beta_min = 0.1;
  reference.beta_max = 10.1;
  plan.studies.push_back(mean_study(reference, SchedulePoint::left, 1, "mean_reference_schedule_t1"));
  plan.studies.back().source = "C5-03: data/reference/k_misc.json, ddpm_to_sde: order 1.00";
  static constexpr std::pair<int, double> rows[] = {{10, 0.01638717513307632},   {50, 0.06817863484229267},
                                                    {100, 0.07323273836895923},  {500, 0.07712748568350085},
                                                    {1000, 0.07760552746865892}, {4000, 0.07796280896067445}};
  for (const auto& [steps, factor] : rows) {
    const double h = 1.0 / steps;
    plan.facts.push_back({"reference_mean_factor/N=" + number_text(steps), factor,
                          [=] { return chain_kernel(reference, SchedulePoint::left, h, 1)->scale; },
                          1e-15 + 1e-16 * steps, "C5-03: data/reference/k_misc.json, ddpm_to_sde",
                          "beta(t) = 0.1 + 10 t at the left ends"});
  }
}

/// Mean and variance step by step against the closed form of x_N | x_0.
Fact product_fact(const DdpmSettings& ddpm) {
  const Index steps = ddpm.steps.back();
  return {"product_of_steps", 0,
          [=] {
            const DdpmChain chain(ddpm.schedule(), steps, ddpm.point, 1);
            double scale = 1, variance = 0;
            for (Index i = 1; i <= steps; ++i) {
              scale *= std::sqrt(1 - chain.beta(i));
              variance = (1 - chain.beta(i)) * variance + chain.beta(i);
            }
            const Kernel kernel = ddpm.law(chain, steps);
            return std::abs(kernel.scale / scale - 1) + std::abs(kernel.variance - variance);
          },
          5e-16 * static_cast<double>(steps), "C5-01: x_t = sqrt(abar) x_0 + sqrt(1 - abar) z"};
}

/// The smallest N whose β_i are all below 1.
Fact fewest_steps_fact(const DdpmSettings& ddpm) {
  DdpmSettings right = ddpm;
  right.point = SchedulePoint::right;
  return {"fewest_steps_right", std::floor(ddpm.beta_max) + 1,
          [=] {
            Index n = 1;
            while (!chain_kernel(right, right.point, 1 / static_cast<double>(n), 1)) ++n;
            return static_cast<double>(n);
          },
          0.5, "C5-01: sqrt(1 - beta_N) needs beta_N = beta_max/N < 1"};
}

}  // namespace

Noiseless ddpm_plan(const Settings& settings) {
  const DdpmSettings& ddpm = settings.ddpm;
  Noiseless plan;
  for (const double t : ddpm.times) {
    plan.studies.push_back(mean_study(ddpm, ddpm.point, t, named("mean", t)));
    plan.studies.push_back(variance_study(ddpm, t));
    plan.studies.push_back(ks_study(ddpm, settings.gaussian, "gaussian", t));
    plan.studies.push_back(ks_study(ddpm, settings.mixture, "mixture", t));
  }
  const std::pair<SchedulePoint, const char*> readings[] = {{SchedulePoint::left, "left"},
                                                            {SchedulePoint::midpoint, "midpoint"},
                                                            {SchedulePoint::right, "right"},
                                                            {SchedulePoint::endpoints, "endpoints"}};
  for (const auto& [point, name] : readings) {
    for (const double t : ddpm.times) {
      if (point == ddpm.point) continue;
      plan.studies.push_back(mean_study(ddpm, point, t, named(std::string("mean_") + name, t)));
      plan.studies.back().source = "C5-03, C5-23: the schedule read at another point of the step";
    }
  }
  plan.facts = {product_fact(ddpm), fewest_steps_fact(ddpm)};
  add_reference(ddpm, plan);
  return plan;
}

std::vector<double> steps_of(const std::vector<Index>& numbers) {
  std::vector<double> h;
  for (const Index n : numbers) h.push_back(1 / static_cast<double>(n));
  return h;
}

Index number_of_steps(double h) { return static_cast<Index>(std::llround(1 / h)); }

std::string time_text(double t) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", t);
  return text;
}

std::string named(const std::string& what, double t) { return what + "_t" + time_text(t); }

}  // namespace kolmo::discrete_to_continuous

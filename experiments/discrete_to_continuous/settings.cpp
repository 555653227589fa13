#include "discrete_to_continuous/settings.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/io/keys.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

/// Fits of orders need three points; curvature and scatter two more.
constexpr std::size_t fewest_fitted = 5;

/// Reads the keys of one table.
class Reader {
 public:
  Reader(const io::Configuration& configuration, std::string table)
      : configuration_(configuration), table_(std::move(table)) {}

  double number(const std::string& key) const { return configuration_.number(path(key)); }
  Index integer(const std::string& key) const { return configuration_.integer(path(key)); }
  const std::string& text(const std::string& key) const { return configuration_.text(path(key)); }

  /// Whole numbers, increasing.
  std::vector<Index> counts(const std::string& key) const {
    std::vector<Index> result;
    for (const double value : there(key)) {
      if (value != std::floor(value)) throw wrong(key, "must be whole numbers");
      result.push_back(static_cast<Index>(value));
    }
    return result;
  }

  /// At least `fewest_fitted` of `steps` are at or above the key's value.
  Index fit_from(const std::string& key, const std::vector<Index>& steps) const {
    const Index from = integer(key);
    std::size_t fitted = 0;
    for (const Index n : steps) fitted += n >= from ? 1 : 0;
    if (fitted < fewest_fitted) throw wrong(key, "leaves fewer than 5 numbers of steps for the fits");
    return from;
  }

  void need_nodes(const std::string& key, const std::vector<double>& times,
                  const std::vector<Index>& steps) const {
    for (const Index n : steps) {
      for (const double t : times) {
        const double position = t * static_cast<double>(n);
        if (std::abs(position - std::round(position)) > 1e-9 * static_cast<double>(n) ||
            std::round(position) < 1) {
          throw wrong(key, "time " + number_text(t) + " is no step of a chain of " + number_text(n));
        }
      }
    }
  }

  const std::vector<double>& there(const std::string& key) const {
    if (!configuration_.has(path(key)) || configuration_.numbers(path(key)).empty())
      throw configuration_.error_at(table_, "'" + key + "' is missing or empty");
    return configuration_.numbers(path(key));
  }

  io::ConfigurationError wrong(const std::string& key, const std::string& message) const {
    return configuration_.error_at(path(key), message);
  }

 private:
  std::string path(const std::string& key) const { return table_ + "." + key; }

  const io::Configuration& configuration_;
  std::string table_;
};

DdpmSettings read_ddpm(const Reader& reader) {
  DdpmSettings ddpm;
  ddpm.beta_min = reader.number("beta_min");
  ddpm.beta_max = reader.number("beta_max");
  if (ddpm.beta_max < ddpm.beta_min) throw reader.wrong("beta_max", "must be at least beta_min");
  ddpm.point = io::keys::entry_of(schedule_points(), reader.text("schedule_point")).point;
  ddpm.times = reader.there("times");
  ddpm.steps = reader.counts("steps");
  ddpm.sampled_steps = reader.counts("sampled_steps");
  ddpm.fit_from_steps = reader.fit_from("fit_from_steps", ddpm.steps);
  ddpm.particles = reader.integer("particles");
  reader.need_nodes("steps", ddpm.times, ddpm.steps);
  reader.need_nodes("sampled_steps", ddpm.times, ddpm.sampled_steps);
  if (static_cast<double>(ddpm.fit_from_steps) <= ddpm.beta_max)
    throw reader.wrong("fit_from_steps", "a chain of so few steps does not exist: it must exceed beta_max");
  if (static_cast<double>(ddpm.sampled_steps.front()) <= ddpm.beta_max)
    throw reader.wrong("sampled_steps", "a chain of so few steps does not exist: they must exceed beta_max");
  return ddpm;
}

NcsnSettings read_ncsn(const Reader& reader) {
  NcsnSettings ncsn;
  ncsn.sigma_min = reader.number("sigma_min");
  ncsn.sigma_max = reader.number("sigma_max");
  if (ncsn.sigma_max <= ncsn.sigma_min) throw reader.wrong("sigma_max", "must exceed sigma_min");
  ncsn.times = reader.there("times");
  ncsn.steps = reader.counts("steps");
  ncsn.sampled_steps = reader.counts("sampled_steps");
  ncsn.fit_from_steps = reader.fit_from("fit_from_steps", ncsn.steps);
  ncsn.particles = reader.integer("particles");
  reader.need_nodes("steps", ncsn.times, ncsn.steps);
  reader.need_nodes("sampled_steps", ncsn.times, ncsn.sampled_steps);
  return ncsn;
}

DonskerSettings read_donsker(const Reader& reader) {
  DonskerSettings donsker;
  donsker.steps = reader.counts("steps");
  for (const Index n : donsker.steps)
    if (n % 2 != 0) throw reader.wrong("steps", "must be even: the lattice of odd n has no point at 0");
  donsker.fit_from_steps = reader.fit_from("fit_from_steps", donsker.steps);
  donsker.coin = reader.number("coin");
  donsker.sampled_steps = reader.integer("sampled_steps");
  donsker.particles = reader.integer("particles");
  donsker.times = reader.there("times");
  reader.need_nodes("times", donsker.times, {donsker.sampled_steps});
  return donsker;
}

density::GaussianMixture read_mixture(const Reader& reader) {
  const auto array = [&](const std::string& key) -> Eigen::ArrayXd {
    const std::vector<double>& values = reader.there(key);
    return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
  };
  const Eigen::ArrayXd weights = array("weights"), means = array("means"), deviations = array("deviations");
  if (means.size() != weights.size()) throw reader.wrong("means", "as many as weights are needed");
  if (deviations.size() != weights.size()) throw reader.wrong("deviations", "as many as weights are needed");
  try {
    return density::mixture_1d(weights, means, deviations);
  } catch (const InvalidArgument& error) {
    throw reader.wrong("weights", error.what());
  }
}

/// Samples and their sorted copies, at every time.
void need_memory(const io::Configuration& configuration, const std::string& table, double particles,
                 std::size_t times) {
  try {
    require_memory(particles * (static_cast<double>(times) + 4), "samples at every time and a sorted copy",
                   "take fewer particles");
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".particles", error.what());
  }
}

}  // namespace

const std::vector<SchedulePointName>& schedule_points() {
  using process::SchedulePoint;
  static const std::vector<SchedulePointName> list = {{"left", SchedulePoint::left},
                                                      {"midpoint", SchedulePoint::midpoint},
                                                      {"right", SchedulePoint::right},
                                                      {"endpoints", SchedulePoint::endpoints}};
  return list;
}

Settings read_settings(const io::Configuration& configuration) {
  const Reader initial(configuration, "initial"), ddim(configuration, "ddim");
  const std::vector<Index> ddim_steps = ddim.counts("steps");
  Settings settings{
      read_ddpm({configuration, "ddpm"}),
      read_mixture(initial),
      density::gaussian_1d(initial.number("gaussian_mean"), initial.number("gaussian_deviation")),
      read_ncsn({configuration, "ncsn"}),
      {ddim_steps, ddim.fit_from("fit_from_steps", ddim_steps)},
      read_donsker({configuration, "donsker"})};
  settings.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  const auto size = [](const auto& list) { return static_cast<double>(list.size()); };
  const double covariances = size(settings.donsker.times) * (size(settings.donsker.times) + 1) / 2;
  settings.comparisons = 3 * size(settings.ddpm.sampled_steps) * size(settings.ddpm.times) + 2 +
                         size(settings.ncsn.sampled_steps) * size(settings.ncsn.times) + 2 * covariances + 3;
  need_memory(configuration, "ddpm", static_cast<double>(settings.ddpm.particles),
              settings.ddpm.times.size());
  need_memory(configuration, "ncsn", static_cast<double>(settings.ncsn.particles),
              settings.ncsn.times.size());
  need_memory(configuration, "donsker", static_cast<double>(settings.donsker.particles),
              settings.donsker.times.size());
  return settings;
}

Index node(double time, Index steps) {
  return static_cast<Index>(std::llround(time * static_cast<double>(steps)));
}

}  // namespace kolmo::discrete_to_continuous

#include "four_roads/problem.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"
#include "kolmo/process/overdamped_langevin.hpp"
#include "kolmo/process/variance_exploding.hpp"
#include "kolmo/process/variance_preserving.hpp"

namespace kolmo::four_roads {
namespace {

/// Reads the keys of one problem; what the schema cannot see becomes an error located at the key.
class ProblemReader {
 public:
  ProblemReader(const io::Configuration& configuration, const std::string& name)
      : configuration_(configuration), name_(name), prefix_("problem." + name + ".") {}

  Problem read() const;

 private:
  io::ConfigurationError wrong(const std::string& key, const std::string& message) const {
    return configuration_.error_at(prefix_ + key, "'" + prefix_ + key + "': " + message);
  }
  /// Runs `make`; an InvalidArgument of the library is located at the key.
  template <class Make>
  auto at(const std::string& key, const Make& make) const {
    try {
      return make();
    } catch (const InvalidArgument& error) {
      throw wrong(key, error.what());
    }
  }

  bool has(const std::string& key) const { return configuration_.has(prefix_ + key); }
  double number(const std::string& key) const { return configuration_.number(prefix_ + key); }

  void need(const std::string& key, const std::string& what_for) const {
    if (!has(key)) throw wrong(key, "is missing: " + what_for + " needs it");
  }

  ProcessPtr process(Index d) const {
    need("process.type", "a problem");
    const std::string type = configuration_.text(prefix_ + "process.type");
    if (type == "langevin") {
      need("process.potential", "langevin");
      if (d != 1) throw wrong("process.potential", "an expression has one variable, the initial law is in 2-D");
      const auto potential = at("process.potential", [&] {
        return std::make_shared<density::ExpressionPotential>(configuration_.text(prefix_ + "process.potential"));
      });
      return std::make_shared<process::OverdampedLangevin>(potential, number("process.temperature"));
    }
    if (type == "ornstein_uhlenbeck") {
      Eigen::VectorXd mean = Eigen::VectorXd::Zero(d);
      if (has("process.mean")) {
        const std::vector<double>& given = configuration_.numbers(prefix_ + "process.mean");
        if (static_cast<Index>(given.size()) != d) {
          throw wrong("process.mean", std::to_string(given.size()) + " numbers: the initial law is in " +
                                          std::to_string(d) + "-D");
        }
        for (Index j = 0; j < d; ++j) mean(j) = given[static_cast<std::size_t>(j)];
      }
      return std::make_shared<process::OrnsteinUhlenbeck>(number("process.theta"), mean, number("process.sigma"));
    }
    if (type == "variance_preserving") {
      return std::make_shared<process::VariancePreserving>(number("process.beta_min"), number("process.beta_max"), 1.0, d);
    }
    if (type == "variance_exploding") {
      return std::make_shared<process::VarianceExploding>(number("process.sigma_min"), number("process.sigma_max"), 1.0, d);
    }
    return std::make_shared<process::Brownian>(number("process.sigma"), d);
  }

  /// "dX = −V′(X) dt + √(2T) dW, V = (x^2-1)^2, T = 0.5; X₀ a mixture of 1 Gaussian".
  std::string statement(const Problem& problem) const {
    const auto value = [&](const std::string& key) {
      char text[32];
      std::snprintf(text, sizeof text, "%g", number("process." + key));
      return std::string(text);
    };
    const std::string type = has("process.type") ? configuration_.text(prefix_ + "process.type") : "";
    std::string text;
    if (type == "langevin" && has("process.potential")) {
      text = "dX = −V′(X) dt + √(2T) dW, V = " + configuration_.text(prefix_ + "process.potential") +
             ", T = " + value("temperature");
    } else if (type == "ornstein_uhlenbeck") {
      text = "dX = −θ (X − m) dt + σ dW, θ = " + value("theta") + ", σ = " + value("sigma");
    } else if (type == "variance_preserving") {
      text = "dX = −½β(t) X dt + √β(t) dW, β from " + value("beta_min") + " to " + value("beta_max");
    } else if (type == "variance_exploding") {
      text = "dX = g(t) dW, g² = dσ²/dt, σ from " + value("sigma_min") + " to " + value("sigma_max");
    } else if (type == "brownian") {
      text = "dX = σ dW, σ = " + value("sigma");
    }
    const Index k = problem.initial->components();
    return text + (problem.data.rows() > 0
                       ? "; X₀ from " + std::to_string(k) + " data points under a Gaussian kernel"
                       : "; X₀ a mixture of " + std::to_string(k) + (k == 1 ? " Gaussian" : " Gaussians"));
  }

  MixturePtr initial(Points& data) const {
    if (!has("initial.file")) return at("initial", [&] { return mixture(); });
    if (has("initial.weights") || has("initial.means")) {
      throw wrong("initial.file", "stands beside weights or means: give one or the other");
    }
    need("initial.bandwidth", "a data file");
    data = points();
    return at("initial.bandwidth", [&] {
      return std::make_shared<density::GaussianMixture>(density::empirical_density(data, number("initial.bandwidth")));
    });
  }

  Points points() const {
    const std::filesystem::path given = configuration_.text(prefix_ + "initial.file");
    std::filesystem::path path = given;
    if (given.is_relative() && !std::filesystem::exists(path)) {
      const std::filesystem::path own = std::filesystem::path(KOLMO_SOURCE_DIR) / given;
      if (std::filesystem::exists(own)) path = own;
    }
    const std::vector<std::string> columns =
        has("initial.columns") ? configuration_.texts(prefix_ + "initial.columns") : std::vector<std::string>{};
    Points x = io::read_csv_points(path, columns);
    if (!configuration_.boolean(prefix_ + "initial.standardise")) return x;
    for (Index j = 0; j < x.cols(); ++j) {
      const double mean = x.col(j).mean();
      x.col(j) -= mean;
      const double deviation = std::sqrt(x.col(j).square().mean() * static_cast<double>(x.rows()) /
                                         static_cast<double>(x.rows() - 1));
      if (!(deviation > 0)) throw InvalidData(path.string() + ": column " + std::to_string(j + 1) + " is constant");
      x.col(j) /= deviation;
    }
    return x;
  }

  MixturePtr mixture() const {
    need("initial.weights", "an initial law without a file");
    need("initial.means", "an initial law without a file");
    const std::vector<double>& weights = configuration_.numbers(prefix_ + "initial.weights");
    const io::Matrix& means = configuration_.matrix(prefix_ + "initial.means");
    const auto k = static_cast<Index>(weights.size());
    if (means.size() != weights.size() || means.empty()) {
      throw wrong("initial.means", std::to_string(means.size()) + " means beside " + std::to_string(weights.size()) +
                                       " weights: as many are needed, at least one");
    }
    const auto d = static_cast<Index>(means[0].size());
    Points centres(k, d);
    for (Index i = 0; i < k; ++i) {
      for (Index j = 0; j < d; ++j) centres(i, j) = means[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    }
    return std::make_shared<density::GaussianMixture>(
        Eigen::Map<const Eigen::ArrayXd>(weights.data(), k), centres, covariances(k, d));
  }

  density::Covariances covariances(Index k, Index d) const {
    if (has("initial.deviations") == has("initial.covariances")) {
      throw wrong("initial", "needs either deviations or covariances");
    }
    if (has("initial.deviations")) {
      const std::vector<double>& deviations = configuration_.numbers(prefix_ + "initial.deviations");
      if (static_cast<Index>(deviations.size()) != k) {
        throw wrong("initial.deviations", std::to_string(deviations.size()) + " deviations beside " + std::to_string(k) +
                                              " weights: as many are needed");
      }
      return density::Covariances::isotropic(Eigen::Map<const Eigen::ArrayXd>(deviations.data(), k).square(), d);
    }
    const io::Matrix& rows = configuration_.matrix(prefix_ + "initial.covariances");
    if (static_cast<Index>(rows.size()) != k || static_cast<Index>(rows[0].size()) != d * d) {
      throw wrong("initial.covariances", "one row of " + std::to_string(d * d) + " numbers for each of the " +
                                             std::to_string(k) + " weights is needed");
    }
    std::vector<Eigen::MatrixXd> matrices;
    for (const std::vector<double>& row : rows) matrices.emplace_back(Eigen::Map<const Eigen::MatrixXd>(row.data(), d, d));
    return density::Covariances::full(matrices);
  }

  void read_times(Problem& problem) const {
    need("times", "a problem");
    problem.times = configuration_.numbers(prefix_ + "times");
    if (problem.times.empty()) throw wrong("times", "is empty: at least one time > 0 is needed");
    if (!std::is_sorted(problem.times.begin(), problem.times.end(), std::less_equal<>())) {
      throw wrong("times", "must increase");
    }
    problem.clock = {0};
    for (const double t : problem.times) problem.clock.push_back(problem.process->clock(t));
  }

  void read_domain(Problem& problem) const {
    need("domain", "a problem");
    const io::Matrix& rows = configuration_.matrix(prefix_ + "domain");
    const Index d = problem.dimension();
    if (static_cast<Index>(rows.size()) != d || rows[0].size() != 2) {
      throw wrong("domain", "must be [[lower, upper]] for each of the " + std::to_string(d) + " coordinates");
    }
    for (const std::vector<double>& row : rows) {
      if (!(row[0] < row[1])) throw wrong("domain", "needs lower < upper");
      problem.domain.push_back({row[0], row[1], problem.fokker_planck.cells});
    }
    at("domain", [&] { return Grid(problem.domain); });
  }

  Index particles(const std::string& road, Index otherwise) const {
    const std::string key = road + ".particles";
    return has(key) ? configuration_.integer(prefix_ + key) : otherwise;
  }

  RoadSettings road(const std::string& name, const std::string& scheme_key) const {
    RoadSettings settings;
    if (has(name + ".enabled")) settings.enabled = configuration_.boolean(prefix_ + name + ".enabled");
    if (has(name + "." + scheme_key)) settings.scheme = configuration_.text(prefix_ + name + "." + scheme_key);
    if (has(name + ".steps")) settings.steps = configuration_.integer(prefix_ + name + ".steps");
    if (has(name + ".cells")) settings.cells = configuration_.integer(prefix_ + name + ".cells");
    if (has(name + ".tolerance")) settings.tolerance = number(name + ".tolerance");
    return settings;
  }

  void read_roads(Problem& problem) const {
    const Index all = configuration_.integer("accuracy.particles");
    const Index tenth = std::max<Index>(256, all / 10);
    problem.sde = road("sde", "scheme");
    problem.sde.particles = particles("sde", all);
    problem.fokker_planck = road("fokker_planck", "stepper");
    problem.ode = road("ode", "stepper");
    problem.ode.particles = particles("ode", tenth);
    problem.reverse = road("reverse", "scheme");
    problem.reverse.particles = particles("reverse", tenth);
    problem.jko = road("jko", "step");
    if (!has("jko.enabled")) problem.jko.enabled = problem.gradient_flow;
    if (problem.jko.enabled && !problem.gradient_flow) {
      throw wrong("jko.enabled", "the JKO road exists for gradient flows with constant coefficients in 1-D only");
    }
    if (problem.reverse.enabled && !problem.linear) {
      throw wrong("reverse.enabled", "the way back needs the exact score: a linear process");
    }
    if (problem.ode.enabled && !problem.linear && !problem.fokker_planck.enabled) {
      throw wrong("ode.enabled", "the probability flow takes its score from the grid here: enable fokker_planck");
    }
    const Index divisor = Index{1} << (problem.levels - 1);
    for (const auto& [key, cells] : {std::pair{"fokker_planck.cells", problem.fokker_planck.cells},
                                     std::pair{"jko.cells", problem.jko.cells}}) {
      if (cells % divisor != 0 || cells / divisor < 8) {
        throw wrong(key, std::to_string(cells) + " cells: must be a multiple of " + std::to_string(divisor) +
                             " and at least " + std::to_string(8 * divisor) + " for " +
                             std::to_string(problem.levels) + " levels");
      }
    }
  }

  const io::Configuration& configuration_;
  std::string name_, prefix_;
};

Problem ProblemReader::read() const {
  Problem problem;
  problem.name = name_;
  problem.title = configuration_.text(prefix_ + "title");
  problem.initial = initial(problem.data);
  const Index d = problem.dimension();
  if (d > 2) throw wrong("initial", "dimension " + std::to_string(d) + ": 1 or 2 is allowed");
  problem.statement = statement(problem);
  problem.process = at("process", [&] { return process(d); });
  problem.intrinsic = problem.process->on_clock() ? problem.process->on_clock() : problem.process;
  problem.linear = problem.intrinsic->kernel(0, 1).has_value();
  problem.gradient_flow = d == 1 && problem.intrinsic->gradient_structure().has_value();
  problem.levels = static_cast<int>(configuration_.integer("accuracy.levels"));
  problem.energy_points = configuration_.integer("accuracy.energy_points");
  read_times(problem);
  read_roads(problem);
  read_domain(problem);
  return problem;
}

}  // namespace

Problem make_problem(const io::Configuration& configuration, const std::string& name) {
  return ProblemReader(configuration, name).read();
}

density::GaussianMixture Problem::marginal(double tau) const { return process::marginal(*intrinsic, *initial, tau); }

std::vector<Index> share_steps(const std::vector<double>& clock, Index steps, int levels, int level) {
  const Index multiple = Index{1} << (levels - 1);
  const auto intervals = static_cast<double>(clock.size() - 1);
  const double span = clock.back() - clock.front();
  std::vector<Index> shares;
  for (std::size_t i = 0; i + 1 < clock.size(); ++i) {
    const double share = 0.5 / intervals + 0.5 * (clock[i + 1] - clock[i]) / span;
    const double units = std::ceil(share * static_cast<double>(steps) / static_cast<double>(multiple) - 1e-9);
    shares.push_back((multiple * std::max<Index>(1, static_cast<Index>(units))) >> level);
  }
  return shares;
}

std::uint32_t purpose(const std::string& name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace kolmo::four_roads

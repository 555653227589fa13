#include "four_roads/read_process.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"
#include "kolmo/process/overdamped_langevin.hpp"
#include "kolmo/process/variance_exploding.hpp"
#include "kolmo/process/variance_preserving.hpp"

namespace kolmo::four_roads {
namespace {

/// Where V must be finite.
using Places = std::pair<double, double>;

std::string shown(const KeyReader& keys, const std::string& key) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g", keys.number("process." + key));
  return text.data();
}

ProcessReading langevin(const KeyReader& keys, Index d, Places places) {
  keys.need("process.potential", "langevin");
  if (d != 1)
    throw keys.wrong("process.potential", "an expression has one variable, the initial law is in 2-D");
  const std::string& text = keys.text("process.potential");
  const auto potential = keys.at("process.potential", [&] {
    return std::make_shared<density::ExpressionPotential>(text, places.first, places.second);
  });
  return {std::make_shared<process::OverdampedLangevin>(potential, keys.number("process.temperature")),
          "dX = −V′(X) dt + √(2T) dW, V = " + text + ", T = " + shown(keys, "temperature")};
}

ProcessReading ornstein_uhlenbeck(const KeyReader& keys, Index d, Places) {
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(d);
  if (keys.has("process.mean")) {
    const std::vector<double>& given = keys.numbers("process.mean");
    if (static_cast<Index>(given.size()) != d) {
      throw keys.wrong("process.mean", number_text(given.size()) + " numbers: the initial law is in " +
                                           number_text(d) + "-D");
    }
    std::copy(given.begin(), given.end(), mean.data());
  }
  return {std::make_shared<process::OrnsteinUhlenbeck>(keys.number("process.theta"), mean,
                                                       keys.number("process.sigma")),
          "dX = −θ (X − m) dt + σ dW, θ = " + shown(keys, "theta") + ", σ = " + shown(keys, "sigma")};
}

ProcessReading variance_preserving(const KeyReader& keys, Index d, Places) {
  return {
      keys.at("process.beta_max",
              [&] {
                return std::make_shared<process::VariancePreserving>(keys.number("process.beta_min"),
                                                                     keys.number("process.beta_max"), 1.0, d);
              }),
      "dX = −½β(t) X dt + √β(t) dW, β from " + shown(keys, "beta_min") + " to " + shown(keys, "beta_max")};
}

ProcessReading variance_exploding(const KeyReader& keys, Index d, Places) {
  return {
      keys.at("process.sigma_max",
              [&] {
                return std::make_shared<process::VarianceExploding>(keys.number("process.sigma_min"),
                                                                    keys.number("process.sigma_max"), 1.0, d);
              }),
      "dX = g(t) dW, g² = dσ²/dt, σ from " + shown(keys, "sigma_min") + " to " + shown(keys, "sigma_max")};
}

ProcessReading brownian(const KeyReader& keys, Index d, Places) {
  return {std::make_shared<process::Brownian>(keys.number("process.sigma"), d),
          "dX = σ dW, σ = " + shown(keys, "sigma")};
}

struct Type {
  const char* name;
  ProcessReading (*read)(const KeyReader&, Index, Places);
  std::vector<const char*> keys;
};

const std::vector<Type>& types() {
  static const std::vector<Type> list = {
      {"langevin", langevin, {"potential", "temperature"}},
      {"ornstein_uhlenbeck", ornstein_uhlenbeck, {"theta", "mean", "sigma"}},
      {"variance_preserving", variance_preserving, {"beta_min", "beta_max"}},
      {"variance_exploding", variance_exploding, {"sigma_min", "sigma_max"}},
      {"brownian", brownian, {"sigma"}}};
  return list;
}

}  // namespace

std::vector<std::string> process_types() { return io::keys::names_of(types()); }

ProcessReading read_process(const KeyReader& keys, Index d, std::pair<double, double> places) {
  keys.need("process.type", "a problem");
  const Type& type = io::keys::entry_of(types(), keys.text("process.type"));
  for (const Type& other : types()) {
    for (const char* key : other.keys) {
      const bool belongs = std::any_of(type.keys.begin(), type.keys.end(),
                                       [&](const char* own) { return std::string(own) == key; });
      if (!belongs) keys.refuse(std::string("process.") + key, std::string("the process is ") + type.name);
    }
  }
  return type.read(keys, d, places);
}

}  // namespace kolmo::four_roads

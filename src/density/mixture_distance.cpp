#include "kolmo/density/mixture_distance.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"

namespace kolmo::density {
namespace {

constexpr int nodes_a_deviation = 16;
constexpr int deviations = 9;

void add_nodes(const GaussianMixture& mixture, std::vector<double>& nodes) {
  for (Index k = 0; k < mixture.components(); ++k) {
    const double spacing = std::sqrt(mixture.covariances().eigenvalues()(0, k)) / nodes_a_deviation;
    for (int i = -deviations * nodes_a_deviation; i <= deviations * nodes_a_deviation; ++i)
      nodes.push_back(mixture.means()(k, 0) + i * spacing);
  }
}

}  // namespace

double ks_distance(const GaussianMixture& a, const GaussianMixture& b) {
  require(a.dimension() == 1 && b.dimension() == 1, "dimension of a mixture",
          static_cast<double>(std::max(a.dimension(), b.dimension())), "must be 1");
  std::vector<double> nodes;
  add_nodes(a, nodes);
  add_nodes(b, nodes);
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return kolmo::ks_distance([&](double x) { return a.cdf(x); }, [&](double x) { return b.cdf(x); }, nodes);
}

}  // namespace kolmo::density

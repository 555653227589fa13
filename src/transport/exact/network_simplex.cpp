#include "transport/exact/network_simplex.hpp"

#include "kolmo/transport/exact/discrete.hpp"

#include "kolmo/core/errors.hpp"

#ifdef KOLMO_WITH_LEMON

#define LEMON_ONLY_TEMPLATES
#include <lemon/network_simplex.h>

#include <cmath>

#include "transport/exact/complete_bipartite.hpp"

namespace kolmo::transport {
namespace {

using Graph = CompleteBipartite;

/// Costs in whole units, as LEMON reads them: once.
struct WholeCosts {
  using Key = Graph::Arc;
  using Value = std::int64_t;
  const Graph& graph;
  const Eigen::ArrayXXd& cost;
  double unit;
  Value operator[](Key arc) const {
    return std::llrint(cost(Graph::id(graph.source(arc)), graph.column(arc)) / unit);
  }
};

struct WholeSupplies {
  using Key = Graph::Node;
  using Value = std::int64_t;
  const std::vector<std::int64_t>&supply, &demand;
  Value operator[](Key node) const {
    const auto at = static_cast<std::size_t>(Graph::id(node));
    return at < supply.size() ? supply[at] : -demand[at - supply.size()];
  }
};

}  // namespace

bool has_exact_transport() { return true; }

NetworkFlow network_simplex(const Eigen::ArrayXXd& cost, double unit, const std::vector<std::int64_t>& supply,
                            const std::vector<std::int64_t>& demand) {
  const int n = static_cast<int>(cost.rows()), m = static_cast<int>(cost.cols());
  const Graph graph(n, m);
  lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
  simplex.costMap(WholeCosts{graph, cost, unit}).supplyMap(WholeSupplies{supply, demand});
  if (simplex.run() != decltype(simplex)::OPTIMAL)
    throw NumericalFailure("network simplex: LEMON found no optimum between weights of equal sums");

  NetworkFlow flow;
  for (int i = 0, arc = 0; i < n; ++i)
    for (int j = 0; j < m; ++j, ++arc)
      if (const std::int64_t units = simplex.flow(Graph::arcFromId(arc)); units > 0)
        flow.couplings.push_back({i, j, units});
  flow.first_dual.resize(n);
  for (int i = 0; i < n; ++i)
    flow.first_dual(i) = -static_cast<double>(simplex.potential(Graph::nodeFromId(i)));
  return flow;
}

}  // namespace kolmo::transport

#else

namespace kolmo::transport {

bool has_exact_transport() { return false; }

NetworkFlow network_simplex(const Eigen::ArrayXXd&, double, const std::vector<std::int64_t>&,
                            const std::vector<std::int64_t>&) {
  throw InvalidArgument("exact transport: Kolmo was built without KOLMO_WITH_LEMON");
}

}  // namespace kolmo::transport

#endif

#include "transport/exact/network_simplex.hpp"

#include "kolmo/transport/exact/discrete.hpp"

#include "kolmo/core/errors.hpp"

#ifdef KOLMO_WITH_LEMON

#define LEMON_ONLY_TEMPLATES
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <cmath>
#include <utility>

namespace kolmo::transport {

bool has_exact_transport() { return true; }

NetworkFlow network_simplex(const Eigen::ArrayXXd& cost, double unit, const std::vector<std::int64_t>& supply,
                            const std::vector<std::int64_t>& demand) {
  const int n = static_cast<int>(cost.rows()), m = static_cast<int>(cost.cols());
  std::vector<std::pair<int, int>> pairs;
  pairs.reserve(static_cast<std::size_t>(n) * static_cast<std::size_t>(m));
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j) pairs.emplace_back(i, n + j);
  using Graph = lemon::StaticDigraph;
  Graph graph;
  graph.build(n + m, pairs.begin(), pairs.end());  // arcs keep this order

  Graph::ArcMap<std::int64_t> costs(graph);
  for (int i = 0, arc = 0; i < n; ++i)
    for (int j = 0; j < m; ++j, ++arc)
      costs[graph.arc(arc)] = static_cast<std::int64_t>(std::llround(cost(i, j) / unit));
  Graph::NodeMap<std::int64_t> supplies(graph);
  for (int i = 0; i < n; ++i) supplies[graph.node(i)] = supply[static_cast<std::size_t>(i)];
  for (int j = 0; j < m; ++j) supplies[graph.node(n + j)] = -demand[static_cast<std::size_t>(j)];

  lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
  simplex.costMap(costs).supplyMap(supplies);
  if (simplex.run() != decltype(simplex)::OPTIMAL)
    throw NumericalFailure("network simplex: LEMON found no optimum between weights of equal sums");

  NetworkFlow flow;
  for (int i = 0, arc = 0; i < n; ++i)
    for (int j = 0; j < m; ++j, ++arc)
      if (const std::int64_t units = simplex.flow(graph.arc(arc)); units > 0)
        flow.couplings.push_back({i, j, units});
  flow.first_dual.resize(n);
  for (int i = 0; i < n; ++i) flow.first_dual(i) = -static_cast<double>(simplex.potential(graph.node(i)));
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

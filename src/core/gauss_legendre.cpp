#include "kolmo/core/gauss_legendre.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>

namespace kolmo {

template <int points>
GaussLegendre<points>::GaussLegendre() {
  using Rule = boost::math::quadrature::gauss<double, points>;
  std::copy_n(Rule::abscissa().begin(), half, nodes.begin());
  std::copy_n(Rule::weights().begin(), half, weights.begin());
}

template struct GaussLegendre<4>;
template struct GaussLegendre<10>;
template struct GaussLegendre<20>;

}  // namespace kolmo

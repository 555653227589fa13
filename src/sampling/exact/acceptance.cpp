#include "kolmo/sampling/exact/acceptance.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::sampling {
namespace {

constexpr double widest_noise = 8.5;
constexpr Index scanned = 401;

/// The nodes and weights of panels of ten between breaks, no panel wider than `widest`.
struct Panels {
  std::vector<double> places, weights;
  Panels(const std::vector<double>& breaks, double widest) {
    const GaussLegendre<10> rule;
    for (std::size_t b = 0; b + 1 < breaks.size(); ++b) {
      const double length = breaks[b + 1] - breaks[b];
      const auto parts = std::max<Index>(1, static_cast<Index>(std::ceil(length / widest)));
      const double half = 0.5 * length / static_cast<double>(parts);
      for (Index k = 0; k < parts; ++k) {
        const double middle = breaks[b] + half * static_cast<double>(2 * k + 1);
        for (std::size_t q = 0; q < rule.half; ++q) {
          for (const double side : {-1.0, 1.0}) {
            places.push_back(middle + side * half * rule.nodes[q]);
            weights.push_back(half * rule.weights[q]);
          }
        }
      }
    }
  }
};

/// The kernel's steps from one place.
class FromPlace {
 public:
  FromPlace(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings, double x)
      : kernel_(kernel),
        target_(target),
        settings_(settings),
        x_(x),
        workspace_(1, kernel.workspace_blocks()) {}

  /// Log ratios and proposals at these normal numbers.
  void operator()(const Eigen::ArrayXd& xi) {
    chains_ = Chains(Points::Constant(xi.size(), 1, x_));
    const Points normals = xi;
    const ChainView view = chains_.view(0, chains_.size());
    kernel_.start(target_, settings_, view);
    kernel_.step(target_, settings_, view, Draws(normals), workspace_);
  }
  double log_ratio(double xi) {
    (*this)(Eigen::ArrayXd::Constant(1, xi));
    return chains_.log_ratio(0);
  }
  const Chains& chains() const { return chains_; }

  /// Where the log ratio changes its sign, with the ends.
  std::vector<double> breaks() {
    const Eigen::ArrayXd xi = Eigen::ArrayXd::LinSpaced(scanned, -widest_noise, widest_noise);
    (*this)(xi);
    const Eigen::ArrayXd ratio = chains_.log_ratio;
    std::vector<double> at(xi.data(), xi.data() + scanned), found{-widest_noise};
    std::vector<double> values(ratio.data(), ratio.data() + scanned);
    for (Index i = scanned - 2; i >= 1; --i) {
      const bool peak = ratio(i) >= ratio(i - 1) && ratio(i) >= ratio(i + 1) && ratio(i) < 0;
      const bool dip = ratio(i) <= ratio(i - 1) && ratio(i) <= ratio(i + 1) && ratio(i) > 0;
      if (!peak && !dip) continue;
      const double place = extremum(xi(i - 1), xi(i + 1), peak ? 1 : -1);
      const auto after = std::upper_bound(at.begin(), at.end(), place) - at.begin();
      at.insert(at.begin() + after, place);
      values.insert(values.begin() + after, log_ratio(place));
    }
    for (std::size_t i = 0; i + 1 < at.size(); ++i)
      if ((values[i] < 0) != (values[i + 1] < 0)) found.push_back(crossing(at[i], at[i + 1], values[i] < 0));
    found.push_back(widest_noise);
    return found;
  }

 private:
  double crossing(double a, double b, bool negative_at_a) {
    for (int k = 0; k < 60; ++k) {
      const double middle = 0.5 * (a + b);
      ((log_ratio(middle) < 0) == negative_at_a ? a : b) = middle;
    }
    return 0.5 * (a + b);
  }
  double extremum(double a, double b, double sign) {
    constexpr double golden = std::numbers::phi - 1;
    for (int k = 0; k < 40; ++k) {
      const double c = b - golden * (b - a), d = a + golden * (b - a);
      (sign * log_ratio(c) > sign * log_ratio(d) ? b : a) = sign * log_ratio(c) > sign * log_ratio(d) ? d : c;
    }
    return 0.5 * (a + b);
  }

  const MarkovKernel& kernel_;
  const Target& target_;
  const KernelSettings& settings_;
  double x_;
  sde::Workspace workspace_;
  Chains chains_{Points(0, 1)};
};

}  // namespace

OneStep one_step(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
                 const std::function<double(double)>& density, const std::function<double(double)>& f,
                 double reach, double panel) {
  if (target.dimension() != 1 || kernel.has_momenta() || kernel.normals(1) != 1)
    throw InvalidArgument("kernel '" + kernel.claim().name +
                          "': quadrature of one step needs a target in 1-D and one normal number a step");
  const Panels outer({-reach, 0, reach}, panel);
  const auto n = static_cast<Index>(outer.places.size());
  Eigen::ArrayXd acceptance(n), mean(n);
  for_each_task(n, [&](Index i) {
    const double x = outer.places[static_cast<std::size_t>(i)];
    FromPlace from(kernel, target, settings, x);
    const Panels inner(from.breaks(), 1);
    const Eigen::Map<const Eigen::ArrayXd> xi(inner.places.data(), static_cast<Index>(inner.places.size()));
    from(xi);
    CompensatedSum accepted, moved;
    for (Index k = 0; k < xi.size(); ++k) {
      const double weight = inner.weights[static_cast<std::size_t>(k)] * std::exp(-0.5 * xi(k) * xi(k)) /
                            std::sqrt(2 * std::numbers::pi);
      const double moves = std::min(1.0, std::exp(from.chains().log_ratio(k)));
      accepted.add(weight * moves);
      moved.add(weight * (moves * f(from.chains().x(k, 0)) + (1 - moves) * f(x)));
    }
    const double weight = outer.weights[static_cast<std::size_t>(i)] * density(x);
    acceptance(i) = weight * accepted.value();
    mean(i) = weight * moved.value();
  });
  CompensatedSum accepted, moved;
  for (Index i = 0; i < n; ++i) {
    accepted.add(acceptance(i));
    moved.add(mean(i));
  }
  return {accepted.value(), moved.value()};
}

}  // namespace kolmo::sampling

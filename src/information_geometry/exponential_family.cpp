#include "kolmo/information_geometry/exponential_family.hpp"

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <numeric>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::information_geometry {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

class Categorical final : public ExponentialFamily {
 public:
  explicit Categorical(Index outcomes) : n_(outcomes) {
    require(outcomes >= 2, "outcomes", static_cast<double>(outcomes), "must be at least 2");
  }
  std::string name() const override { return n_ == 2 ? "bernoulli" : "categorical"; }
  Index parameters() const override { return n_ - 1; }
  bool contains(const VectorXd& natural) const override { return natural.allFinite(); }
  double log_partition(const VectorXd& natural) const override {
    require_natural(natural);
    const double largest = std::max(0.0, natural.maxCoeff());
    double total = std::exp(-largest);
    for (const double t : natural) total += std::exp(t - largest);
    return largest + std::log(total);
  }
  VectorXd mean(const VectorXd& natural) const override {
    const double a = log_partition(natural);
    VectorXd p(natural.size());
    for (Index i = 0; i < p.size(); ++i) p(i) = std::exp(natural(i) - a);
    return p;
  }
  VectorXd natural(const VectorXd& mean) const override {
    require(mean.size() == n_ - 1, "mean.size", static_cast<double>(mean.size()),
            "must be one less than the outcomes");
    const double last = 1 - std::accumulate(mean.begin(), mean.end(), 0.0);
    require(mean.minCoeff() > 0 && last > 0, "mean", last,
            "probabilities, the last of them 1 - the others, must be positive");
    VectorXd t(mean.size());
    for (Index i = 0; i < t.size(); ++i) t(i) = std::log(mean(i) / last);
    return t;
  }
  MatrixXd fisher(const VectorXd& natural) const override {
    const VectorXd p = mean(natural);
    return MatrixXd(p.asDiagonal()) - p * p.transpose();
  }

 private:
  Index n_;
};

class Poisson final : public ExponentialFamily {
 public:
  std::string name() const override { return "poisson"; }
  Index parameters() const override { return 1; }
  bool contains(const VectorXd& natural) const override { return natural.allFinite(); }
  double log_partition(const VectorXd& natural) const override {
    require_natural(natural);
    return std::exp(natural(0));
  }
  VectorXd mean(const VectorXd& natural) const override {
    return VectorXd::Constant(1, log_partition(natural));
  }
  VectorXd natural(const VectorXd& mean) const override {
    require(mean.size() == 1 && mean(0) > 0, "mean", mean.size() == 1 ? mean(0) : 0,
            "must be one positive number");
    return VectorXd::Constant(1, std::log(mean(0)));
  }
  MatrixXd fisher(const VectorXd& natural) const override {
    return MatrixXd::Constant(1, 1, log_partition(natural));
  }
};

class Gamma final : public ExponentialFamily {
 public:
  std::string name() const override { return "gamma"; }
  Index parameters() const override { return 2; }
  bool contains(const VectorXd& natural) const override {
    return natural.allFinite() && natural(0) > -1 && natural(1) < 0;
  }
  double log_partition(const VectorXd& natural) const override {
    require_natural(natural);
    const double a = natural(0) + 1, b = -natural(1);
    return std::lgamma(a) - a * std::log(b);
  }
  VectorXd mean(const VectorXd& natural) const override {
    require_natural(natural);
    const double a = natural(0) + 1, b = -natural(1);
    return Eigen::Vector2d(boost::math::digamma(a) - std::log(b), a / b);
  }
  /// ψ(a) − log a = η_0 − log η_1 =: −s, by Newton from Minka's start: convex and decreasing in a.
  VectorXd natural(const VectorXd& mean) const override {
    require(mean.size() == 2, "mean.size", static_cast<double>(mean.size()), "must be 2");
    const double s = std::log(mean(1)) - mean(0);
    require(mean(1) > 0 && s > 0, "mean", s, "log E X - E log X must be positive");
    double a = (3 - s + std::sqrt((s - 3) * (s - 3) + 24 * s)) / (12 * s);
    for (int i = 0; i < 50; ++i) {
      const double miss = std::log(a) - boost::math::digamma(a) - s, slope = 1 / a - boost::math::trigamma(a);
      const double next = 1 / (1 / a + miss / (a * a * slope));  // Newton in 1/a (Minka 2002)
      if (!(std::abs(next - a) > 4e-16 * a)) break;
      a = next;
    }
    return Eigen::Vector2d(a - 1, -a / mean(1));
  }
  MatrixXd fisher(const VectorXd& natural) const override {
    require_natural(natural);
    const double a = natural(0) + 1, b = -natural(1);
    return Eigen::Matrix2d{{boost::math::trigamma(a), 1 / b}, {1 / b, a / (b * b)}};
  }
};

}  // namespace

void ExponentialFamily::require_natural(const VectorXd& natural) const {
  if (natural.size() != parameters())
    throw InvalidArgument(name() + ": " + number_text(parameters()) +
                          " natural parameters are needed, there are " + number_text(natural.size()));
  if (!contains(natural))
    throw InvalidArgument(name() + ": the natural parameters are outside of the family");
}

double ExponentialFamily::divergence(const VectorXd& from, const VectorXd& to) const {
  return log_partition(to) - log_partition(from) - (to - from).dot(mean(from));
}

double ExponentialFamily::dual_potential(const VectorXd& mean) const {
  const VectorXd t = natural(mean);
  return t.dot(mean) - log_partition(t);
}

std::unique_ptr<ExponentialFamily> categorical(Index outcomes) {
  return std::make_unique<Categorical>(outcomes);
}
std::unique_ptr<ExponentialFamily> bernoulli() { return std::make_unique<Categorical>(2); }
std::unique_ptr<ExponentialFamily> poisson() { return std::make_unique<Poisson>(); }
std::unique_ptr<ExponentialFamily> gamma() { return std::make_unique<Gamma>(); }

}  // namespace kolmo::information_geometry

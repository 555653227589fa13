#include "kolmo/measure/sde/torus_function.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "measure/problems/waves.hpp"

namespace kolmo::measure {
namespace {

using Complex = std::complex<double>;

constexpr Index lanes = waves_at_once;
using Lanes = std::array<double, lanes>;

constexpr Index lanes_in_registers = 32;

/// (re, im) = Σ_k a_k (c + is)^k for every lane, k = 0 … count − 1; a holds real and imaginary parts in turn.
/// Horner's rule for as many lanes at once as stay in registers.
KOLMO_VECTORISED void horner(const double* a, Index count, const double* c, const double* s, double* re,
                             double* im) {
  for (Index first = 0; first < lanes; first += lanes_in_registers) {
    double x[lanes_in_registers] = {}, y[lanes_in_registers] = {};
    for (Index k = count; k-- > 0;) {
      for (Index i = 0; i < lanes_in_registers; ++i) {
        const double turned = x[i] * c[first + i] - y[i] * s[first + i] + a[2 * k];
        y[i] = x[i] * s[first + i] + y[i] * c[first + i] + a[2 * k + 1];
        x[i] = turned;
      }
    }
    for (Index i = 0; i < lanes_in_registers; ++i) {
      re[first + i] = x[i];
      im[first + i] = y[i];
    }
  }
}

/// (re, im) ← (re, im) · (c, s) + (a, b), for every lane.
KOLMO_VECTORISED void horner_lanes(const double* c, const double* s, const double* a, const double* b,
                                   double* re, double* im) {
  for (Index i = 0; i < lanes; ++i) {
    const double turned = re[i] * c[i] - im[i] * s[i] + a[i];
    im[i] = re[i] * s[i] + im[i] * c[i] + b[i];
    re[i] = turned;
  }
}

/// e^{iy} in every lane.
struct Phase {
  Lanes cosine, sine;
  Phase(const double* y, Index count) {
    for_each_wave(
        lanes, [&](Index i) { return i < count ? y[i] : 0.0; },
        [&](Index i, double s, double c) {
          cosine[static_cast<std::size_t>(i)] = c;
          sine[static_cast<std::size_t>(i)] = s;
        });
  }
};

struct Sum {
  Lanes re{}, im{};
};

/// Σ_k c_k e^{iky}, k = 0 … count − 1.
Sum polynomial(const Complex* c, Index count, const Phase& phase) {
  Sum sum;
  // std::complex<double> is an array of its two parts (ISO C++, [complex.numbers.general])
  horner(reinterpret_cast<const double*>(c), count, phase.cosine.data(), phase.sine.data(), sum.re.data(),
         sum.im.data());
  return sum;
}

}  // namespace

Points TorusGrid::points() const {
  Points x(size(), dimension);
  for (Index i = 0; i < size(); ++i) {
    const Index column = i % nodes, row = i / nodes;
    x(i, 0) = 2 * std::numbers::pi * static_cast<double>(column) / static_cast<double>(nodes);
    if (dimension == 2) {
      x(i, 1) = 2 * std::numbers::pi * static_cast<double>(row) / static_cast<double>(nodes);
    }
  }
  return x;
}

Eigen::MatrixXd TorusGrid::derivative(int order) const {
  // Row i, column j: the derivative at x_i of (1/nodes) Σ_k e^{ik(x − x_j)}.
  Eigen::MatrixXd matrix(nodes, nodes);
  for (Index i = 0; i < nodes; ++i) {
    for (Index j = 0; j < nodes; ++j) {
      const double distance = 2 * std::numbers::pi * static_cast<double>(i - j) / static_cast<double>(nodes);
      double sum = 0;
      for (Index k = 1; k < nodes / 2; ++k) {
        const auto wave = static_cast<double>(k);
        sum += order == 1 ? -wave * std::sin(wave * distance) : -wave * wave * std::cos(wave * distance);
      }
      matrix(i, j) = 2 * sum / static_cast<double>(nodes);
    }
  }
  return matrix;
}

TorusFunction::TorusFunction(const TorusGrid& grid)
    : grid_(grid), highest_(grid.nodes / 2 - 1), transform_(2 * highest_ + 1, grid.nodes) {
  require(grid.dimension == 1 || grid.dimension == 2, "dimension", static_cast<double>(grid.dimension),
          "must be 1 or 2");
  require(grid.nodes >= 4 && grid.nodes % 2 == 0, "nodes", static_cast<double>(grid.nodes),
          "must be even and at least 4");
  for (Index k = -highest_; k <= highest_; ++k) {
    for (Index j = 0; j < grid.nodes; ++j) {
      const double angle =
          -2 * std::numbers::pi * static_cast<double>(k * j) / static_cast<double>(grid.nodes);
      transform_(k + highest_, j) = std::polar(1 / static_cast<double>(grid.nodes), angle);
    }
  }
}

void TorusFunction::interpolate(const Eigen::ArrayXd& values) {
  if (grid_.dimension == 1) {
    c_ = transform_ * values.matrix();
    return;
  }
  const Eigen::Map<const Eigen::MatrixXd> u(values.data(), grid_.nodes, grid_.nodes);
  c_ = transform_ * u * transform_.transpose();
}

// In one dimension u = Re (c_0 + 2 Σ_{k > 0} c_k e^{ikx}). In two, u = Re Σ_{l ≥ 0} w_l b_l(x) e^{ily} with
// w_0 = 1, else 2, and b_l(x) = e^{−iKx} Σ_k c_{k−K, l} e^{ikx}; the factor e^{−iKx} is common to all l.
void TorusFunction::add_values(const Points& y, double weight, Eigen::ArrayXd& out) const {
  for (Index first = 0; first < y.rows(); first += lanes) {
    const Index count = std::min(lanes, y.rows() - first);
    const Phase x(y.col(0).data() + first, count);
    if (grid_.dimension == 1) {
      const Sum sum = polynomial(c_.data() + highest_, highest_ + 1, x);
      for (Index i = 0; i < count; ++i) {
        out(first + i) += weight * (2 * sum.re[static_cast<std::size_t>(i)] - c_(highest_, 0).real());
      }
      continue;
    }
    const Phase second(y.col(1).data() + first, count);
    Sum sum;
    for (Index l = highest_ + 1; l-- > 0;) {
      Sum inner = polynomial(&c_(0, highest_ + l), 2 * highest_ + 1, x);
      if (l == 0) {
        for (double& value : inner.re) value /= 2;
        for (double& value : inner.im) value /= 2;
      }
      horner_lanes(second.cosine.data(), second.sine.data(), inner.re.data(), inner.im.data(), sum.re.data(),
                   sum.im.data());
    }
    for_each_wave(
        count, [&](Index i) { return static_cast<double>(highest_) * y(first + i, 0); },
        [&](Index i, double sine, double cosine) {
          const auto k = static_cast<std::size_t>(i);
          out(first + i) += 2 * weight * (sum.re[k] * cosine + sum.im[k] * sine);
        });
  }
}

}  // namespace kolmo::measure

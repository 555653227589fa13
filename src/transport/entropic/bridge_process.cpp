// A Schrödinger bridge as a process: its drift interpolated between levels of time.

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/transport/entropic/schrodinger_bridge.hpp"
#include "transport/grid/grid_lines.hpp"

namespace kolmo::transport {
namespace {

/// Slopes of n ≥ 2 numbers a unit apart: differences of fourth order, one-sided at the ends; of the order
/// that there are numbers for.
void slopes(const double* v, double* out, Index n) {
  const Index points = std::min<Index>(n, 5);
  for (Index i = 0; i < n; ++i) {
    const Index first = std::clamp<Index>(i - points / 2, 0, n - points);
    double slope = 0;  // Σ_a v_a L′_a(i) of Lagrange's polynomials
    for (Index a = 0; a < points; ++a) {
      double derivative = 0;
      for (Index m = 0; m < points; ++m) {
        if (m == a) continue;
        double term = 1 / static_cast<double>(a - m);
        for (Index b = 0; b < points; ++b)
          if (b != a && b != m) term *= static_cast<double>(i - first - b) / static_cast<double>(a - b);
        derivative += term;
      }
      slope += derivative * v[first + a];
    }
    out[i] = slope;
  }
}

class BridgeProcess final : public process::ForwardingProcess {
 public:
  BridgeProcess(const SchrodingerBridge& bridge, Index levels)
      : ForwardingProcess(bridge.kernel().process(), "bridge"),
        grid_(bridge.kernel().grid()),
        start_(bridge.start()),
        end_(bridge.end()),
        levels_(levels) {
    require(levels >= 1, "levels", static_cast<double>(levels), "must be at least 1");
    if (inner()->noise_kind() != process::NoiseKind::scalar)
      throw InvalidArgument("bridge of '" + inner()->name() + "': its noise must be scalar, g(t) I");
    const Index d = grid_.dimension(), n = grid_.cells();
    require_memory(static_cast<double>(levels + 1) * static_cast<double>(d * n), "the bridge's drift",
                   "take fewer levels or cells");
    gradients_.resize(n, d * (levels + 1));
    for (Index level = 0; level <= levels; ++level) {
      const Eigen::ArrayXd phi = bridge.log_phi(level == levels ? end_ : time(level));
      for (Index i = 0; i < n; ++i)
        if (!std::isfinite(phi(i)))
          throw InvalidArgument(
              "bridge at time " + number_text(time(level)) + ": log phi in cell " + number_text(i) + " = " +
              number_text(phi(i)) +
              ": must be finite (the density at the end is 0 there: floor it or shrink the grid)");
      for (Index k = 0; k < d; ++k) {
        const double inverse = 1 / grid_.axis(k).width();
        double* to = &gradients_(0, level * d + k);
        for_each_line(
            grid_, k, phi.data(), to, [] { return 0; },
            [&](int, const double* from, double* out) { slopes(from, out, grid_.axis(k).cells); });
        for (Index i = 0; i < n; ++i) to[i] *= inverse;
      }
    }
  }

  const process::Process* source_of(process::Part asked) const override {
    return asked == process::Part::noise ? inner().get() : nullptr;
  }
  std::string name() const override { return "bridge of " + inner()->name(); }
  std::optional<bool> constant_coefficients() const override { return false; }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    Process::drift_divergence(t, x, out);
  }

  void drift(double t, const ConstBlock& x, Block out) const override {
    const double slack = 1e-9 * (end_ - start_);
    require(t >= start_ - slack && t <= end_ + slack, "time of the bridge", t,
            "must lie between its start and its end");
    inner()->drift(t, x, out);
    const double g = inner()->diffusion(t);
    const double level = std::clamp((t - start_) / (end_ - start_), 0.0, 1.0) * static_cast<double>(levels_);
    const Index before = std::min(static_cast<Index>(level), levels_ - 1);
    const double part = level - static_cast<double>(before);
    for (Index i = 0; i < x.rows(); ++i) add_gradient(before, part, g * g, x, i, out);
  }

 private:
  double time(Index level) const {
    return start_ + (end_ - start_) * static_cast<double>(level) / static_cast<double>(levels_);
  }

  /// out(i, ·) += factor ∇log φ at x_i, multilinear between the 2^d centres about it.
  void add_gradient(Index before, double part, double factor, const ConstBlock& x, Index i,
                    Block& out) const {
    const Index d = grid_.dimension();
    Index cell = 0, stride = 1, strides[3] = {};
    double within[3] = {};
    for (Index k = 0; k < d; ++k) {
      const Axis& axis = grid_.axis(k);
      const double place = (x(i, k) - axis.centre(0)) / axis.width();
      const double last = static_cast<double>(axis.cells - 2);
      const Index j = static_cast<Index>(std::clamp(std::floor(place), 0.0, last));
      within[k] = place - static_cast<double>(j);
      cell += stride * j;
      strides[k] = stride;
      stride *= axis.cells;
    }
    for (Index corner = 0; corner < Index{1} << d; ++corner) {
      double weight = factor;
      Index at = cell;
      for (Index k = 0; k < d; ++k) {
        const bool upper = (corner >> k & 1) != 0;
        weight *= upper ? within[k] : 1 - within[k];
        if (upper) at += strides[k];
      }
      for (Index k = 0; k < d; ++k)
        out(i, k) += weight * ((1 - part) * gradients_(at, before * d + k) +
                               part * gradients_(at, (before + 1) * d + k));
    }
  }

  Grid grid_;
  double start_, end_;
  Index levels_;
  Eigen::ArrayXXd gradients_;  ///< cells × (axis, then level)
};

}  // namespace

std::shared_ptr<const process::Process> bridge_process(const SchrodingerBridge& bridge, Index levels) {
  return std::make_shared<BridgeProcess>(bridge, levels);
}

}  // namespace kolmo::transport

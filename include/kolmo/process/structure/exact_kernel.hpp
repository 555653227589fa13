#pragma once
// The exact transition law of a linear process with scalar noise.

#include <optional>

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// X_t | X_s ~ N(centre + scale (X_s − centre), variance I).
struct Kernel {
  Eigen::VectorXd centre;
  double scale;
  double variance;
};

/// The same without allocation: `centre` is a view of numbers of the process, which must outlive it.
struct KernelView {
  Eigen::Map<const Eigen::VectorXd> centre;
  double scale;
  double variance;
};

/// The exact transition kernel of a process that is linear with scalar noise.
class ExactKernel {
 public:
  static constexpr Part speaks_of = Part::law;
  virtual ~ExactKernel() = default;
  /// From s to t ≥ s; empty where there is none.
  virtual std::optional<KernelView> kernel_view(double s, double t) const = 0;
  std::optional<Kernel> kernel(double s, double t) const {
    const std::optional<KernelView> view = kernel_view(s, t);
    if (!view) return std::nullopt;
    return Kernel{view->centre, view->scale, view->variance};
  }
};

/// The kernel of a process from s to t ≥ s; empty where it has none.
inline std::optional<KernelView> kernel_view(const Process& process, double s, double t) {
  const auto* own = capability<ExactKernel>(process);
  return own == nullptr ? std::nullopt : own->kernel_view(s, t);
}
inline std::optional<Kernel> exact_kernel(const Process& process, double s, double t) {
  const auto* own = capability<ExactKernel>(process);
  return own == nullptr ? std::nullopt : own->kernel(s, t);
}

}  // namespace kolmo::process

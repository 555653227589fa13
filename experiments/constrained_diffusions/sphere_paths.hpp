#pragma once
// Paths on the sphere, sampled.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "constrained_diffusions/parts.hpp"
#include "frame/lazy.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/process/equations/sphere_diffusion.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::constrained_diffusions {

/// τ = 2R²/((d − 1)σ²), in which E⟨x₀, X_t⟩ falls by e.
double relaxation_time(const Sphere& sphere);

process::SphereDiffusion sphere_process(const Sphere& sphere, double concentration);

/// Means of cos θ and cos² θ at times, and the largest | |x|/R − 1 | of all particles and times.
struct Ensemble {
  std::vector<double> times;
  std::vector<Estimate> cosine, squared;
  double off_sphere = 0;
};

/// From cos θ = `from`, 1 or −1, in steps of τ/share.
Ensemble simulate(const Sphere& sphere, const Sampled& sampled, const sde::SdeScheme& scheme,
                  double concentration, double from, const std::vector<double>& times, double share);

using Runs = std::shared_ptr<frame::Lazy<Ensemble>>;

/// E⟨x₀, X_t⟩/R² by scheme beside e^{−t/τ}.
void write_correlation(io::Group& part, const Sphere& sphere,
                       const std::vector<std::pair<std::string, Runs>>& all);

/// One Brownian path, by geodesics, in the plane of the first two axes.
void write_sphere_path(io::Group& part, const Sphere& sphere, const Sampled& sampled);

}  // namespace kolmo::constrained_diffusions

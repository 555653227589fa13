#pragma once
// The runs of the roads as bytes: pieces that a resumed run finds.

#include "four_roads/flow/flow_run.hpp"
#include "four_roads/grid/grid_run.hpp"
#include "frame/run/packing.hpp"
#include "kolmo/jko/flow.hpp"

namespace kolmo::frame {

template <>
struct Packing<Law1D> {
  static void pack(Packer& to, const Law1D& law) { to(law.points(), law.levels()); }
  static Law1D unpack(Unpacker& from) {
    auto points = from.take<std::vector<double>>(), levels = from.take<std::vector<double>>();
    return levels.empty() ? Law1D::from_sorted(std::move(points))
                          : Law1D::from_cdf(std::move(points), std::move(levels));
  }
};

template <>
inline constexpr bool packs_as_bytes<Axis> = true;
template <>
inline constexpr bool packs_as_bytes<jko::StepRecord> = true;

template <class Archive>
void fields(Archive& archive, fokker_planck::Outflow& outflow) {
  auto& [sides] = outflow;
  archive(sides);
}

template <class Archive>
void fields(Archive& archive, fokker_planck::MarchResult& march) {
  auto& [density, minimum, minimum_time, mass_defect, outflows, steps] = march;
  archive(density, minimum, minimum_time, mass_defect, outflows, steps);
}

template <class Archive>
void fields(Archive& archive, ode::FlowReport& report) {
  auto& [evaluations, largest, accepted, rejected, smallest, step_times] = report;
  archive(evaluations, largest, accepted, rejected, smallest, step_times);
}

template <class Archive>
void fields(Archive& archive, jko::FlowReport& report) {
  auto& [steps, initial, final, regradings, movement] = report;
  archive(steps, initial, final, regradings, movement);
}

}  // namespace kolmo::frame

namespace kolmo::four_roads {

template <class Archive>
void fields(Archive& archive, DeterministicSnapshot& snapshot) {
  auto& [quantities, laws] = snapshot;
  archive(quantities, laws);
}

template <class Archive>
void fields(Archive& archive, GridRun& run) {
  auto& [axes, snapshots, densities, march, negative_mass] = run;
  archive(axes, snapshots, densities, march, negative_mass);
}

template <class Archive>
void fields(Archive& archive, FlowRun& run) {
  auto& [samples, log_densities, report] = run;
  archive(samples, log_densities, report);
}

}  // namespace kolmo::four_roads

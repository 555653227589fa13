#pragma once
// What studies and checks are made of, as bytes.

#include "frame/run/packing.hpp"
#include "kolmo/core/statistics/running_moments.hpp"
#include "kolmo/verify/check.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::frame {

template <>
inline constexpr bool packs_as_bytes<RunningMoments> = true;  // a count and four numbers

// A member that is added to one of these must be added here: the bindings do not compile without it.

template <class Archive>
void fields(Archive& archive, Estimate& estimate) {
  auto& [value, standard_error] = estimate;
  archive(value, standard_error);
}

template <class Archive>
void fields(Archive& archive, verify::Check& check) {
  auto& [id, expected, observed, standard_error, bias_bound, tolerance, verdict, spread, effect,
         effect_diffusion, depends_on, source, note, claims, claimed] = check;
  archive(id, expected, observed, standard_error, bias_bound, tolerance, verdict, spread, effect,
          effect_diffusion, depends_on, source, note, claims, claimed);
}

template <class Archive>
void fields(Archive& archive, verify::OrderFitOptions& options) {
  auto& [z, slack, largest_half_width, resolved_at, curvature, fewest_for_curvature] = options;
  archive(z, slack, largest_half_width, resolved_at, curvature, fewest_for_curvature);
}

template <class Archive>
void fields(Archive& archive, verify::OrderFit& fit) {
  auto& [order, constant, curvature, half_width, claimed, points_used, used, with_curvature, verdict, note] =
      fit;
  archive(order, constant, curvature, half_width, claimed, points_used, used, with_curvature, verdict, note);
}

template <class Archive>
void fields(Archive& archive, verify::OrderStudy& study) {
  auto& [name, long_name, claimed, h, errors, source, h_long_name, h_units, next_term, options, scheme,
         exact_below, fit_up_to, fit, work, work_long_name] = study;
  archive(name, long_name, claimed, h, errors, source, h_long_name, h_units, next_term, options, scheme,
          exact_below, fit_up_to, fit, work, work_long_name);
}

}  // namespace kolmo::frame

#pragma once
// How a learned field is judged.

#include "kolmo/verify/check.hpp"
#include "poisson_flow/learned_field.hpp"
#include "poisson_flow/parts.hpp"

namespace kolmo::poisson_flow {

/// Roots of mean squares over places of p_t, by time: of t(f̂ − f) where f is learned, of û/|û| − u/|u| where
/// u is; and the same of the field E[G_{>1}|x]/E[G₁|x] with x from p_t(·|x₀), which the two components of G
/// teach there.
struct FieldErrors {
  Eigen::ArrayXd time, learned, twice;
};
FieldErrors field_errors(const LearnedField& learned, Target target, const green_flow::PointCloud& cloud,
                         Index n, const RandomStream& stream);

/// Passes where what was learned is at most half as far from the exact field as the field with weights twice:
/// it cannot be that one, nor one that is further away.
verify::Check learned_check(const FieldErrors& errors);

/// Targets without a network: their mean along the exact field is that of the field itself, within z standard
/// errors, with n places at each of nine times. Unresolved where the tolerance exceeds a tenth of it.
verify::Check target_check(Target target, Target law, double sign, const green_flow::PointCloud& cloud,
                           Index n, const RandomStream& stream, double z);

}  // namespace kolmo::poisson_flow

#include "claims/pictures/part.hpp"

#include "claims/pictures/curves.hpp"

namespace kolmo::claims::pictures {

void write(const Curves& curves, io::Group& part) {
  io::Group& group = part.group(curves.name);
  group.scale(curves.axis, curves.places, {curves.axis_long_name, curves.axis_unit});
  for (const Curve& curve : curves.curves)
    group.variable(curve.name, {curves.axis}, curve.values,
                   {.long_name = curve.long_name, .units = curves.unit});
}

std::vector<double> evenly(double a, double b, int n) {
  std::vector<double> places;
  for (int i = 0; i <= n; ++i) places.push_back(a + (b - a) * i / n);
  return places;
}

frame::Plan plan(const Settings& settings) {
  frame::Plan plan{
      "A dozen errors, as pictures",
      "What the notes print beside what is so: docs/wrong_in_the_notes.md says how each is seen."};
  for (const auto make : {reverse_drift, incompressible_flow, entropy_law, sub_vp, missing_half, guidance,
                          bounded_drift, cubic_drift, last_step_order, published_3m, symmetric_path})
    plan.tables.push_back([=](io::Group& part) { write(make(), part); });
  plan.tables.push_back([=](io::Group& part) { write(bootstrap_that_never_rejects(settings), part); });
  return plan;
}

}  // namespace kolmo::claims::pictures

#pragma once
// What is right and what is printed, over one axis.

#include <string>
#include <vector>

#include "claims/settings.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::claims::pictures {

struct Curve {
  std::string name, long_name;
  std::vector<double> values;
};

/// One picture: curves over the axis, all in one unit.
struct Curves {
  std::string name, axis, axis_long_name, axis_unit, unit;
  std::vector<double> places;
  std::vector<Curve> curves;
};

/// As the group `name` of the part.
void write(const Curves& curves, io::Group& part);

/// n + 1 places from a to b at equal distances.
std::vector<double> evenly(double a, double b, int n);

/// f at each place.
template <class F>
std::vector<double> values_at(const std::vector<double>& places, const F& f) {
  std::vector<double> values;
  for (const double place : places) values.push_back(f(place));
  return values;
}

// dynamics.cpp
Curves reverse_drift();
Curves incompressible_flow();
Curves entropy_law();
Curves guidance();
Curves bounded_drift();
Curves symmetric_path();

// laws.cpp
Curves sub_vp();
Curves missing_half();
Curves cubic_drift();
Curves last_step_order();
Curves published_3m();
Curves bootstrap_that_never_rejects(const Settings& settings);

}  // namespace kolmo::claims::pictures

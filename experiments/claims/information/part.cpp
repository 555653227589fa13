#include "claims/information/part.hpp"

#include <cmath>

#include <Eigen/Core>

namespace kolmo::claims::information {

frame::Plan plan(const Settings&) {
  frame::Plan plan{"Appendix C: information geometry",
                   "Simplex, Fisher metric, Stein operators, energies and transport."};
  Rows rows(plan);
  // The Fisher matrix diag(p) − p pᵀ of p = (0.2, 0.3, 0.5) sends 1 to 0.
  rows.add("A-10", "null_vector", [] {
    const Eigen::Vector3d p(0.2, 0.3, 0.5);
    const Eigen::Matrix3d fisher = Eigen::Matrix3d(p.asDiagonal()) - p * p.transpose();
    return verify::value_check(0, (fisher * Eigen::Vector3d::Ones()).norm(), 1e-15, "sum of p is 1");
  });
  return plan;
}

}  // namespace kolmo::claims::information

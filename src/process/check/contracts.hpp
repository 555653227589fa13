#pragma once
// What the checks of a process share: its samples, differences with their doubt, and the list of what is
// broken.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/process/check/check_process.hpp"

namespace kolmo::process {

/// out has the shape that its caller gave it.
using Field = std::function<void(double t, const ConstBlock& x, Block out)>;

/// A derivative by differences and how far it may be off.
struct Difference {
  Points value, doubt;
};

class Contracts {
 public:
  /// Throws InvalidArgument as broken_contracts does.
  Contracts(const Process& process, const ProcessSamples& samples);

  const Process& process() const { return process_; }
  const std::vector<double>& times() const { return samples_.times; }
  const Points& points() const { return samples_.points; }
  Index dimension() const { return samples_.points.cols(); }

  /// A field of `columns` columns at all points.
  Points at(const Field& field, double t, Index columns) const { return at(field, t, points(), columns); }
  static Points at(const Field& field, double t, const Points& x, Index columns);

  /// ∂/∂x_k of the field at all points.
  Difference difference(const Field& field, double t, Index columns, Index k) const;

  /// Notes where `said` differs from `found` by more than the doubt and `relative` of both; entries that are
  /// not finite differ. At most one note a call.
  void compare(const std::string& contract, double t, const Points& said, const Points& found,
               const Points& doubt, double relative);
  void compare(const std::string& contract, double t, double said, double found, double doubt,
               double relative);
  void note(const std::string& what) { broken_.push_back("process '" + process_.name() + "': " + what); }

  std::vector<std::string>& broken() { return broken_; }

 private:
  const Process& process_;
  const ProcessSamples& samples_;
  Eigen::ArrayXd scales_;  ///< half the range of each coordinate
  std::vector<std::string> broken_;
};

std::string text_of(double value);

/// ∫_a^b f by Gauss–Legendre's rule on equal cells, and its difference from half as many.
struct Quadrature {
  double value, doubt;
};
Quadrature quadrature(const std::function<double(double)>& f, double a, double b);

void check_drift(Contracts& contracts);
void check_noise(Contracts& contracts);
void check_structures(Contracts& contracts);

}  // namespace kolmo::process

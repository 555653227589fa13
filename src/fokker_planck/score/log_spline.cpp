#include "log_spline.hpp"

#include <cmath>
#include <vector>

#include "kolmo/core/linear/tridiagonal.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr Index fewest = 5;

struct Stretch {
  Index first, last;
  double score_first, slope_first, score_last, slope_last;  // s and ds/dξ at both ends
  double log_first, log_last;                               // log p + exponent there
};

// (log p)' at the end of five equidistant values, to O(h⁴).
double end_slope(const double* y, Index step, double h) {
  return (-25 * y[0] + 48 * y[step] - 36 * y[2 * step] + 16 * y[3 * step] - 3 * y[4 * step]) /
         (12 * h * static_cast<double>(step));
}

// The slopes m of the spline solve m_{i−1} + 4 m_i + m_{i+1} = 3 (y_{i+1} − y_{i−1})/h between given end
// slopes.
Eigen::ArrayXd spline_slopes(const Eigen::ArrayXd& y, double h) {
  const Index n = y.size();
  Eigen::ArrayXd slopes(n);
  slopes(0) = end_slope(y.data(), 1, h);
  slopes(n - 1) = end_slope(y.data() + n - 1, -1, h);
  const Index inner = n - 2;
  Eigen::ArrayXd rhs(inner);
  for (Index i = 0; i < inner; ++i) rhs(i) = 3 * (y(i + 2) - y(i)) / h;
  rhs(0) -= slopes(0);
  rhs(inner - 1) -= slopes(n - 1);
  const Eigen::ArrayXd ones = Eigen::ArrayXd::Ones(inner - 1);
  const TridiagonalSolver solver(ones, Eigen::ArrayXd::Constant(inner, 4), ones);
  solver.solve(rhs.data(), slopes.data() + 1);
  return slopes;
}

// The fourth follows from its neighbour's.
void put(double* pieces, Index piece, double c0, double c1, double c2) {
  double* c = pieces + 4 * piece;
  c[0] = c0;
  c[1] = c1;
  c[2] = c2;
  c[3] = 0;
}

Stretch spline_stretch(const double* p, const double* exponent, Index first, Index last, double h,
                       double* pieces) {
  Eigen::ArrayXd y(last - first + 1);
  for (Index i = 0; i < y.size(); ++i) y(i) = std::log(p[first + i]) + exponent[first + i];
  const Eigen::ArrayXd m = spline_slopes(y, h);
  for (Index i = 0; i + 1 < y.size(); ++i) {
    const double chord = (y(i + 1) - y(i)) / h;
    put(pieces, first + i + 1, m(i), 6 * chord - 4 * m(i) - 2 * m(i + 1), 3 * (m(i) + m(i + 1)) - 6 * chord);
    pieces[4 * (first + i + 1) + 3] = y(i);
  }
  const double* begin = pieces + 4 * (first + 1);
  const double* end = pieces + 4 * last;
  return {first, last,           begin[0], begin[1], end[0] + end[1] + end[2], end[1] + 2 * end[2],
          y(0),  y(y.size() - 1)};
}

// The pieces from centre `from` to centre `to` of a straight line with value s and slope ds at centre
// `anchor`.
void put_line(double* pieces, Index from, Index to, double s, double ds, Index anchor) {
  for (Index j = from; j < to; ++j) put(pieces, j + 1, s + ds * static_cast<double>(j - anchor), ds, 0);
}

// ∫s over a piece.
double whole(const double* c, double h) { return h * (c[0] + c[1] / 2 + c[2] / 3); }

// The pieces between two stretches: s = line + 6 δ u (1 − u), u from 0 to 1, with δ what the line's mean
// lacks.
void join(const Stretch& left, const Stretch& right, double h, double* pieces) {
  const auto n = static_cast<double>(right.first - left.last);
  const double slope = (right.score_first - left.score_last) / n;
  const double lacking =
      6 * ((right.log_first - left.log_last) / (n * h) - 0.5 * (left.score_last + right.score_first));
  for (Index j = left.last; j < right.first; ++j) {
    const auto k = static_cast<double>(j - left.last);
    const double u = k / n;
    put(pieces, j + 1, left.score_last + slope * k + lacking * u * (1 - u), slope + lacking * (1 - 2 * u) / n,
        -lacking / (n * n));
    double* c = pieces + 4 * (j + 1);
    c[3] = j == left.last ? left.log_last : c[-1] + whole(c - 4, h);
  }
}

}  // namespace

ResolvedCells log_spline_pieces(const double* p, const double* exponent, Index n, double h, double floor,
                                double* pieces) {
  std::vector<Stretch> stretches;
  for (Index i = 0; i < n;) {
    Index end = i;
    while (end < n && p[end] >= floor) ++end;
    if (end - i >= fewest) stretches.push_back(spline_stretch(p, exponent, i, end - 1, h, pieces));
    i = end + 1;
  }
  if (stretches.empty()) return {-1, -1};
  const Stretch &head = stretches.front(), &tail = stretches.back();
  put_line(pieces, -1, head.first, head.score_first, head.slope_first, head.first);
  put_line(pieces, tail.last, n, tail.score_last, tail.slope_last, tail.last);
  double* c = pieces + 4 * (tail.last + 1);
  c[3] = tail.log_last;
  for (Index j = tail.last + 1; j < n; ++j, c += 4) c[7] = c[3] + whole(c, h);
  double after = head.log_first;
  for (Index j = head.first; j >= 0; --j) {
    double* before = pieces + 4 * j;
    after = before[3] = after - whole(before, h);
  }
  for (std::size_t k = 1; k < stretches.size(); ++k) join(stretches[k - 1], stretches[k], h, pieces);
  return {head.first, tail.last};
}

}  // namespace kolmo::fokker_planck

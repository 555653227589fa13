#include "transport/grid/staggered.hpp"

#include <algorithm>

#include "transport/worthwhile_tasks.hpp"

namespace kolmo::transport {
namespace {

constexpr Index together = 64;  // lines that are taken at once

/// Some lines beside each other: element a of line l stands at first + l + a stride.
struct Lines {
  Index cell, face;  ///< of their first elements
  Index stride, count;
};

Eigen::ArrayXd eliminated(Index n, double end, double middle) {
  Eigen::ArrayXd inverse(n);
  for (Index a = 0; a < n; ++a) {
    const double diagonal = a == 0 || a == n - 1 ? end : middle;
    inverse(a) = 1 / (a == 0 ? diagonal : diagonal - inverse(a - 1) / 16);
  }
  return inverse;
}

/// x ← the solution of the tridiagonal system with the off-diagonal ¼, n rows of `count` numbers `stride`
/// apart.
void solve(const Eigen::ArrayXd& inverse_pivot, double* x, Index stride, Index count) {
  const Index n = inverse_pivot.size();
  for (Index a = 1; a < n; ++a)
    for (Index l = 0; l < count; ++l)
      x[a * stride + l] -= 0.25 * inverse_pivot(a - 1) * x[(a - 1) * stride + l];
  for (Index l = 0; l < count; ++l) x[(n - 1) * stride + l] *= inverse_pivot(n - 1);
  for (Index a = n - 1; a-- > 0;)
    for (Index l = 0; l < count; ++l)
      x[a * stride + l] = inverse_pivot(a) * (x[a * stride + l] - 0.25 * x[(a + 1) * stride + l]);
}

}  // namespace

StaggeredBox::StaggeredBox(const Grid& grid) : grid_(grid) {
  for (Index k = 0; k < axes(); ++k) {
    pair_.push_back({eliminated(cells(k) + 1, 1.25, 1.5)});
    inner_.push_back({eliminated(cells(k) - 1, 0.5, 0.5)});
  }
}

template <class Body>
void StaggeredBox::lines(Index axis, const Body& body) const {
  Index stride = 1;
  for (Index a = 0; a < axis; ++a) stride *= cells(a);
  const Index n = cells(axis), groups = (stride + together - 1) / together,
              outer = grid_.cells() / (stride * n);
  for_each_worthwhile_task(groups * outer, static_cast<double>(grid_.cells()), [&](Index task) {
    const Index first = task % groups * together, o = task / groups;
    body(Lines{first + o * stride * n, first + o * stride * (n + 1), stride,
               std::min(together, stride - first)});
  });
}

void StaggeredBox::divergence(const Staggered& u, Eigen::ArrayXd& out) const {
  out.setZero(grid_.cells());
  for (Index k = 0; k < axes(); ++k) {
    const Eigen::ArrayXd& from = u[static_cast<std::size_t>(k)];
    const double inverse = 1 / grid_.axis(k).width();
    lines(k, [&](const Lines& at) {
      for (Index a = 0; a < cells(k); ++a)
        for (Index l = 0; l < at.count; ++l) {
          const Index face = at.face + a * at.stride + l;
          out(at.cell + a * at.stride + l) += (from(face + at.stride) - from(face)) * inverse;
        }
    });
  }
}

void StaggeredBox::add_gradient(const Eigen::ArrayXd& p, Staggered& u) const {
  for (Index k = 0; k < axes(); ++k) {
    Eigen::ArrayXd& to = u[static_cast<std::size_t>(k)];
    const double inverse = 1 / grid_.axis(k).width();
    lines(k, [&](const Lines& at) {
      for (Index a = 1; a < cells(k); ++a)
        for (Index l = 0; l < at.count; ++l) {
          const Index cell = at.cell + a * at.stride + l;
          to(at.face + a * at.stride + l) += (p(cell) - p(cell - at.stride)) * inverse;
        }
    });
  }
}

void StaggeredBox::means(const Staggered& u, Centred& out) const {
  for (Index k = 0; k < axes(); ++k) {
    const Eigen::ArrayXd& from = u[static_cast<std::size_t>(k)];
    Eigen::ArrayXd& to = out[static_cast<std::size_t>(k)];
    lines(k, [&](const Lines& at) {
      for (Index a = 0; a < cells(k); ++a)
        for (Index l = 0; l < at.count; ++l) {
          const Index face = at.face + a * at.stride + l;
          to(at.cell + a * at.stride + l) = 0.5 * (from(face) + from(face + at.stride));
        }
    });
  }
}

void StaggeredBox::nearest_pair(Staggered& u, Centred& v) const {
  for (Index k = 0; k < axes(); ++k) {
    Eigen::ArrayXd& on_faces = u[static_cast<std::size_t>(k)];
    const Eigen::ArrayXd& centred = v[static_cast<std::size_t>(k)];
    lines(k, [&](const Lines& at) {
      for (Index a = 0; a < cells(k); ++a)
        for (Index l = 0; l < at.count; ++l) {
          const double half = 0.5 * centred(at.cell + a * at.stride + l);
          on_faces(at.face + a * at.stride + l) += half;
          on_faces(at.face + (a + 1) * at.stride + l) += half;
        }
      solve(pair_[static_cast<std::size_t>(k)].inverse_pivot, &on_faces(at.face), at.stride, at.count);
    });
  }
  means(u, v);
}

void StaggeredBox::match_gradient(const Eigen::ArrayXd& p, Centred& q) const {
  for (Index k = 0; k < axes(); ++k) {
    Eigen::ArrayXd& of_axis = q[static_cast<std::size_t>(k)];
    const double inverse = 1 / grid_.axis(k).width();
    lines(k, [&](const Lines& at) {
      const Index n = cells(k);
      Eigen::ArrayXd lack((n - 1) * at.count);  // at inner faces, line beside line
      for (Index a = 1; a < n; ++a)
        for (Index l = 0; l < at.count; ++l) {
          const Index cell = at.cell + a * at.stride + l;
          lack((a - 1) * at.count + l) =
              (p(cell) - p(cell - at.stride)) * inverse - 0.5 * (of_axis(cell) + of_axis(cell - at.stride));
        }
      solve(inner_[static_cast<std::size_t>(k)].inverse_pivot, lack.data(), at.count, at.count);
      for (Index a = 1; a < n; ++a)
        for (Index l = 0; l < at.count; ++l) {
          const Index cell = at.cell + a * at.stride + l;
          of_axis(cell) += 0.5 * lack((a - 1) * at.count + l);
          of_axis(cell - at.stride) += 0.5 * lack((a - 1) * at.count + l);
        }
    });
  }
}

}  // namespace kolmo::transport

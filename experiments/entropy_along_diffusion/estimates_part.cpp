// Entropy from samples: neighbours and kernels, and what their bias is.

#include <cmath>
#include <numbers>

#include "entropy_along_diffusion/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/paths/neighbour_entropy.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

constexpr Index size = 2000;

/// Ĥ + mean of log p over the same points, of N(0, 1) in d dimensions: its mean is the bias, most of its
/// variance gone.
Estimate bias(const Sizes& sizes, Index d, const std::function<double(const Points&)>& estimate) {
  const RandomStream stream = RandomStream(sizes.seed).role("entropy", static_cast<std::uint64_t>(d));
  Eigen::ArrayXd found(sizes.repeats);
  for_each_task(sizes.repeats, [&](Index r) {
    Points x(size, d);
    for (Index first = 0; first < size; first += block_rows)
      stream.normals(first, static_cast<std::uint32_t>(r),
                     x.middleRows(first, std::min(block_rows, size - first)));
    const double cross = 0.5 * x.square().sum() / static_cast<double>(size) +
                         0.5 * static_cast<double>(d) * std::log(2 * std::numbers::pi);
    found(r) = estimate(x) - cross;
  });
  return mean_estimate(found.data(), found.size());
}

Estimate by_neighbours(const Sizes& sizes, Index d) {
  return bias(sizes, d, [](const Points& x) { return paths::neighbour_entropy(x, 4).value; });
}

Estimate by_kernels(const Sizes& sizes, Index d) {
  return bias(sizes, d, [](const Points& x) { return paths::kernel_entropy(x).value; });
}

}  // namespace

frame::Plan estimates_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{
      "Entropy from samples",
      "N(0, I) in d dimensions, 2000 points: by the fourth neighbour, and by a Gaussian kernel."};
  struct Known {
    Index d;
    double bias, error;  ///< of another program's hundred samples
  };
  // Its own standard error: √(d/2/2000 + …)/10.
  for (const Known& known :
       {Known{1, -0.006, 0.002}, {2, -0.011, 0.0025}, {5, -0.075, 0.004}, {10, 0.069, 0.006}}) {
    const auto found = frame::lazy([=] { return by_neighbours(sizes, known.d); });
    plan.checks.push_back({"neighbours/d=" + number_text(known.d), [=] {
                             const Estimate mine = found->get();
                             return verify::estimate_check(
                                 "", known.bias, {mine.value, std::hypot(mine.standard_error, known.error)},
                                 z(), 5e-4, "another program, a hundred samples");
                           }});
  }
  plan.tables.push_back([=](io::Group& part) {
    Eigen::ArrayXd d(4), near(4), near_error(4), kernel(4), kernel_error(4);
    d << 1, 2, 5, 10;
    for (Index i = 0; i < 4; ++i) {
      const Estimate a = by_neighbours(sizes, static_cast<Index>(d(i)));
      const Estimate b =
          by_kernels({sizes.chains, sizes.paths, std::max<Index>(6, sizes.repeats / 10), sizes.seed},
                     static_cast<Index>(d(i)));
      near(i) = a.value;
      near_error(i) = a.standard_error;
      kernel(i) = b.value;
      kernel_error(i) = b.standard_error;
    }
    io::Group& group = part.group("bias");
    group.scale("dimensions", d, {"dimension d", "1"});
    group.variable("neighbours", {"dimensions"}, near, {"bias by the fourth neighbour", "1"});
    group.variable("neighbours_standard_error", {"dimensions"}, near_error, {"its standard error", "1"});
    group.variable("kernel", {"dimensions"}, kernel, {"bias by a Gaussian kernel", "1"});
    group.variable("kernel_standard_error", {"dimensions"}, kernel_error, {"its standard error", "1"});
  });
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion

#include "kolmo/green_flow/conditional_sample.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::green_flow {

void sample_conditional(const GreenKernel& kernel, double t, const ConstBlock& sources,
                        const RandomStream& stream, Index first, Block out) {
  if (sources.cols() != kernel.dimension() || out.cols() != sources.cols() || out.rows() != sources.rows())
    throw InvalidArgument("sources and samples must have one shape, with the kernel's number of coordinates");
  stream.role("direction").normals(first, 0, out);
  Points level(out.rows(), 1);
  stream.role("radius").uniforms(first, 0, level);
  for (Index i = 0; i < out.rows(); ++i) {
    const double r = kernel.radius(t, level(i, 0));
    double square = 0;
    for (Index j = 0; j < out.cols(); ++j) square += out(i, j) * out(i, j);
    out.row(i) = sources.row(i) + out.row(i) * (r / std::sqrt(square));
  }
}

Points sample_marginal(const GreenField& field, double t, Index n, const RandomStream& stream) {
  const PointCloud& cloud = field.cloud();
  std::vector<double> upper(static_cast<std::size_t>(cloud.size()));
  double sum = 0;
  for (Index k = 0; k < cloud.size(); ++k) upper[static_cast<std::size_t>(k)] = sum += cloud.weights()(k);
  Points out(n, cloud.dimension());
  for_each_block(n, [&](Index, Index first, Index rows) {
    Points level(rows, 1), sources(rows, cloud.dimension());
    stream.role("source").uniforms(first, 0, level);
    for (Index i = 0; i < rows; ++i) {
      const auto at = std::upper_bound(upper.begin(), upper.end(), level(i, 0) * sum) - upper.begin();
      sources.row(i) = cloud.points().row(std::min<Index>(at, cloud.size() - 1));
    }
    sample_conditional(field.kernel(), t, sources, stream, first, out.middleRows(first, rows));
  });
  return out;
}

Points sample_prior(const GreenKernel& kernel, double t, Index n, const RandomStream& stream) {
  return sample_marginal(GreenField(std::shared_ptr<const GreenKernel>(&kernel, [](const GreenKernel*) {}),
                                    PointCloud(Points::Zero(1, kernel.dimension()))),
                         t, n, stream);
}

}  // namespace kolmo::green_flow

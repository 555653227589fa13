#include "four_roads/problem/local_noise.hpp"

#include "kolmo/process/noise/noise_rate.hpp"

namespace kolmo::four_roads {

double noise_rate(const process::Process& process, const Eigen::VectorXd& x, Index j) {
  return process::noise_rate(process, 0, x.transpose().array(), j)(0);
}

}  // namespace kolmo::four_roads

#include "kolmo/sampling/annealing/replacement.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::sampling {
namespace {

using process::Kernel;

void validate(const ReplacementPlan& plan, const Points& x) {
  const auto& times = plan.times;
  require(times.size() >= 2, "number of times", static_cast<double>(times.size()), "must be at least 2");
  for (std::size_t i = 0; i < times.size(); ++i)
    require(std::isfinite(times[i]) && times[i] >= 0 && (i == 0 || times[i] < times[i - 1]), "time", times[i],
            "must be finite, at least 0 and below the one before");
  if (!process::exact_kernel(plan.process, 0, times[0]))
    throw InvalidArgument("process '" + plan.process.name() +
                          "': has no exact kernel; replacement needs a linear one");
  const Index d = plan.process.dimension();
  require(plan.score.dimension() == d && x.cols() == d, "dimension of score and points",
          static_cast<double>(x.cols()), "must be the process's");
  require(static_cast<Index>(plan.known.size()) == plan.value.size() && !plan.known.empty() &&
              plan.value.size() < d,
          "number of known coordinates", static_cast<double>(plan.known.size()),
          "must be that of their values, at least 1 and below the dimension");
  for (const Index j : plan.known)
    require(j >= 0 && j < d && std::count(plan.known.begin(), plan.known.end(), j) == 1, "known coordinate",
            static_cast<double>(j), "must be one of the process's, and named once");
  require(plan.resamplings >= 1, "resamplings", static_cast<double>(plan.resamplings), "must be at least 1");
}

/// What a step from t to s needs: the kernels from s to t, from 0 to s and from 0 to t.
struct Step {
  double t;
  Kernel back, to_s, to_t;
};

/// The noise of one block: each draw of a run has a step number of its own.
struct Noise {
  const RandomStream& stream;
  Index first;
  std::uint32_t number = 0;
  void add(double deviation, Block x) {
    if (deviation > 0) stream.add_normals(first, number, deviation, x);
    ++number;
  }
};

void backward(const ReplacementPlan& plan, const Step& step, Points& score, Noise& noise, Block x) {
  plan.score.score(step.t, x, score);
  const double v = step.back.variance, a = step.back.scale;
  for (Index j = 0; j < x.cols(); ++j) {
    const double c = step.back.centre(j);
    x.col(j) = c + (x.col(j) - c + v * score.col(j)) / a;
  }
  noise.add(std::sqrt(v * step.to_s.variance / step.to_t.variance), x);
}

void put_back(const ReplacementPlan& plan, const Step& step, Noise& noise, Block x) {
  Points known(x.rows(), plan.value.size());
  for (Index i = 0; i < plan.value.size(); ++i) {
    const double c = step.to_s.centre(plan.known[static_cast<std::size_t>(i)]);
    known.col(i) = c + step.to_s.scale * (plan.value(i) - c);
  }
  noise.add(std::sqrt(step.to_s.variance), known);
  for (Index i = 0; i < plan.value.size(); ++i) x.col(plan.known[static_cast<std::size_t>(i)]) = known.col(i);
}

void forward(const Step& step, Noise& noise, Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    const double c = step.back.centre(j);
    x.col(j) = c + step.back.scale * (x.col(j) - c);
  }
  noise.add(std::sqrt(step.back.variance), x);
}

}  // namespace

void replacement(const ReplacementPlan& plan, const RandomStream& stream, Points& x) {
  validate(plan, x);
  std::vector<Step> steps;
  for (std::size_t i = 0; i + 1 < plan.times.size(); ++i) {
    const double t = plan.times[i], s = plan.times[i + 1];
    steps.push_back({t, *process::exact_kernel(plan.process, s, t),
                     *process::exact_kernel(plan.process, 0, s), *process::exact_kernel(plan.process, 0, t)});
  }
  const RandomStream noises = stream.role("replacement");
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    Noise noise{noises, first};
    Points score(rows, x.cols());
    for (const Step& step : steps) {
      throw_if_stopped();
      for (Index r = 0; r < plan.resamplings; ++r) {
        if (r > 0) forward(step, noise, x.middleRows(first, rows));
        backward(plan, step, score, noise, x.middleRows(first, rows));
        put_back(plan, step, noise, x.middleRows(first, rows));
      }
    }
  });
}

}  // namespace kolmo::sampling

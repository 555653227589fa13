#include "kolmo/score/network/training.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "score/network/optimiser.hpp"

namespace kolmo::score {
namespace {

constexpr Index piece_rows = 128;

/// A batch in units of the data's spread: places u = x′ + τz, levels and noise.
struct Batch {
  Points x, z, u;
  Eigen::ArrayXd tau;

  void set_places(const ModelSpec& spec) {
    u.resize(x.rows(), x.cols());
    for (Index j = 0; j < x.cols(); ++j)
      u.col(j) = (x.col(j) - spec.centre(j)) / spec.spread() + tau * z.col(j);
  }
};

Batch drawn(const TrainingPlan& plan, std::uint32_t step) {
  const Index d = plan.spec.dimension();
  Batch batch{Points(plan.batch, d), Points(plan.batch, d), {}, Eigen::ArrayXd(plan.batch)};
  plan.data(step, batch.x);
  plan.stream.role("noise").normals(0, step, batch.z);
  Points share(plan.batch, 1);
  plan.stream.role("levels").uniforms(0, step, share);
  const double low = std::log(plan.spec.sigma_min), span = std::log(plan.spec.sigma_max) - low;
  for (Index i = 0; i < plan.batch; ++i)
    batch.tau(i) = std::exp(low + span * share(i, 0)) / plan.spec.spread();
  batch.set_places(plan.spec);
  return batch;
}

/// Loss of a row's outputs, and the adjoint of each output over the batch's size.
template <class T>
double residual(const TrainingPlan& plan, const Batch& batch, Index row, Index i, Tape<T>& tape) {
  const double tau = batch.tau(row), share = 1 / static_cast<double>(batch.x.rows());
  const AffineOutput affine = affine_output(plan.spec.output, tau);
  const double weight = plan.objective == Objective::score_tau_squared ? tau * tau : 1;
  double loss = 0;
  for (Index j = 0; j < batch.x.cols(); ++j) {
    const auto r = static_cast<double>(tape.values.back()(i, j));
    if (plan.objective == Objective::ddpm) {
      const double off = r - batch.z(row, j);
      loss += 0.5 * off * off;
      tape.adjoint.back()(i, j) = static_cast<T>(share * off);
    } else {
      const double off = affine.scale * r + affine.shift * batch.u(row, j) + batch.z(row, j) / tau;
      loss += 0.5 * weight * off * off;
      tape.adjoint.back()(i, j) = static_cast<T>(share * weight * off * affine.scale);
    }
  }
  return share * loss;
}

/// Tapes and gradients of the pieces of a batch.
template <class T>
struct Pieces {
  std::vector<Tape<T>> tapes;
  std::vector<Eigen::Matrix<T, Eigen::Dynamic, 1>> gradients;
  std::vector<double> losses;

  Pieces(const ModelSpec& spec, Index rows) {
    const Index count = (rows + piece_rows - 1) / piece_rows;
    tapes.resize(static_cast<std::size_t>(count));
    losses.resize(static_cast<std::size_t>(count));
    const Index parameters = spec.shape().parameters();
    gradients.assign(static_cast<std::size_t>(count), Eigen::Matrix<T, Eigen::Dynamic, 1>::Zero(parameters));
  }
};

template <class T>
void work_on_piece(const TrainingPlan& plan, const NetworkShape& shape, const T* parameters,
                   const Batch& batch, Index piece, Pieces<T>& pieces) {
  const auto k = static_cast<std::size_t>(piece);
  const Index first = piece * piece_rows, rows = std::min(piece_rows, batch.x.rows() - first);
  Tape<T>& tape = pieces.tapes[k];
  tape.resize(shape, rows);
  write_inputs(plan.spec, batch.u.middleRows(first, rows), batch.tau.segment(first, rows),
               tape.values.front());
  evaluate(shape, parameters, tape);
  pieces.losses[k] = 0;
  for (Index i = 0; i < rows; ++i) pieces.losses[k] += residual(plan, batch, first + i, i, tape);
  backpropagate(shape, parameters, tape, pieces.gradients[k].data());
}

/// The loss; the gradient ends in pieces.gradients[0].
template <class T>
double loss_and_gradient(const TrainingPlan& plan, const NetworkShape& shape, const T* parameters,
                         const Batch& batch, Pieces<T>& pieces) {
  const auto count = static_cast<Index>(pieces.tapes.size());
  for_each_task(count, [&](Index piece) { work_on_piece(plan, shape, parameters, batch, piece, pieces); });
  double loss = pieces.losses[0];
  for (std::size_t k = 1; k < pieces.tapes.size(); ++k) {
    loss += pieces.losses[k];
    pieces.gradients[0] += pieces.gradients[k];
  }
  return loss;
}

template <class T>
void train_in(const TrainingPlan& plan, TrainingState& state, Index until) {
  Vector<T> p = state.parameters.cast<T>(), m = state.first_moment.cast<T>(),
            v = state.second_moment.cast<T>(), mean = state.average.cast<T>();
  const NetworkShape shape = plan.spec.shape();
  Pieces<T> pieces(plan.spec, plan.batch);
  while (state.step < until) {
    throw_if_stopped();
    const Batch batch = drawn(plan, static_cast<std::uint32_t>(state.step));
    const double loss = loss_and_gradient(plan, shape, p.data(), batch, pieces);
    const Vector<T>& gradient = pieces.gradients[0];
    if (!std::isfinite(loss) || !gradient.allFinite()) {
      state.status = TrainingStatus::diverged;
      break;
    }
    const AdamStep<T> step = adam_step<T>(plan, state.step);
    const Vector<T> before = p;
    adam(step, gradient, p, m, v, mean);
    if (!p.allFinite()) {
      p = before;
      mean = before;
      state.status = TrainingStatus::diverged;
      break;
    }
    state.window_sum += loss;
    if (++state.step % loss_window == 0) {
      state.losses.push_back(state.window_sum / static_cast<double>(loss_window));
      state.window_sum = 0;
    }
  }
  state.parameters = p.template cast<double>();
  state.first_moment = m.template cast<double>();
  state.second_moment = v.template cast<double>();
  state.average = mean.template cast<double>();
  if (state.status == TrainingStatus::running && state.step == plan.steps)
    state.status = TrainingStatus::finished;
}

}  // namespace

void TrainingPlan::validate() const {
  spec.validate();
  if (!data) throw InvalidArgument("data: is an empty function, must fill a batch");
  require(steps >= 1 && steps < (Index{1} << 32), "steps", static_cast<double>(steps),
          "must be at least 1 and below 2^32");
  require(batch >= 1, "batch", static_cast<double>(batch), "must be at least 1");
  require(std::isfinite(rate) && rate > 0, "rate", rate, "must be positive and finite");
  require(average >= 0 && average < 1, "average", average, "must be in [0, 1)");
  if (objective == Objective::ddpm && spec.output != Output::noise)
    throw InvalidArgument("objective = 'ddpm': needs a network that predicts noise, this one predicts " +
                          std::string(name_of(spec.output)));
}

const char* name_of(TrainingStatus status) {
  constexpr const char* names[] = {"running", "finished", "diverged"};
  return names[static_cast<int>(status)];
}

TrainingState first_state(const TrainingPlan& plan) {
  plan.validate();
  TrainingState state;
  state.parameters = first_parameters(plan.spec.shape(), plan.stream);
  state.first_moment = state.second_moment = Eigen::VectorXd::Zero(state.parameters.size());
  if (plan.precision == Precision::single_precision)
    state.parameters = state.parameters.cast<float>().cast<double>();
  state.average = state.parameters;
  return state;
}

void train(const TrainingPlan& plan, TrainingState& state, Index until) {
  plan.validate();
  require(state.parameters.size() == plan.spec.shape().parameters(), "state.parameters.size",
          static_cast<double>(state.parameters.size()), "must be that of the plan's network");
  if (state.status != TrainingStatus::running) return;
  until = std::min(until, plan.steps);
  plan.precision == Precision::single_precision ? train_in<float>(plan, state, until)
                                                : train_in<double>(plan, state, until);
}

LossGradient loss_gradient(const TrainingPlan& plan, const Eigen::VectorXd& parameters, const Points& x,
                           const Eigen::ArrayXd& sigma, const Points& z) {
  Batch batch{x, z, {}, sigma / plan.spec.spread()};
  batch.set_places(plan.spec);
  Pieces<double> pieces(plan.spec, x.rows());
  const double loss = loss_and_gradient(plan, plan.spec.shape(), parameters.data(), batch, pieces);
  return {loss, pieces.gradients[0]};
}

}  // namespace kolmo::score

#include "kolmo/score/network/score_model.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::score {
namespace {

constexpr Index waves = 4;

/// Rows of a piece: what its layers hold stays in the first two caches.
constexpr Index piece_rows = 128;

/// body(first, rows) for the pieces of n rows.
template <class Body>
void for_each_piece(Index n, const Body& body) {
  for (Index first = 0; first < n; first += piece_rows) body(first, std::min(piece_rows, n - first));
}

/// A tape evaluated at places of the data's units, and what turns its outputs into scores.
struct Evaluation {
  Tape<double>& tape;  ///< of the thread, which keeps its memory
  AffineOutput affine;
  double tau, spread;
  Points u;

  Evaluation(const ModelSpec& spec, const Eigen::VectorXd& parameters, double sigma, const ConstBlock& y)
      : tape(own_tape()), tau(sigma / spec.spread()), spread(spec.spread()) {
    affine = affine_output(spec.output, tau);
    u = (y.rowwise() - spec.centre.transpose()) / spread;
    tape.resize(spec.shape(), y.rows());
    write_inputs(spec, u, Eigen::ArrayXd::Constant(y.rows(), tau), tape.values.front());
    evaluate(spec.shape(), parameters.data(), tape);
  }
  static Tape<double>& own_tape() {
    thread_local Tape<double> own;
    return own;
  }
  void score(Block out) const {
    out = (affine.scale * tape.values.back().topRows(u.rows()) + affine.shift * u) / spread;
  }
  /// J v: the inputs move by v/(spread √(1 + τ²)).
  Points product(const ModelSpec& spec, const Eigen::VectorXd& parameters, const ConstBlock& v) const {
    Rows<double> tangent = Rows<double>::Zero(tape.values.front().rows(), spec.shape().inputs);
    tangent.topLeftCorner(v.rows(), v.cols()) = v / std::sqrt(1 + tau * tau);
    const Rows<double> moved = push_forward(spec.shape(), parameters.data(), tape, std::move(tangent));
    return (affine.scale * moved.topRows(v.rows()) + affine.shift * v) / (spread * spread);
  }
};

class ModelAtNoise final : public Field {
 public:
  ModelAtNoise(std::shared_ptr<const ScoreModel> model, double sigma)
      : model_(std::move(model)), sigma_(sigma) {}
  Index dimension() const override { return model_->spec().dimension(); }
  void value(const ConstBlock& x, Block out) const override { model_->score(sigma_, x, out); }
  void jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override {
    model_->jacobian_product(sigma_, x, v, out);
  }

 private:
  std::shared_ptr<const ScoreModel> model_;
  double sigma_;
};

class LearnedScore final : public process::ScoreField {
 public:
  LearnedScore(std::shared_ptr<const ScoreModel> model, std::shared_ptr<const process::Process> process)
      : model_(std::move(model)), process_(std::move(process)) {}
  Index dimension() const override { return process_->dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override {
    const Place at(*process_, t);
    model_->score(at.sigma, at.data_place(x), out);
    out /= at.alpha;
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    const Place at(*process_, t);
    model_->score_and_divergence(at.sigma, at.data_place(x), out, divergence);
    out /= at.alpha;
    divergence /= at.alpha * at.alpha;
  }

 private:
  struct Place {
    process::KernelView kernel;
    double alpha, sigma;
    Place(const process::Process& process, double t) : kernel(*kernel_view(process, 0, t)) {
      alpha = kernel.scale;
      sigma = std::sqrt(kernel.variance) / alpha;
    }
    Points data_place(const ConstBlock& x) const {
      const auto centre = kernel.centre.transpose().array();
      return ((x.rowwise() - centre) / alpha).rowwise() + centre;
    }
  };
  std::shared_ptr<const ScoreModel> model_;
  std::shared_ptr<const process::Process> process_;
};

}  // namespace

double ModelSpec::spread() const { return std::sqrt(variance); }

NetworkShape ModelSpec::shape() const {
  return {dimension() + (embedding == Embedding::log_sigma ? 1 : 2 * waves), hidden, dimension()};
}

void ModelSpec::validate() const {
  require(dimension() >= 1, "centre.size", static_cast<double>(dimension()), "must be at least 1");
  if (!centre.allFinite()) throw InvalidArgument("centre: must be finite");
  require(std::isfinite(variance) && variance > 0, "variance", variance, "must be positive and finite");
  require(sigma_min > 0, "sigma_min", sigma_min, "must be positive");
  require(std::isfinite(sigma_max) && sigma_max > sigma_min, "sigma_max", sigma_max,
          "must be finite and above sigma_min = " + number_text(sigma_min));
  shape().validate();
}

ModelSpec ModelSpec::around(const Points& data, double sigma_min, double sigma_max) {
  require(data.rows() >= 2, "data.rows", static_cast<double>(data.rows()), "must be at least 2");
  const EnsembleMoments moments = ensemble_moments(data);
  ModelSpec spec;
  spec.centre = moments.mean.array();
  spec.variance = moments.covariance.trace() / static_cast<double>(data.cols());
  spec.sigma_min = sigma_min;
  spec.sigma_max = sigma_max;
  spec.validate();
  return spec;
}

template <class T>
void write_inputs(const ModelSpec& spec, const ConstBlock& u, const ConstValues& tau, Rows<T>& inputs) {
  const Index d = spec.dimension();
  const double lowest = std::log(spec.sigma_min / spec.spread());
  const double span = std::log(spec.sigma_max / spec.sigma_min);
  for (Index i = 0; i < u.rows(); ++i) {
    const double shrink = 1 / std::sqrt(1 + tau(i) * tau(i)), level = std::log(tau(i));
    for (Index j = 0; j < d; ++j) inputs(i, j) = static_cast<T>(shrink * u(i, j));
    if (spec.embedding == Embedding::log_sigma) {
      inputs(i, d) = static_cast<T>(level);
      continue;
    }
    for (Index k = 0; k < waves; ++k) {
      const double angle =
          0.5 * std::numbers::pi * static_cast<double>(Index{1} << k) * (level - lowest) / span;
      inputs(i, d + 2 * k) = static_cast<T>(std::sin(angle));
      inputs(i, d + 2 * k + 1) = static_cast<T>(std::cos(angle));
    }
  }
}
template void write_inputs(const ModelSpec&, const ConstBlock&, const ConstValues&, Rows<float>&);
template void write_inputs(const ModelSpec&, const ConstBlock&, const ConstValues&, Rows<double>&);

AffineOutput affine_output(Output output, double tau) {
  switch (output) {
    case Output::score:
      return {1, 0};
    case Output::noise:
      return {-1 / tau, 0};
    case Output::denoised:
      return {1 / (tau * tau), -1 / (tau * tau)};
    case Output::velocity:
      return {-1 / (tau * (1 + tau * tau)), -1 / (1 + tau * tau)};
  }
  throw InvalidArgument("output: is none of the list");
}

ScoreModel::ScoreModel(ModelSpec spec, Eigen::VectorXd parameters)
    : spec_(std::move(spec)), parameters_(std::move(parameters)) {
  spec_.validate();
  require(parameters_.size() == spec_.shape().parameters(), "parameters.size",
          static_cast<double>(parameters_.size()),
          "must be " + number_text(spec_.shape().parameters()) + ", those of the network");
  if (!parameters_.allFinite()) throw InvalidArgument("parameters: must be finite");
}

void ScoreModel::require_trained(double sigma) const {
  if (sigma >= spec_.sigma_min * (1 - 1e-9) && sigma <= spec_.sigma_max * (1 + 1e-9)) return;
  throw InvalidArgument("sigma = " + number_text(sigma) + ": the model was trained for noise from " +
                        number_text(spec_.sigma_min) + " to " + number_text(spec_.sigma_max) +
                        " (of a process: its deviation over its scale); train it for more, or stop earlier");
}

void ScoreModel::score(double sigma, const ConstBlock& y, Block out) const {
  require_trained(sigma);
  for_each_piece(y.rows(), [&](Index first, Index rows) {
    Evaluation(spec_, parameters_, sigma, y.middleRows(first, rows)).score(out.middleRows(first, rows));
  });
}

void ScoreModel::jacobian_product(double sigma, const ConstBlock& y, const ConstBlock& v, Block out) const {
  require_trained(sigma);
  for_each_piece(y.rows(), [&](Index first, Index rows) {
    out.middleRows(first, rows) = Evaluation(spec_, parameters_, sigma, y.middleRows(first, rows))
                                      .product(spec_, parameters_, v.middleRows(first, rows));
  });
}

void ScoreModel::score_and_divergence(double sigma, const ConstBlock& y, Block out, Values divergence) const {
  require_trained(sigma);
  divergence.setZero();
  for_each_piece(y.rows(), [&](Index first, Index rows) {
    const Evaluation at(spec_, parameters_, sigma, y.middleRows(first, rows));
    at.score(out.middleRows(first, rows));
    Points unit = Points::Zero(rows, y.cols());
    for (Index j = 0; j < y.cols(); ++j) {
      unit.col(j) = 1;
      divergence.segment(first, rows) += at.product(spec_, parameters_, unit).col(j);
      unit.col(j) = 0;
    }
  });
}

std::unique_ptr<Field> field_at(std::shared_ptr<const ScoreModel> model, double sigma) {
  if (!model) throw InvalidArgument("model: is null, must be a trained model");
  return std::make_unique<ModelAtNoise>(std::move(model), sigma);
}

std::unique_ptr<process::ScoreField> learned_score(std::shared_ptr<const ScoreModel> model,
                                                   std::shared_ptr<const process::Process> process) {
  if (!model || !process) throw InvalidArgument("model and process: must not be null");
  require(model->spec().dimension() == process->dimension(), "dimension of the model",
          static_cast<double>(model->spec().dimension()), "must be that of the process");
  if (!kernel_view(*process, 0, 1e-3))
    throw InvalidArgument("process = '" + process->name() + "': must be linear with scalar noise");
  return std::make_unique<LearnedScore>(std::move(model), std::move(process));
}

}  // namespace kolmo::score

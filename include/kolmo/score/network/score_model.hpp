#pragma once
// A network as a score: normalised inputs, what it predicts, at which noise it was trained.

#include <memory>

#include "kolmo/process/process.hpp"
#include "kolmo/process/score/score_field.hpp"
#include "kolmo/score/fields/field.hpp"
#include "kolmo/score/network/perceptron.hpp"
#include "kolmo/score/objectives/parametrisation.hpp"

namespace kolmo::score {

/// How τ = σ/√variance enters: ln τ; or the sines and cosines of ½π 2^k w, k = 0 … 3, w = ln(σ/σ_min)/
/// ln(σ_max/σ_min), which do not alias as those of σ itself would.
enum class Embedding { log_sigma, sinusoidal };

/// Of y = x + σz, x the data, in the units of the data's spread: u = (y − centre)/√variance and τ =
/// σ/√variance. Inputs are u/√(1 + τ²) and τ's embedding (ln τ, or its sines); the output is read as `output`
/// of u = x′ + τz.
struct ModelSpec {
  Eigen::ArrayXd centre;        ///< of the data, d numbers in its units
  double variance = 1;          ///< of the data, a coordinate, in units of x²
  double sigma_min, sigma_max;  ///< in units of x: outside of it the model refuses to answer
  Output output = Output::noise;
  Embedding embedding = Embedding::log_sigma;
  std::vector<Index> hidden = {64, 64};

  Index dimension() const { return centre.size(); }
  double spread() const;  ///< √variance
  NetworkShape shape() const;
  /// Throws InvalidArgument unless variance > 0 and 0 < sigma_min < sigma_max are finite, centre is finite
  /// and not empty, and every hidden layer has a unit.
  void validate() const;
  /// The centre and mean variance of the data (n×d, n ≥ 2).
  static ModelSpec around(const Points& data, double sigma_min, double sigma_max);
};

/// Writes the inputs of places u(i, ·) at noise tau(i) into the first rows.
template <class T>
void write_inputs(const ModelSpec& spec, const ConstBlock& u, const ConstValues& tau, Rows<T>& inputs);

/// s = scale·r + shift·u of the output r, all in units of the data's spread: r; −r/τ; (r − u)/τ²;
/// −(τu + r)/(τ(1 + τ²)): with α = 1 every parametrisation is affine in what it predicts.
struct AffineOutput {
  double scale, shift;
};
AffineOutput affine_output(Output output, double tau);

/// A trained network: s(σ, y) ≈ ∇log p_σ(y), p_σ the law of data + σz. Const and thread-safe.
class ScoreModel {
 public:
  /// parameters: as many as spec.shape() has, finite (else InvalidArgument).
  ScoreModel(ModelSpec spec, Eigen::VectorXd parameters);
  const ModelSpec& spec() const { return spec_; }
  const Eigen::VectorXd& parameters() const { return parameters_; }
  /// out(i, ·) = s(σ, y_i), in double precision. Throws InvalidArgument where σ is outside [sigma_min,
  /// sigma_max] by more than a relative 1e−9.
  void score(double sigma, const ConstBlock& y, Block out) const;
  /// The same with J(y_i) v_i, by forward mode.
  void jacobian_product(double sigma, const ConstBlock& y, const ConstBlock& v, Block out) const;
  void score_and_divergence(double sigma, const ConstBlock& y, Block out, Values divergence) const;

 private:
  void require_trained(double sigma) const;

  ModelSpec spec_;
  Eigen::VectorXd parameters_;
};

/// The model at one level of noise. Keeps the model alive.
std::unique_ptr<Field> field_at(std::shared_ptr<const ScoreModel> model, double sigma);

/// The model as the score of a linear process X_t = c + α(X_0 − c) + σZ: s_t(x) = s(σ/α, c + (x − c)/α)/α, a
/// ScoreField as any other. Throws InvalidArgument where dimensions differ or the process has no exact kernel
/// with scalar noise; a time whose σ/α the model was not trained for is refused when it is asked for.
std::unique_ptr<process::ScoreField> learned_score(std::shared_ptr<const ScoreModel> model,
                                                   std::shared_ptr<const process::Process> process);

}  // namespace kolmo::score

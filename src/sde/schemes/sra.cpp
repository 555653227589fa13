#include "kolmo/sde/schemes/sra.hpp"

#include <cmath>

#include "additive_noise.hpp"
#include "kolmo/process/structure/noise_of_time_alone.hpp"
#include "stage_step.hpp"

namespace kolmo::sde {
namespace {

constexpr std::size_t count = SraTable::stages;

/// One step; its blocks: f of each stage, a support, the matrix of a constant noise.
class Step : StageStep {
 public:
  Step(const SraTable& table, const process::Process& process, double t, double h, Block x,
       Increment& increment, Workspace& workspace)
      : StageStep(process, t, h, x, increment, workspace),
        table_(table),
        noise_(process, t, x, workspace, blocks),
        changes_(!process::is_additive(process.noise_kind())) {
    const bool scalar = process.noise_kind() == process::NoiseKind::scalar;
    for (std::size_t i = 0; i < count; ++i) {
      times_[i] = t + table.c1[i] * h;
      g_[i] = scalar ? process.diffusion(times_[i]) : 1;
    }
  }

  static constexpr Index blocks = count + 1;

  void stages() {
    process_.drift(t_ + table_.c0[0] * h_, x_, f(0));
    for (std::size_t i = 1; i < count; ++i) {
      if (!is_used(i)) continue;
      Block at = workspace_.block(count, x_.rows());
      sum_stages(x_, h_, table_.a0[i], i, drifts(), at);
      add_noise_and_area({}, table_.b0[i], at);
      process_.drift(t_ + table_.c0[i] * h_, at, f(i));
    }
  }

  void update() {
    add_stages(h_, table_.alpha, count, drifts(), x_);
    add_noise_and_area(table_.beta1, table_.beta2, x_);
  }

  void estimate(Block error) {
    error.setZero();
    add_noise_and_area({}, table_.beta2, error);
    add_drift_error(table_.alpha, workspace_.block(count, x_.rows()), error);
  }

 private:
  bool is_used(std::size_t i) const {
    bool used = table_.alpha[i] != 0;
    for (std::size_t j = i + 1; j < count; ++j) used = used || table_.a0[j][i] != 0;
    return used;
  }

  /// Σ_i w_i G(t + c1_i h), as a multiple of the matrix in noise_.
  double weighted(const SraTable::Row& w) const {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += w[i] * g_[i];
    return sum;
  }

  /// out += Σ_i G(t + c1_i h) (a_i ΔW + b_i ΔZ/h),   ΔZ/h = ½√h z + (√h/√12) u.
  void add_noise_and_area(const SraTable::Row& a, const SraTable::Row& b, Block out) {
    const double root_h = std::sqrt(h_), root_12 = std::sqrt(12.0);
    if (!changes_) {
      const double of_z = weighted(a), of_area = weighted(b);
      if (of_z == 0 && of_area == 0) return;
      noise_.add(root_h * (of_z + 0.5 * of_area), z_, root_h * of_area / root_12, u_, out);
      return;
    }
    SraTable::Row both;
    for (std::size_t i = 0; i < count; ++i) both[i] = a[i] + 0.5 * b[i];
    noise_.combine(process_, x_, times_, both);
    noise_.add(root_h, z_, out);
    noise_.combine(process_, x_, times_, b);
    noise_.add(root_h / root_12, u_, out);
  }

  const SraTable& table_;
  AdditiveNoise noise_;
  SraTable::Row g_, times_;
  bool changes_;  ///< a matrix that depends on time
};

Claim claim(const char* name, const char* source, double order_time, double drifts) {
  return {.name = name,
          .source = source,
          .orders = {{Sense::time, order_time},
                     {Sense::strong, Context::additive, 1.5},
                     {Sense::strong, Context::kinetic, 2},
                     {Sense::weak, Context::additive, 2}},
          .calculus = "Itô",
          .needs = "additive noise, with ΔZ",
          .evaluations_per_step = drifts};
}

}  // namespace

const SraTable sra1_table{.alpha = {1.0 / 3, 2.0 / 3, 0},
                          .c0 = {0, 0.75, 0},
                          .c1 = {1, 0, 0},
                          .beta1 = {1, 0, 0},
                          .beta2 = {-1, 1, 0},
                          .a0 = {{{0, 0, 0}, {0.75, 0, 0}, {0, 0, 0}}},
                          .b0 = {{{0, 0, 0}, {1.5, 0, 0}, {0, 0, 0}}}};

const SraTable sra2_table{.alpha = {1.0 / 3, 2.0 / 3, 0},
                          .c0 = {0, 0.75, 0},
                          .c1 = {1.0 / 3, 1, 0},
                          .beta1 = {0, 1, 0},
                          .beta2 = {1.5, -1.5, 0},
                          .a0 = {{{0, 0, 0}, {0.75, 0, 0}, {0, 0, 0}}},
                          .b0 = {{{0, 0, 0}, {1.5, 0, 0}, {0, 0, 0}}}};

const SraTable sra3_table{.alpha = {1.0 / 6, 1.0 / 6, 2.0 / 3},
                          .c0 = {0, 1, 0.5},
                          .c1 = {1, 0, 0},
                          .beta1 = {1, 0, 0},
                          .beta2 = {-1, 1, 0},
                          .a0 = {{{0, 0, 0}, {1, 0, 0}, {0.25, 0.25, 0}}},
                          .b0 = {{{0, 0, 0}, {0, 0, 0}, {1, 0.5, 0}}}};

Claim sra1_claim() { return claim("sra1", "Rößler 2010, SIAM J. Numer. Anal. 48, section 6.2, SRA1", 2, 2); }
Claim sra2_claim() { return claim("sra2", "Rößler 2010, SIAM J. Numer. Anal. 48, section 6.2, SRA2", 2, 2); }
Claim sra3_claim() { return claim("sra3", "Rößler 2010, SIAM J. Numer. Anal. 48, section 6.2, SRA3", 3, 3); }

bool Sra::can_step(const process::Process& process) const { return process::has_additive_noise(process); }

Index Sra::workspace_blocks(const process::Process& process) const {
  return Step::blocks + noise_blocks(process);
}

void Sra::step(const process::Process& process, double t, double h, Block x, Increment& increment,
               Workspace& workspace) const {
  take(Step(table_, process, t, h, x, increment, workspace));
}

void Sra::step_with_error(const process::Process& process, double t, double h, Block x, Increment& increment,
                          Workspace& workspace, Block error) const {
  take_with_error(Step(table_, process, t, h, x, increment, workspace), error);
}

}  // namespace kolmo::sde

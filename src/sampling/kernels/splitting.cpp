#include "kolmo/sampling/kernels/splitting.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::sampling {
namespace {

using Kind = Substep::Kind;

Claim splitting_claim(const char* name, const char* source) {
  return {
      .name = name, .source = source, .orders = {{Sense::stationary, 2}}, .needs = "the score; h in length"};
}

}  // namespace

Splitting::Splitting(std::vector<Substep> word, Claim claim)
    : word_(std::move(word)), claim_(std::move(claim)) {
  for (const auto& [kind, name] :
       {std::pair{Kind::kick, "kicks"}, {Kind::drift, "drifts"}, {Kind::friction, "frictions"}}) {
    double sum = 0;
    for (const Substep& one : word_) sum += one.kind == kind ? one.fraction : 0;
    require(std::abs(sum - 1) < 1e-12, std::string("fractions of ") + name, sum, "must sum to 1");
  }
}

Index Splitting::normals(Index d) const {
  Index frictions = 0;
  for (const Substep& one : word_) frictions += one.kind == Kind::friction;
  return frictions * d;
}

void Splitting::start(const Target& target, const KernelSettings&, ChainView chain) const {
  target.score(chain.x, chain.score);
}

double Splitting::noise_of(double friction_time) const { return std::sqrt(-std::expm1(-2 * friction_time)); }

void Splitting::step(const Target& target, const KernelSettings& settings, ChainView chain,
                     const Draws& draws, sde::Workspace&) const {
  const Index d = chain.x.cols();
  std::uint32_t drawn = 0;
  bool moved = false;
  for (const Substep& one : word_) {
    const double time = one.fraction * settings.step;
    switch (one.kind) {
      case Kind::kick:
        if (moved) target.score(chain.x, chain.score);
        moved = false;
        chain.momentum += time * chain.score;
        break;
      case Kind::drift:
        chain.x += time * chain.momentum;
        moved = true;
        break;
      case Kind::friction:
        chain.momentum *= std::exp(-settings.friction * time);
        draws.add_normals(noise_of(settings.friction * time), chain.momentum, drawn);
        drawn += static_cast<std::uint32_t>(d);
        break;
    }
  }
  // What is kept is what the next step's first kick needs, unless it drifts before that.
  const auto first =
      std::find_if(word_.begin(), word_.end(), [](const Substep& one) { return one.kind != Kind::friction; });
  if (moved && first->kind == Kind::kick) target.score(chain.x, chain.score);
}

std::vector<Substep> baoab_word() {
  return {{Kind::kick, 0.5}, {Kind::drift, 0.5}, {Kind::friction, 1}, {Kind::drift, 0.5}, {Kind::kick, 0.5}};
}

std::vector<Substep> obabo_word() {
  return {
      {Kind::friction, 0.5}, {Kind::kick, 0.5}, {Kind::drift, 1}, {Kind::kick, 0.5}, {Kind::friction, 0.5}};
}

std::vector<Substep> aboba_word() {
  return {{Kind::drift, 0.5}, {Kind::kick, 0.5}, {Kind::friction, 1}, {Kind::kick, 0.5}, {Kind::drift, 0.5}};
}

Claim baoab_claim() {
  return splitting_claim("baoab", "Leimkuhler and Matthews 2013, Appl. Math. Res. eXpress 2013, section 2");
}

Claim obabo_claim() { return splitting_claim("obabo", "Bussi and Parrinello 2007, Phys. Rev. E 75, 056707"); }

Claim aboba_claim() {
  return splitting_claim("aboba", "Leimkuhler and Matthews 2013, Appl. Math. Res. eXpress 2013, section 2");
}

}  // namespace kolmo::sampling

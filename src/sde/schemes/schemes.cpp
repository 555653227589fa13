#include "kolmo/sde/schemes/schemes.hpp"

#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/sde/schemes/baoab.hpp"
#include "kolmo/sde/schemes/drift_heun.hpp"
#include "kolmo/sde/schemes/drift_implicit.hpp"
#include "kolmo/sde/schemes/euler_maruyama.hpp"
#include "kolmo/sde/schemes/exact_linear.hpp"
#include "kolmo/sde/schemes/exponential_euler.hpp"
#include "kolmo/sde/schemes/implicit_sra.hpp"
#include "kolmo/sde/schemes/leimkuhler_matthews.hpp"
#include "kolmo/sde/schemes/milstein.hpp"
#include "kolmo/sde/schemes/milstein_derivative_free.hpp"
#include "kolmo/sde/schemes/obabo.hpp"
#include "kolmo/sde/schemes/platen.hpp"
#include "kolmo/sde/schemes/quicsort.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "kolmo/sde/schemes/sra.hpp"
#include "kolmo/sde/schemes/stochastic_heun.hpp"
#include "kolmo/sde/schemes/stochastic_runge_kutta.hpp"
#include "kolmo/sde/schemes/tamed_euler.hpp"
#include "kolmo/sde/schemes/weak_srk.hpp"

namespace kolmo::sde {

double SdeScheme::first_half_share(const process::Process& process, Index, double begin, double middle,
                                   double end) const {
  if (process.noise_kind() != process::NoiseKind::scalar || path_detail(process) != PathDetail::increment) {
    return (middle - begin) / (end - begin);
  }
  const double v1 = process.noise_variance(begin, middle), v2 = process.noise_variance(middle, end);
  return v1 + v2 > 0 ? v1 / (v1 + v2) : 0.5;
}

void SdeScheme::step_with_error(const process::Process&, double, double, Block, Increment&, Workspace&,
                                Block) const {
  throw InvalidArgument("scheme = '" + claim().name + "': must have an embedded estimate of its error");
}

namespace {

/// The one instance of a scheme that has no parameters.
template <class Scheme>
const SdeScheme* one() {
  static const Scheme scheme;
  return &scheme;
}

}  // namespace

Catalogue<const SdeScheme*>& scheme_catalogue() {
  static const Sra sra1(sra1_table, sra1_claim()), sra2(sra2_table, sra2_claim()),
      sra3(sra3_table, sra3_claim());
  static const StochasticRungeKutta sri1w1(sri1w1_table, sri1w1_claim());
  static const WeakSrk dri1(dri1_table(), WeakNoise::gaussian, dri1_claim());
  static const WeakSrk ri6(ri6_table(), WeakNoise::three_point, ri6_claim());
  static const DriftImplicit drift_implicit_euler(1, drift_implicit_euler_claim());
  static const DriftImplicit drift_implicit_trapezoid(0.5, drift_implicit_trapezoid_claim());
  static Catalogue<const SdeScheme*> all("scheme", [](const SdeScheme* each) { return each->claim().name; },
                                         {one<EulerMaruyama>(),
                                          one<DriftHeun>(),
                                          one<Milstein>(),
                                          one<MilsteinDerivativeFree>(),
                                          one<StochasticHeun>(),
                                          one<Platen>(),
                                          &sra1,
                                          &sra2,
                                          &sra3,
                                          &sri1w1,
                                          &dri1,
                                          &ri6,
                                          one<TamedEuler>(),
                                          &drift_implicit_euler,
                                          &drift_implicit_trapezoid,
                                          one<ImplicitSra>(),
                                          one<ExponentialEuler>(),
                                          one<ExactLinear>(),
                                          one<LeimkuhlerMatthews>(),
                                          one<Baoab>(),
                                          one<Obabo>(),
                                          one<Quicsort>()});
  return all;
}

const std::vector<const SdeScheme*>& schemes() { return scheme_catalogue().all(); }

const SdeScheme& scheme(std::string_view name) { return *scheme_catalogue().find(name); }

}  // namespace kolmo::sde

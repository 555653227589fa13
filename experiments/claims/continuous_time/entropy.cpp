// Entropy, relative entropy and Fisher information along a diffusion.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

double entropy_at(const process::Process& process, double t) {
  return density::entropy(process::marginal(process, two_wells(), t));
}

double information_at(const process::Process& process, double t) {
  return density::fisher_information(process::marginal(process, two_wells(), t))(0, 0);
}

double entropy_rate(const process::Process& process, double t) {
  return difference([&](double s) { return entropy_at(process, s); }, t);
}

/// E[∇·b] + ½g² I of the reverse process at the time where the law is p_t.
double reverse_entropy_rate(double t) {
  const double final_time = 4;
  const auto forward = steady_vp(final_time);
  const process::ReverseProcess reverse(
      forward, std::make_shared<process::MarginalScore>(forward, two_wells()), final_time);
  const density::GaussianMixture law = process::marginal(*forward, two_wells(), t);
  const double divergence = density::expectation(
      law, [&](const ConstBlock& x, Values out) { reverse.drift_divergence(final_time - t, x, out); });
  return divergence + 0.5 * density::fisher_information(law)(0, 0);
}

Check reverse_falls() {
  return value_check(-entropy_rate(*steady_vp(4), 0.4), reverse_entropy_rate(0.4), 1e-7,
                     "-dH/dt where H rises: the reverse process lowers H");
}

Check reverse_rises() {
  return beside(0, value_check(-entropy_rate(*steady_vp(4), 1.4), reverse_entropy_rate(1.4), 1e-7,
                               "-dH/dt where H falls: the reverse process raises H"));
}

void add_entropy_laws(Rows& rows) {
  rows.add("C5-09", "rate", [] {
    const auto process = steady_vp(4);
    return beside(0.5, value_check(-0.5 + 0.5 * information_at(*process, 0.5), entropy_rate(*process, 0.5),
                                   1e-8, "E div f + g^2 I/2 at t = 1/2, beside E g^2/2"));
  });
  rows.add("C5-09", "gain", [] {
    return beside(0.5, value_check(1.6978121520640093 - 1.3365703127233317,
                                   entropy_at(*steady_vp(4), 1) - entropy_at(*steady_vp(4), 0), 1e-9,
                                   "H(1) - H(0), another program, beside t/2"));
  });
  rows.add("C5-10", "above_the_end", [] {
    return beside(1.4189385332046727, value_check(1.7097951347622027, entropy_at(*steady_vp(4), 0.8), 1e-9,
                                                  "H(0.8), another program, beside H of N(0, 1), its bound"));
  });
  rows.add("C5-10", "falls", [] {
    const auto process = steady_vp(4);
    return beside(0, value_check(-0.5 + 0.5 * information_at(*process, 1.5), entropy_rate(*process, 1.5),
                                 1e-8, "dH/dt at t = 1.5 is negative, beside 0, its lower bound"));
  });
  rows.add("C5-11", "where_entropy_rises", reverse_falls);
  rows.add("C5-11", "where_entropy_falls", reverse_rises);
}

/// dKL(p_t‖N(0, 1))/dt under VP at t = 0.1.
double divergence_rate() {
  return difference(
      [](double t) { return divergence_from_normal(process::marginal(*vp(), two_wells(), t), 1); }, 0.1);
}

/// KL to rest of OU with θ = σ = 1 (rest N(0, ½)) from N(5, ¼).
Check kinetic_rate() {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const auto law = [&](double t) { return process::marginal(process, density::gaussian_1d(5, 0.5), t); };
  const double rate = difference([&](double t) { return divergence_from_normal(law(t), 0.5); }, 1);
  const double information = relative_information(law(1), 0.5);
  return beside(-information, value_check(-0.5 * information, rate, 1e-7, "-g^2 I(p|p_rest)/2, g = 1"));
}

/// W2 between N(3, ¼) and its law at two times of dX = −X dt + √2 dW, along the way and straight.
Check not_a_geodesic() {
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  const auto law = [&](double t) { return process::marginal(process, density::gaussian_1d(3, 0.5), t); };
  const auto distance = [&](double s, double t) {
    return std::sqrt(transport::gaussian_w2_squared(law(s).mean(), law(s).covariance(), law(t).mean(),
                                                    law(t).covariance()));
  };
  const auto length = [&](double s, double t) {
    return std::hypot(3 * (std::exp(-s) - std::exp(-t)),
                      std::sqrt(1 - 0.75 * std::exp(-2 * s)) - std::sqrt(1 - 0.75 * std::exp(-2 * t)));
  };
  return beside(distance(0, 2),
                value_check(length(0, 0.5) + length(0.5, 2), distance(0, 0.5) + distance(0.5, 2), 1e-10,
                            "the way by p_(1/2) is longer than that from p_0 to p_2"));
}

void add_divergence_laws(Rows& rows) {
  rows.add("C5-61", "rate", kinetic_rate);
  rows.add("C5-88", "rate", [] {
    return beside(-4.91950944095644,
                  value_check(-5.14088736579948, divergence_rate(), 1e-7,
                              "-g^2 I(p|N)/2 of VP at t = 0.1, another program, beside -I"));
  });
  rows.add("C5-88", "length", not_a_geodesic);
  rows.add("C5-44", "preserving_on_its_clock", [] {
    const auto law = [](double tau) {
      return process::marginal(*vp(), two_wells(), vp()->schedule().integral_inverse(2 * tau));
    };
    const double tau = 0.5 * vp()->schedule().integral(0, 0.1);
    return value_check(-relative_information(law(tau), 1),
                       difference([&](double s) { return divergence_from_normal(law(s), 1); }, tau), 1e-6,
                       "dKL/dtau = -I(p|N), dtau = beta dt/2");
  });
  rows.add("C5-44", "preserving_in_time", [] {
    const double information = relative_information(process::marginal(*vp(), two_wells(), 0.1), 1);
    return beside(-information, value_check(-0.5 * 2.09 * information, divergence_rate(), 1e-6,
                                            "in t itself the rate has the factor beta/2"));
  });
  rows.add("C5-44", "exploding_on_its_clock", [] {
    const process::VarianceExploding ve(0.01, 50, 1, 1);
    const auto law = [&](double tau) {
      return process::marginal(ve, two_wells(), ve.clock_inverse(2 * tau));
    };
    return value_check(density::fisher_information(law(0.5))(0, 0),
                       difference([&](double s) { return density::entropy(law(s)); }, 0.5), 1e-7,
                       "dH/dtau = I(p), dtau = g^2 dt/2");
  });
}

/// Two wells in the plane: 0.4 N((−3/2, 0), ½) + 0.6 N((3/2, 0), ½).
density::GaussianMixture plane_wells() {
  Points means(2, 2);
  means << -1.5, 0, 1.5, 0;
  const Eigen::MatrixXd half = 0.5 * Eigen::MatrixXd::Identity(2, 2);
  return {Eigen::Array2d(0.4, 0.6), means, density::Covariances::full({half, half})};
}

void add_information(Rows& rows) {
  rows.add("C5-45", "preserving", [] {
    const auto information = [](double t) {
      return density::fisher_information(process::marginal(*vp(2), plane_wells(), t)).trace();
    };
    double least = information(0.05);
    for (int k = 2; k <= 10; ++k) least = std::min(least, information(0.05 * k));
    return beside(least,
                  value_check(2, information(1), 0.01,
                              "I at T, that of N(0, I), beside the least before, above which it may not be"));
  });
  rows.add("C5-45", "relative", [] {
    const auto law = [](double t) { return process::marginal(*vp(), two_wells(), t); };
    double largest_rise = -1;
    for (int k = 0; k < 20; ++k)
      largest_rise = std::max(largest_rise, relative_information(law(0.05 * (k + 1)), 1) -
                                                relative_information(law(0.05 * k), 1));
    return value_check(0, std::max(0.0, largest_rise), 1e-12, "I(p|N) never rises");
  });
  rows.add("C5-45", "exploding", [] {
    const process::VarianceExploding ve(0.01, 50, 1, 1);
    return value_check(1, information_at(ve, 0.9) < information_at(ve, 0.6) ? 1 : 0, 0.5,
                       "I falls under VE: the score is a martingale backwards");
  });
}

}  // namespace

void add_entropy(Rows& rows) {
  add_entropy_laws(rows);
  add_divergence_laws(rows);
  add_information(rows);
}

}  // namespace kolmo::claims::continuous_time

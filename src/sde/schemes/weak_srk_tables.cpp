// The tables of RI6 and DRI1, with their claims.

#include <cmath>

#include "kolmo/sde/schemes/weak_srk.hpp"

namespace kolmo::sde {
namespace {

/// The entries of DRI1's b1 and b2.
struct Dri1Roots {
  double b1 = 3 * std::sqrt(38.0 / 491);
  double b2_first = 214.0 / 513 * std::sqrt(1105.0 / 991);
  double b2_later = 491.0 / 513 * std::sqrt(221.0 / 4955);
  double beta2 = std::sqrt(491.0 / 38) / 6;
  double beta4 = std::sqrt(4955.0 / 221) / 8;
};

Claim claim(const char* name, const char* source, double order_time, double drifts) {
  return {.name = name,
          .source = source,
          .orders = {{Sense::time, order_time},
                     {Sense::weak, Context::general, 2},
                     {Sense::weak, Context::additive, 2}},
          .calculus = "Itô",
          .needs = "any noise",
          .evaluations_per_step = drifts};
}

}  // namespace

WeakSrkTable ri6_table() {
  return {.alpha = {0.5, 0.5, 0},
          .c0 = {0, 1, 0},
          .c1 = {0, 1, 1},
          .beta1 = {0.5, 0.25, 0.25},
          .beta2 = {0, 0.5, -0.5},
          .beta3 = {-0.5, 0.25, 0.25},
          .beta4 = {0, 0.5, -0.5},
          .a0 = {{{0, 0, 0}, {1, 0, 0}, {0, 0, 0}}},
          .b0 = {{{0, 0, 0}, {1, 0, 0}, {0, 0, 0}}},
          .a1 = {{{0, 0, 0}, {1, 0, 0}, {1, 0, 0}}},
          .b1 = {{{0, 0, 0}, {1, 0, 0}, {-1, 0, 0}}},
          .b2 = {{{0, 0, 0}, {1, 0, 0}, {-1, 0, 0}}}};
}

WeakSrkTable dri1_table() {
  const Dri1Roots r;
  const double c1 = 342.0 / 491, root_6 = std::sqrt(6.0);
  return {.alpha = {1.0 / 6, 2.0 / 3, 1.0 / 6},
          .c0 = {0, 0.5, 1},
          .c1 = {0, c1, c1},
          .beta1 = {193.0 / 684, 491.0 / 1368, 491.0 / 1368},
          .beta2 = {0, r.beta2, -r.beta2},
          .beta3 = {-4955.0 / 7072, 4955.0 / 14144, 4955.0 / 14144},
          .beta4 = {0, -r.beta4, r.beta4},
          .a0 = {{{0, 0, 0}, {0.5, 0, 0}, {-1, 2, 0}}},
          .b0 = {{{0, 0, 0}, {(6 - root_6) / 10, 0, 0}, {(3 + 2 * root_6) / 5, 0, 0}}},
          .a1 = {{{0, 0, 0}, {c1, 0, 0}, {c1, 0, 0}}},
          .b1 = {{{0, 0, 0}, {r.b1, 0, 0}, {-r.b1, 0, 0}}},
          .b2 = {{{0, 0, 0}, {-r.b2_first, -r.b2_later, -r.b2_later}, {r.b2_first, r.b2_later, r.b2_later}}}};
}

Claim dri1_claim() {
  return claim("dri1", "Debrabant and Rößler 2009, Appl. Numer. Math. 59, DRI1, Gaussian variables", 3, 3);
}

Claim ri6_claim() {
  return claim("ri6", "Rößler 2009, SIAM J. Numer. Anal. 47, RI6, three-point variables", 2, 2);
}

}  // namespace kolmo::sde

#pragma once
// Sums of e^{…} over the rows and the columns of a matrix of costs, by vector kernels chosen at run time.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::transport {

/// `rows`×`columns` costs from c on, columns `stride` apart; all of them times `factor` (−1/ε).
struct CostBlock {
  const double* c;
  Index rows, columns, stride;
  double factor;
};

/// out_i = Σ_j e^{v_j + factor c_ij − shift_i}, in the order of j.
void exp_over_columns(const CostBlock& cost, const double* v, const double* shift, double* out);
/// out_i = max_j (v_j + factor c_ij).
void max_over_columns(const CostBlock& cost, const double* v, double* out);
/// Σ_i e^{u_i + factor c_i − shift} of the column that `cost` is (columns = 1).
double exp_over_rows(const CostBlock& cost, const double* u, double shift);
/// max_i (u_i + factor c_i).
double max_over_rows(const CostBlock& cost, const double* u);

}  // namespace kolmo::transport

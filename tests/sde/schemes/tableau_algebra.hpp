#pragma once
// Vectors and matrices of coefficients.

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace kolmo::sde::test {

template <std::size_t n>
double dot(const std::array<double, n>& a, const std::array<double, n>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

template <std::size_t rows, std::size_t columns>
std::array<double, rows> times(const std::array<std::array<double, columns>, rows>& matrix,
                               const std::array<double, columns>& v) {
  std::array<double, rows> out{};
  for (std::size_t i = 0; i < rows; ++i) out[i] = dot(matrix[i], v);
  return out;
}

/// The elementwise product.
template <std::size_t n>
std::array<double, n> product(std::array<double, n> a, const std::array<double, n>& b) {
  for (std::size_t i = 0; i < n; ++i) a[i] *= b[i];
  return a;
}

template <std::size_t n>
std::array<double, n> square(const std::array<double, n>& v) {
  return product(v, v);
}

inline double largest(const std::vector<double>& defects) {
  double worst = 0;
  for (double defect : defects) worst = std::max(worst, std::abs(defect));
  return worst;
}

/// Every number of the vectors and matrices that is not zero.
template <class... Parts>
std::vector<double*> nonzero(Parts&... parts) {
  std::vector<double*> all;
  const auto add = [&](auto& self, auto& part) -> void {
    for (auto& entry : part) {
      if constexpr (std::is_same_v<std::decay_t<decltype(entry)>, double>) {
        if (entry != 0) all.push_back(&entry);
      } else {
        self(self, entry);
      }
    }
  };
  (add(add, parts), ...);
  return all;
}

/// Each of the coefficients 1 % off in turn: `visit(index)`.
template <class Visit>
void for_each_change(const std::vector<double*>& coefficients, Visit visit) {
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    const double right = *coefficients[k];
    *coefficients[k] = 1.01 * right;
    visit(k);
    *coefficients[k] = right;
  }
}

}  // namespace kolmo::sde::test

#pragma once
// Ordinary problems of somebody else, from a number: nothing is said about steps, cells or particles.

#include <cmath>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace kolmo::four_roads::test {

/// Settings of [problem.NAME] as "KEY=VALUE", relative to it.
using Settings = std::vector<std::string>;

namespace detail {

/// Uniform in [a, b), with three digits, the same everywhere (std::uniform_real_distribution is not).
class Dice {
 public:
  explicit Dice(unsigned number) : engine_(number) { engine_.discard(16); }
  double between(double a, double b) {
    return std::round(1e3 * (a + (b - a) * engine_() / 4294967296.0)) / 1e3;
  }
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

 private:
  std::mt19937 engine_;
};

/// A confining potential at T = 1 with barriers of a few T, and about how far its law reaches.
struct Well {
  std::string text;
  double reach;
};

inline Well well(Dice& dice) {
  std::ostringstream v;
  switch (dice.below(6)) {
    case 0: {  // stiff or soft, off centre
      const double k = dice.between(0.2, 8), m = dice.between(-1.5, 1.5);
      v << k << "/2*(x-(" << m << "))^2";
      return {v.str(), std::abs(m) + 2 / std::sqrt(k)};
    }
    case 1: {  // two wells with a tilt
      const double b = dice.between(0.5, 5), w = dice.between(0.6, 1.8), f = dice.between(-0.7, 0.7);
      v << b << "*((x/" << w << ")^2-1)^2+(" << f << ")*x";
      return {v.str(), 1.3 * w};
    }
    case 2: {  // tails like |x|
      const double k = dice.between(1, 4);
      v << k << "*sqrt(1+x^2)";
      return {v.str(), 1 + 2 / k};
    }
    case 3: {  // superlinear drift
      const double a = dice.between(0.05, 0.6), b = dice.between(0, 1.2);
      v << a << "*x^6-" << b << "*x^2";
      return {v.str(), 1.6 * std::pow(a, -1.0 / 6)};
    }
    case 4: {  // a rippled bowl
      const double a = dice.between(0.2, 1.5), b = dice.between(0.1, 1.2), k = dice.between(1.5, 5);
      v << a << "*x^2+" << b << "*sin(" << k << "*x)";
      return {v.str(), 1.5 / std::sqrt(a)};
    }
    default: {  // exponential walls
      const double a = dice.between(0.2, 2);
      v << a << "*cosh(x)+0.3*x";
      return {v.str(), 2 / std::sqrt(a)};
    }
  }
}

inline std::string initial(Dice& dice, double centre, double reach, Settings& settings) {
  const int count = 1 + dice.below(3);
  std::ostringstream weights, means, deviations;
  double left = 1;
  for (int i = 0; i < count; ++i) {
    const double weight = i + 1 == count ? left : std::round(1e3 * left * dice.between(0.3, 0.7)) / 1e3;
    left -= weight;
    const char* comma = i == 0 ? "" : ",";
    weights << comma << weight;
    means << comma << '[' << centre + reach * dice.between(-1, 1) << ']';
    deviations << comma << reach * dice.between(0.1, 0.5);
  }
  settings.push_back("initial.weights=[" + weights.str() + "]");
  settings.push_back("initial.means=[" + means.str() + "]");
  settings.push_back("initial.deviations=[" + deviations.str() + "]");
  return "";
}

inline std::string times(double end) {
  std::ostringstream text;
  text.precision(3);
  text << '[' << 0.1 * end << ',' << 0.4 * end << ',' << end << ']';
  return text.str();
}

}  // namespace detail

/// Problem `number`: a well (four of five) or a linear process.
inline Settings ordinary_problem(unsigned number) {
  detail::Dice dice(number);
  Settings settings;
  if (dice.below(5) == 0) {
    const double theta = dice.between(0.3, 3), sigma = dice.between(0.4, 1.8), mean = dice.between(-2, 2);
    std::ostringstream text;
    text << theta;
    settings = {"process.type=\"ornstein_uhlenbeck\"", "process.theta=" + text.str()};
    text.str("");
    text << sigma;
    settings.push_back("process.sigma=" + text.str());
    text.str("");
    text << "process.mean=[" << mean << ']';
    settings.push_back(text.str());
    detail::initial(dice, mean, 2 * sigma / std::sqrt(2 * theta), settings);
    settings.push_back("times=" + detail::times(dice.between(0.3, 3) / theta));
    return settings;
  }
  const detail::Well well = detail::well(dice);
  settings = {"process.type=\"langevin\"", "process.potential=\"" + well.text + "\""};
  detail::initial(dice, 0, well.reach, settings);
  settings.push_back("times=" + detail::times(dice.between(0.1, 1) * well.reach * well.reach));
  return settings;
}

}  // namespace kolmo::four_roads::test

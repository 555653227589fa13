#pragma once
// What a method says about itself, as data: tests and catalogues iterate over it.

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace kolmo {

/// What an order is an order of.
enum class Sense {
  time,       ///< in the time step (deterministic methods; SDE schemes: with g = 0)
  space,      ///< in the cell width or node spacing
  strong,     ///< E sup |X̂ − X| in the time step
  weak,       ///< E φ(X̂) − E φ(X) in the time step
  stationary  ///< weak, of the stationary law
};

/// Where an order holds. Of SDE schemes: the class of the noise (general contains commutative, which contains
/// additive; kinetic: noise drives momenta alone and positions are their integrals, as in underdamped
/// Langevin dynamics). Of time steppers on grids: the operator (one axis, several axes, mixed derivatives).
enum class Context { any, general, commutative, additive, kinetic, line, axes, mixed };

struct Order {
  Order(Sense sense_, Context context_, double value_) : sense(sense_), context(context_), value(value_) {}
  Order(Sense sense_, double value_) : Order(sense_, Context::any, value_) {}
  Sense sense;
  Context context;
  double value;  ///< infinity says exact
};

/// The orders that a method claims, at most one a sense and context. What is not in the list is not claimed.
class Orders {
 public:
  Orders() = default;
  Orders(std::initializer_list<Order> orders) {
    for (const Order& order : orders) set(order.sense, order.context, order.value);
  }

  /// The order in this very context, or else the one that holds in any; none if neither is claimed. An order
  /// of another context is never taken: a method on several axes cannot be given the line's.
  std::optional<double> of(Sense sense, Context context = Context::any) const {
    std::optional<double> everywhere;
    for (const Order& order : orders_) {
      if (order.sense != sense) continue;
      if (order.context == context) return order.value;
      if (order.context == Context::any) everywhere = order.value;
    }
    return everywhere;
  }
  /// Claims `value` there; nothing where it is empty.
  void set(Sense sense, Context context, std::optional<double> value) {
    std::erase_if(orders_, [&](const Order& o) { return o.sense == sense && o.context == context; });
    if (value) orders_.emplace_back(sense, context, *value);
  }
  void set(Sense sense, std::optional<double> value) { set(sense, Context::any, value); }
  /// Adds `change` to every claimed order of this sense, or to that of one context.
  void shift(Sense sense, double change) {
    for (Order& order : orders_)
      if (order.sense == sense) order.value += change;
  }
  void shift(Sense sense, Context context, double change) {
    for (Order& order : orders_)
      if (order.sense == sense && order.context == context) order.value += change;
  }

  auto begin() const { return orders_.begin(); }
  auto end() const { return orders_.end(); }
  auto begin() { return orders_.begin(); }
  auto end() { return orders_.end(); }

 private:
  std::vector<Order> orders_;
};

/// Orders that a method claims. A claim that is too low is as wrong as one too high.
struct Claim {
  std::string name;    ///< as chosen in a configuration: "euler_maruyama"
  std::string source;  ///< author, year, equation
  Orders orders = {};
  std::string calculus = {};        ///< "Itô" or "Stratonovich" for SDE schemes
  std::string needs = {};           ///< what it needs of the noise or the operator
  double evaluations_per_step = 1;  ///< drift (or right-hand side, or solve) evaluations a step

  /// `orders.of(sense, context)`.
  std::optional<double> order(Sense sense, Context context = Context::any) const {
    return orders.of(sense, context);
  }
};

}  // namespace kolmo

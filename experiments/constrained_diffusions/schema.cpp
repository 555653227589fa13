#include "constrained_diffusions/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::constrained_diffusions {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "", "The parts to run; all of them if not given: sphere, interval, ball, bounded."),
      particles("ensemble.particles", "131072", "Particles of each ensemble.", {4096, 1e8}, 16),
      count("sphere.dimension", "3", "d: the sphere |x| = R in R^d.", {2, 20}),
      number("sphere.radius", "1", "length", "R.", positive),
      number("sphere.noise", "1", "length/time^(1/2)", "sigma: the generator is sigma^2/2 times Laplace's.",
             positive),
      number(
          "sphere.concentration", "2", "1",
          "kappa of the law of von Mises and Fisher, exp(kappa cos theta). With less than 0.1 the error of "
          "first order, of the size of kappa^3, is beside that of second.",
          {0.1, 50}),
      number("interval.lower", "0", "length", "The lower wall."),
      number("interval.upper", "1", "length", "The upper wall, above the lower one."),
      number("interval.noise", "1", "length/time^(1/2)", "g of dX = f(X) dt + g dW between the walls.",
             positive),
      text("interval.drift", "\"1 - 3*x + sin(4*x)\"", "f(x), in length/time."),
      number("interval.start", "", "length",
             "Where paths without drift begin; three tenths of the way from the lower wall if not given."),
      count("ball.dimension", "2", "d: the ball |x| <= R in R^d.", {2, 10}),
      number("ball.radius", "1", "length", "R.", positive),
      number("ball.noise", "1", "length/time^(1/2)", "g of dX = g dW in the ball.", positive),
      number("bounded.rate", "1", "1/time", "beta of dX = -beta/2 (X - l tanh(X/l)) dt + sqrt(beta) l dW.",
             positive),
      number("bounded.limit", "1", "length", "l: the drift is said to keep paths in [-l, l].", positive),
  };
}

}  // namespace kolmo::constrained_diffusions

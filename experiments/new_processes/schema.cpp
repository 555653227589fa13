#include "new_processes/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::new_processes {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "", "The parts to run; all of them if not given: graph, noise, clocks, bridges."),
      particles("ensemble.particles", "131072", "Particles of each ensemble.", {4096, 1e8}, 16),
      count("graph.vertices", "60", "Vertices of the random graph.", {4, 1000}),
      number("graph.degree", "4", "1", "Edges at a vertex of it, in the mean.", {2, 50}),
      number("graph.spread", "1.5", "1", "Standard deviation of its potential, over T.", {0, 10}),
      text("noise.drift", "\"-x\"", "f(x) of dX = f(X) dt + g(X) dW, which comes to rest."),
      text("noise.amplitude", "\"1 + 0.4*sin(2*x)\"", "g(x), positive."),
      number("noise.lower", "-7", "length", "Beyond this place the law at rest is nothing."),
      number("noise.upper", "7", "length", "Nor beyond this one."),
      number("noise.time", "12", "time",
             "By then the start is forgotten: what it leaves in the moments is looked at.", positive),
      number("bridge.start", "-0.5", "length", "Where bridges begin.", {}),
      number("bridge.point", "1", "length", "Where those to a point end.", {}),
      numbers("bridge.weights", "[0.4, 0.6]", "1", "Weights of the law at the other end.", positive),
      numbers("bridge.means", "[-1.5, 1.2]", "length", "Its means."),
      numbers("bridge.deviations", "[0.3, 0.5]", "length", "Its standard deviations.", positive),
      number("bridge.noise", "1", "length/time^(1/2)", "sigma of dX = -r X dt + sigma dW.", positive),
      number("bridge.rate", "1.5", "1/time", "r; Brownian bridges have none.", positive),
      number("bridge.time", "1", "time", "From end to end.", positive),
  };
}

}  // namespace kolmo::new_processes

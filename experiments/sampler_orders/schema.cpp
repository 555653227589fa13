#include "sampler_orders/schema.hpp"

#include "frame/problem/given_model.hpp"
#include "kolmo/io/keys.hpp"
#include "sampler_orders/budgets.hpp"

namespace kolmo::sampler_orders {

using namespace io::keys;

namespace {

io::Schema run_keys() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: orders, grids, processes, start_and_end, "
            "step_to_data, "
            "stochastic, "
            "evaluations, steppers, grid_score, budgets, switching, held_out, and learned where "
            "process.score is given."),
      count("orders.coarsest_steps", "160", "Steps of the coarsest runs of orders.", {20, 1e5}),
      steps(
          "orders.finest_steps", "1280",
          "Steps of the finest runs of orders: at least 4 times the coarsest, which are doubled up to here.",
          {80, 1e6}, 640),
      increasing("budgets.evaluations", "", "1", "Budgets of evaluations of the score, increasing.",
                 {3, 1e5}),
      text("budgets.process", "\"variance_preserving\"",
           "The process of parts budgets and held_out: the first two with beta from 0.1 to 20, quadratic "
           "from t = 0.95; cosine from t = 0.98; sigma from 0.01 to 50; polynomial (rho = 7, 0.002 to 80) "
           "from t "
           "= 0.93: churn steps back.",
           names_of(named_processes())),
      count("budgets.particles", "1024",
            "Particles of samplers that add noise, whose noise is stratified: a power of two.",
            {64, 1 << 20}),
  };
}

io::Schema data_keys() {
  return {
      numbers("data.weights", "", "1", "Weights of the mixture of part budgets; they sum to 1.",
              positive_up_to(1)),
      numbers("data.means", "", "1", "Mean of each component.", {-1e6, 1e6}),
      numbers("data.deviations", "", "1", "Standard deviation of each component.", positive_up_to(1e6)),
      file("data.file",
           "A CSV file whose points, shifted and scaled to mean 0 and deviation 1, are the data of part "
           "budgets, "
           "instead of the mixture."),
      text("data.column", "", "The column of the file; its only one if not given."),
      number("data.bandwidth", "0.2", "1", "Deviation of the Gaussian kernel on each point of the file.",
             positive_up_to(1e3)),
      file("held_out.file",
           "A CSV file of any number of columns, each shifted and scaled to mean 0 and deviation 1, of part "
           "held_out: a random half is learnt, the other held out."),
      number("held_out.bandwidth", "0.2", "1", "Deviation of the kernel on each point that is learnt.",
             positive_up_to(1e3)),
      particles("held_out.samples", "4096", "Samples of each sampler of part held_out.", {64, 1e6}, 512),
      number("budgets.t_min", "0.001", "1",
             "Time in (0, 1) where samplers of part budgets end, of the process on [0, 1].", {1e-8, 0.5}),
  };
}

}  // namespace

io::Schema schema() {
  io::Schema all = run_keys();
  for (const io::Schema& more :
       {data_keys(), frame::model_keys("", "on whose score part learned runs the samplers without noise")})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace kolmo::sampler_orders

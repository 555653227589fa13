#include "learned_score/schema.hpp"

#include "frame/problem/given_model.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/score/data/point_sets.hpp"

namespace kolmo::learned_score {

using namespace io::keys;

io::Schema schema() {
  io::Schema all = {
      texts(
          "run.parts", "",
          "The parts to run: training, mixture, points, old_faithful, and file where data.file is given; all "
          "of them if not given."),
      steps("training.steps", "30000", "Steps of Adam.", {100, 1e8}, 100),
      count("training.batch", "512", "Points of a step.", {16, 65536}),
      number("training.rate", "3e-3", "1", "Rate of Adam at the first step.", positive),
      number("noise.least", "0.1", "1",
             "Least noise that is learned, where every sampler ends; data have the "
             "deviation 1, but the mixture and point sets.",
             {1e-3, 10}),
      number(
          "noise.most", "3.3", "1",
          "Noise where samplers start. Learned is 1.5 times as much, as samplers that add noise step back.",
          {0.1, 1e4}),
      particles("sampled.particles", "2000", "Points that each method draws.", {200, 20000}),
      count("sampled.steps", "40", "Steps of each sampler.", {5, 10000}),
      file("old_faithful.file", "Eruptions of Old Faithful, for the part of that name."),
      text("points.set", "\"swiss_roll\"", "The point set of part points.", names_of(score::point_sets())),
      number("points.bandwidth", "0.05", "1", "Of the kernel on its points.", positive),
      file("data.file", "A CSV file of points, standardised, for the part file."),
      texts("data.columns", "", "Its columns; all of them if not given."),
      number("data.bandwidth", "0.2", "1", "Of the kernel on its points, in their deviations.", positive),
  };
  const io::Schema model =
      frame::model_keys("", "whose network is judged in place of one that is trained here");
  all.insert(all.end(), model.begin(), model.end());
  return all;
}

}  // namespace kolmo::learned_score

#include "constrained_diffusions/interval_law.hpp"
#include "constrained_diffusions/parts.hpp"
#include "constrained_diffusions/schema.hpp"
#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::constrained_diffusions {

Eigen::VectorXd at_nodes(const Eigen::ArrayXd& nodes, const std::function<double(double)>& f) {
  Eigen::VectorXd values(nodes.size());
  for (Index i = 0; i < nodes.size(); ++i) values(i) = f(nodes(i));
  return values;
}

std::vector<double> counted(Index n) {
  std::vector<double> numbers;
  for (Index i = 0; i < n; ++i) numbers.push_back(static_cast<double>(i));
  return numbers;
}

namespace {

/// What is said of a key whose square, or the square of what it is over another, is no number.
void require_square(const io::Configuration& configuration, const std::string& key, double value,
                    const std::string& over = "") {
  if (!std::isnormal(value * value))
    throw configuration.error_at(key,
                                 "its square" + (over.empty() ? "" : " over that of " + over) +
                                     " leaves the range of the numbers, 2e-308 to 2e308: take another unit");
}

/// The steps are shares of (length/noise)².
void require_time(const io::Configuration& configuration, const std::string& key, double length,
                  const std::string& noise_key, double noise) {
  require_square(configuration, key, length);
  require_square(configuration, noise_key, noise);
  require_square(configuration, key, length / noise, noise_key);
}

Interval interval_of(const io::Configuration& configuration) {
  const auto number = [&](const char* name) { return configuration.number(std::string("interval.") + name); };
  Interval interval{number("lower"), number("upper"), number("noise"), 0,
                    configuration.text("interval.drift")};
  if (!(interval.lower < interval.upper))
    throw configuration.error_at("interval.upper", "must be above interval.lower");
  interval.start =
      configuration.has("interval.start") ? number("start") : interval.lower + 0.3 * interval.length();
  if (!(interval.start >= interval.lower && interval.start <= interval.upper))
    throw configuration.error_at("interval.start", "must be between the walls");
  require_time(configuration, "interval.upper", interval.length(), "interval.noise", interval.noise);
  try {
    const double peclet = 2 * largest_drift(interval) * interval.length() / (interval.noise * interval.noise);
    require(peclet <= 60, "2 |f| (upper - lower)/noise^2", peclet,
            "must be at most 60: beyond, all of the law is in a layer at a wall");
  } catch (const InvalidArgument& error) {
    throw configuration.error_at("interval.drift", error.what());
  }
  return interval;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sampled sampled{configuration.integer("ensemble.particles"),
                        RandomStream(static_cast<std::uint64_t>(configuration.integer("run.seed"))),
                        [=] { return frame::z_of(parts(configuration)); }};
  const auto number = [&](const char* key) { return configuration.number(key); };
  const Sphere sphere{configuration.integer("sphere.dimension"), number("sphere.radius"),
                      number("sphere.noise"), number("sphere.concentration")};
  const Ball ball{configuration.integer("ball.dimension"), number("ball.radius"), number("ball.noise")};
  require_time(configuration, "sphere.radius", sphere.radius, "sphere.noise", sphere.noise);
  require_time(configuration, "ball.radius", ball.radius, "ball.noise", ball.noise);
  require_square(configuration, "bounded.limit", number("bounded.limit"));
  const Bounded bounded{number("bounded.rate"), number("bounded.limit")};
  const Interval interval = interval_of(configuration);
  return frame::chosen(configuration, "run.parts",
                       {{"sphere", [=] { return sphere_plan(sphere, sampled); }},
                        {"interval", [=] { return interval_plan(interval, sampled); }},
                        {"ball", [=] { return ball_plan(ball, sampled); }},
                        {"bounded", [=] { return bounded_plan(bounded, sampled); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment({.name = "constrained_diffusions",
                            .question = "What keeps a diffusion on a sphere or within walls, which steps "
                                        "have its law, and which only look like it?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            // particles alone
                            .scales = {{"quick", 1.0 / 4, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
                            .parts = parts});
}

}  // namespace kolmo::constrained_diffusions

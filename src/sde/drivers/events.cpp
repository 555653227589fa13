#include "kolmo/sde/drivers/events.hpp"

#include <limits>

#include "event_block.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::sde {
namespace {

void validate(const EventSearch& search, bool starts) {
  const Index most = Index{1} << 33;
  require(search.particles >= 1 && search.particles <= most, "particles",
          static_cast<double>(search.particles), "must be between 1 and 2^33");
  search.schedule.validate(1);
  process::require_noise_dimension(search.process);
  if (!search.function) throw InvalidArgument("event function: is empty, must write one number a point");
  if (!starts) throw InvalidArgument("initial: is an empty function, must write the starting points");
  const std::string name = search.scheme.claim().name;
  if (!search.scheme.can_step(search.process)) {
    throw InvalidArgument("scheme = '" + name + "': needs " + search.scheme.claim().needs +
                          ", which process '" + search.process.name() + "' does not have");
  }
  if (search.scheme.has_postprocessor()) {
    throw InvalidArgument("scheme = '" + name +
                          "': its paths are not what is observed; events need another one");
  }
}

}  // namespace

Events find_events(const EventSearch& search, const Initial& initial) {
  validate(search, static_cast<bool>(initial));
  const Index n = search.particles;
  Events events;
  events.time = Eigen::ArrayXd::Constant(n, search.schedule.times.back());
  events.sign.assign(static_cast<std::size_t>(n), 0);
  events.state.resize(n, search.process.dimension());
  std::vector<Index> censored(static_cast<std::size_t>(block_count(n)), 0);
  for_each_block(n, [&](Index block, Index first, Index rows) {
    EventBlock paths(search, first, rows, events);
    paths.run(initial);
    censored[static_cast<std::size_t>(block)] = paths.censored();
  });
  for (const Index one : censored) events.censored += one;
  return events;
}

Events find_events(const EventSearch& search, const Points& initial) {
  require(initial.rows() == search.particles, "rows of the initial points",
          static_cast<double>(initial.rows()), "must be the number of particles");
  require(initial.cols() == search.process.dimension(), "columns of the initial points",
          static_cast<double>(initial.cols()), "must be the dimension of the process");
  return find_events(search, [&](Index first, Block out) { out = initial.middleRows(first, out.rows()); });
}

}  // namespace kolmo::sde

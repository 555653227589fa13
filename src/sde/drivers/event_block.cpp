#include "event_block.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/sde/noise/brownian_bridge.hpp"
#include "kolmo/sde/noise/levy_area.hpp"

namespace kolmo::sde {
namespace {

constexpr std::uint32_t steps_between_stops = 8;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

/// Columns of Lévy areas, and of their scratch, that a step takes.
Index levy_columns(PathDetail detail, Index columns) { return detail == PathDetail::levy_area ? columns : 0; }

/// In the order of the motions.
double sum_of_squares(
    const Eigen::Ref<const Eigen::Array<double, 1, Eigen::Dynamic>, 0, Eigen::InnerStride<>>& c) {
  double sum = 0;
  for (Index k = 0; k < c.size(); ++k) sum += c(k) * c(k);
  return sum;
}

/// Draw `draw` of one particle out of its group of 16.
template <class Generate>
double one_number(Index particle, const Generate& generate) {
  Eigen::Array<double, 16, 1> group;
  const Eigen::Map<Points, 0, Eigen::OuterStride<>> rows(group.data(), particle % 16 + 1, 1,
                                                         Eigen::OuterStride<>(16));
  generate(particle - particle % 16, rows);
  return group(particle % 16);
}

}  // namespace

EventBlock::EventBlock(const EventSearch& search, Index first, Index rows, Events& events)
    : search_(search),
      events_(events),
      first_(first),
      rows_(rows),
      dimension_(search.process.dimension()),
      motions_(search.process.noise_dimension()),
      noise_stream_(noise_of(search.stream)),
      crossings_(crossings_of(search.stream)),
      detail_(search.scheme.path_detail(search.process)),
      positions_(dimension_, 3),
      matrix_(dimension_, motions_),
      normals_(motions_, 3),
      levy_(levy_columns(detail_, levy_pairs(motions_)), 1),
      levy_scratch_(levy_columns(detail_, levy_scratch_columns(motions_)), 1),
      workspace_(dimension_, search.scheme.workspace_blocks(search.process)),
      phi_(rows),
      phi_before_(rows),
      uniform_(rows),
      rates_(rows, motions_),
      done_(at(rows), 0),
      waiting_(rows) {}

void EventBlock::run(const Initial& initial) {
  start(initial);
  const Schedule& schedule = search_.schedule;
  for (std::size_t k = 0; k < schedule.steps.size() && waiting_ > 0; ++k) {
    const double from = schedule.times[k], to = schedule.times[k + 1];
    const double width = (to - from) / static_cast<double>(schedule.steps[k]);
    for (Index n = 0; n < schedule.steps[k] && waiting_ > 0; ++n) {
      const double begin = from + static_cast<double>(n) * width;
      const double end = n + 1 == schedule.steps[k] ? to : from + static_cast<double>(n + 1) * width;
      advance(begin, end);
      look(begin, end);
      if (step_ % steps_between_stops == 0) throw_if_stopped();
    }
  }
  for (Index i = 0; i < rows_; ++i) {
    if (done_[at(i)] == 0) events_.state.row(first_ + i) = x().row(i);
  }
}

void EventBlock::start(const Initial& initial) {
  const double t = search_.schedule.times.front();
  initial(first_, x());
  evaluate(t, x(), phi_);
  for (Index i = 0; i < rows_; ++i) {
    if (!x().row(i).isFinite().all() || !std::isfinite(phi_(i))) fail(i, t, "starts");
    if (phi_(i) == 0)
      throw InvalidArgument("event function: is 0 at the start of particle " + number_text(first_ + i));
  }
}

void EventBlock::evaluate(double t, const ConstBlock& at, Eigen::ArrayXd& out) const {
  search_.function(t, at, out);
}

void EventBlock::advance(double begin, double end) {
  double h = end - begin;
  if (begin + h > end) h = std::nextafter(h, 0.0);  // a process may be defined up to `end` alone
  before() = x();
  phi_before_ = phi_;
  find_rates(begin, h);
  IncrementBlocks blocks{normals_.block(0, rows_)};
  if (detail_ != PathDetail::increment) blocks.area_normals.emplace(normals_.block(1, rows_));
  if (detail_ == PathDetail::space_time_time_area) blocks.time_area_normals.emplace(normals_.block(2, rows_));
  if (detail_ == PathDetail::levy_area && motions_ > 1) {
    blocks.levy_areas.emplace(levy_.block(0, rows_));
    blocks.levy_scratch.emplace(levy_scratch_.block(0, rows_));
  }
  Increment increment(noise_stream_, first_, step_++, h, blocks);
  search_.scheme.step(search_.process, begin, h, x(), increment, workspace_);
  evaluate(end, x(), phi_);
}

/// G and c_k at the step's start.
void EventBlock::find_rates(double t, double h) {
  const double root_h = std::sqrt(h);
  const Block all = noise();  // a column of the temporary would outlive it
  search_.process.diffusion_matrix(t, before(), all);
  for (Index k = 0; k < motions_; ++k) {
    const auto column = all.middleCols(k * dimension_, dimension_);
    moved() = before() - root_h * column;
    search_.function(t, moved(), rates_.col(k));
    moved() = before() + root_h * column;
    evaluate(t, moved(), uniform_);
    rates_.col(k) = (uniform_ - rates_.col(k)) / (2 * root_h);
  }
}

void EventBlock::look(double begin, double end) {
  const Block uniform(Eigen::Map<Points>(uniform_.data(), rows_, 1));
  crossings_.uniforms(first_, step_ - 1, uniform, 0);
  for (Index i = 0; i < rows_; ++i) {
    if (done_[at(i)] != 0) {
      x().row(i) = before().row(i);
      phi_(i) = phi_before_(i);
      continue;
    }
    if (!x().row(i).isFinite().all() || !std::isfinite(phi_(i))) fail(i, end, "is followed");
    const double variance = (end - begin) * sum_of_squares(rates_.row(i));
    if (!std::isfinite(variance)) fail(i, begin, "is followed");
    if (meets(i, variance, uniform_(i))) record(i, begin, end, variance);
  }
}

bool EventBlock::meets(Index i, double variance, double uniform) const {
  const double from = phi_before_(i), to = phi_(i);
  // a zero seen from the side that does not count, or one that a path has been left standing on
  if (from == 0 || (search_.crossing == Crossing::rising && from > 0) ||
      (search_.crossing == Crossing::falling && from < 0)) {
    return false;
  }
  if (to == 0 || (from < 0) != (to < 0)) return true;
  return variance > 0 && uniform < crossing_probability(0, from, to, variance);
}

void EventBlock::record(Index i, double begin, double end, double variance) {
  const double a = std::abs(phi_before_(i)), c = std::abs(phi_(i));
  double fraction = a / (a + c);
  if (variance > 0) {
    const auto step = step_ - 1;
    const double normal =
        one_number(first_ + i, [&](Index first, Block rows) { crossings_.normals(first, step, rows, 1); });
    const double uniform =
        one_number(first_ + i, [&](Index first, Block rows) { crossings_.uniforms(first, step, rows, 2); });
    fraction = crossing_fraction(a, c, variance, normal, uniform);
  }
  const double t = begin + fraction * (end - begin);
  events_.time(first_ + i) = t;
  events_.sign[at(first_ + i)] = phi_before_(i) < 0 ? 1 : -1;
  place(i, t, end - begin, fraction);
  done_[at(i)] = 1;
  --waiting_;
}

void EventBlock::place(Index i, double t, double h, double fraction) {
  Points chord = before().row(i) + fraction * (x().row(i) - before().row(i));
  Points noise(1, dimension_ * motions_);
  Eigen::ArrayXd phi(1), above(1), below(1), rates(motions_);
  const double root_h = std::sqrt(h);
  evaluate(t, chord, phi);
  search_.process.diffusion_matrix(t, chord, noise);
  for (Index k = 0; k < motions_; ++k) {
    const auto column = noise.middleCols(k * dimension_, dimension_);
    evaluate(t, chord + root_h * column, above);
    evaluate(t, chord - root_h * column, below);
    rates(k) = (above(0) - below(0)) / (2 * root_h);
  }
  const double squares = sum_of_squares(rates.transpose());
  for (Index k = 0; k < motions_ && squares > 0; ++k)
    chord -= (phi(0) * rates(k) / squares) * noise.middleCols(k * dimension_, dimension_);
  events_.state.row(first_ + i) = chord;
}

void EventBlock::fail(Index i, double t, const char* what) const {
  throw NumericalFailure("particle " + number_text(first_ + i) + " " + what +
                         " where it or the event function is not finite, t = " + number_text(t, 6) +
                         " (scheme " + search_.scheme.claim().name + ", process " + search_.process.name() +
                         ")");
}

}  // namespace kolmo::sde

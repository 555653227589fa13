// Models on disk, and the point sets that they are trained on.

#include <gtest/gtest.h>

#include <fstream>

#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/score/data/point_sets.hpp"
#include "kolmo/score/network/model_file.hpp"

namespace kolmo::score {
namespace {

TrainingPlan plan() {
  const Points data = point_set("rings", 500, RandomStream(1));
  TrainingPlan plan{ModelSpec::around(data, 0.1, 5), rows_of(data, RandomStream(2)), RandomStream(3)};
  plan.spec.hidden = {8, 6};
  plan.spec.output = Output::velocity;
  plan.spec.embedding = Embedding::sinusoidal;
  plan.batch = 64;
  plan.steps = 300;
  return plan;
}

TEST(ModelFile, GoesOnWithTheSameBits) {
  const TemporaryDirectory directory;
  TrainingState whole = first_state(plan()), cut = whole;
  train(plan(), whole, 300);
  train(plan(), cut, 130);
  save_model(directory.path() / "model.h5", SavedModel::of(plan(), cut, "rings"));
  SavedModel read = load_model(directory.path() / "model.h5");
  EXPECT_EQ(read.state.step, 130);
  train(plan(), read.state, 300);
  EXPECT_TRUE(read.state.parameters == whole.parameters && read.state.average == whole.average);
  EXPECT_EQ(read.state.losses, whole.losses);
  EXPECT_EQ(read.spec.output, Output::velocity);
  EXPECT_EQ(read.spec.embedding, Embedding::sinusoidal);
  EXPECT_EQ(read.data, "rings");
  Points x = Points::Constant(1, 2, 0.3), a(1, 2), b(1, 2);
  SavedModel::of(plan(), whole, "rings").model()->score(0.5, x, a);
  read.model()->score(0.5, x, b);
  EXPECT_TRUE((a == b).all());
}

TEST(ModelFile, NamesWhatIsWrongWithAFile) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "model.h5";
  EXPECT_THROW(load_model(path), MissingInput);
  save_model(path, SavedModel::of(plan(), first_state(plan()), "rings"));
  EXPECT_THROW(load_model(path, "mixture/model"), InvalidData);
  std::string bytes = io::read_file(path, 1 << 20);
  const double weight = first_state(plan()).parameters(5);
  const std::size_t at = bytes.find(std::string(reinterpret_cast<const char*>(&weight), sizeof weight));
  ASSERT_NE(at, std::string::npos);
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  io::write_atomically(path, bytes);
  EXPECT_THROW(load_model(path), InvalidData);
  io::write_atomically(path, bytes.substr(0, bytes.size() / 2));
  EXPECT_THROW(load_model(path), InvalidData);
  io::write_atomically(path, "no HDF5");
  try {
    load_model(path);
    ADD_FAILURE() << "a text was read as a model";
  } catch (const InvalidData& error) {
    EXPECT_EQ(error.what(), path.string() + ": it is not an HDF5 file");
  }
}

TEST(PointSets, AreWhatTheySayForAnyThreads) {
  for (const PointSet& one : point_sets()) {
    set_threads(1);
    const Points a = point_set(one.name, 5000, RandomStream(1));
    set_threads(3);
    const Points b = point_set(one.name, 5000, RandomStream(1));
    set_threads(2);
    EXPECT_TRUE((a == b).all()) << one.name;
    EXPECT_TRUE((point_set(one.name, 100, RandomStream(1)) == a.topRows(100)).all()) << one.name;
    EXPECT_TRUE(a.allFinite());
  }
  const Points board = point_set("checkerboard", 5000, RandomStream(1));
  for (Index i = 0; i < board.rows(); ++i) {
    EXPECT_LT(board.row(i).abs().maxCoeff(), 2);
    EXPECT_EQ((static_cast<int>(std::floor(board(i, 0))) + static_cast<int>(std::floor(board(i, 1)))) % 2, 0);
  }
  const Points rings = point_set("rings", 5000, RandomStream(1));
  const Eigen::ArrayXd radius = (rings.col(0).square() + rings.col(1).square()).sqrt();
  EXPECT_NEAR((radius < 1).cast<double>().mean(), 0.5, 0.03);  // four deviations
  EXPECT_THROW(point_set("donut", 10, RandomStream(1)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::score

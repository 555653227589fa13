#pragma once
// A trained model in an HDF5 file: parametrisation, normalisation, optimiser state, where it comes from.

#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/io/group.hpp"
#include "kolmo/score/network/training.hpp"

namespace kolmo::score {

/// A coordinate of the model's that stands for a column of data: y = (value − shift)/scale.
struct Column {
  std::string name;
  double shift, scale;
};

/// A model as it is kept.
struct SavedModel {
  ModelSpec spec;
  TrainingState state;
  std::string data;  ///< what it was trained on, in words
  Index steps, batch;
  double rate, average;
  Objective objective;
  Precision precision;
  std::uint64_t seed;
  std::vector<Column> columns = {};  ///< of the data, one a coordinate; empty where it has none

  static SavedModel of(const TrainingPlan& plan, const TrainingState& state, const std::string& data);
  /// The network with the average of its parameters, or with the last ones.
  std::shared_ptr<const ScoreModel> model(bool averaged = true) const;
};

/// Writes the model into a group: attributes and variables that read_model finds. Numbers are kept bit for
/// bit.
void write_model(const SavedModel& saved, io::Group& group);
/// Throws InvalidData naming what is missing or does not fit.
SavedModel read_model(const io::Group& group);

/// The group "model" of a file of its own, written whole or not at all, with the library's version and, where
/// there are any, the attributes of `provenance`.
void save_model(const std::filesystem::path& path, const SavedModel& saved,
                const io::Group* provenance = nullptr);
/// Reads a model file, or the model at `group` of a result file ("mixture/model"); where no group is named
/// the only model that there is. Throws MissingInput; InvalidData, naming the models there are, where there
/// is none, more than one, or none of that name.
SavedModel load_model(const std::filesystem::path& path, const std::string& group = "");

}  // namespace kolmo::score

#include "kolmo/score/network/model_file.hpp"

#include <algorithm>

#include "kolmo/core/errors.hpp"
#include "kolmo/io/provenance.hpp"
#include "kolmo/io/tree_file.hpp"

namespace kolmo::score {
namespace {

Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Index>(values.size()));
}

template <class T>
T attribute(const io::Group& group, const std::string& name) {
  const io::AttributeValue* value = group.find_attribute(name);
  if (!value || !std::holds_alternative<T>(*value))
    throw InvalidData("the model has no attribute '" + name + "'");
  return std::get<T>(*value);
}

Index whole(const io::Group& group, const std::string& name) {
  return static_cast<Index>(attribute<std::int64_t>(group, name));
}

void write_vector(io::Group& group, const std::string& name, const Eigen::VectorXd& values,
                  const std::string& what) {
  group.variable(name, {"parameter"}, Eigen::ArrayXd(values), {what, "1"});
}

void write_columns(const std::vector<Column>& columns, io::Group& group) {
  if (columns.empty()) return;
  std::vector<std::string> names;
  std::vector<double> shifts, scales;
  for (const Column& column : columns) {
    names.push_back(column.name);
    shifts.push_back(column.shift);
    scales.push_back(column.scale);
  }
  group.variable("column", {"coordinate"}, names, {"column of the data", "1"});
  group.variable("shift", {"coordinate"}, shifts, {"coordinate = (value - shift)/scale", "1"});
  group.variable("scale", {"coordinate"}, scales, {"coordinate = (value - shift)/scale", "1"});
}

/// None where the file has none: a law that is given by no data.
std::vector<Column> read_columns(const io::Group& group, Index dimension) {
  const io::Dataset* names = group.find_dataset("column");
  if (!names) return {};
  const auto* texts = std::get_if<std::vector<std::string>>(&names->data);
  const std::vector<double>&shifts = group.numbers("shift"), &scales = group.numbers("scale");
  const auto d = static_cast<std::size_t>(dimension);
  if (!texts || texts->size() != d || shifts.size() != d || scales.size() != d)
    throw InvalidData("the model's columns are not as many as its coordinates");
  std::vector<Column> columns;
  for (std::size_t j = 0; j < d; ++j) columns.push_back({(*texts)[j], shifts[j], scales[j]});
  return columns;
}

ModelSpec read_spec(const io::Group& group) {
  ModelSpec spec;
  spec.output = output_of(attribute<std::string>(group, "output"));
  spec.embedding = static_cast<Embedding>(whole(group, "embedding"));
  spec.variance = attribute<double>(group, "variance");
  spec.sigma_min = attribute<double>(group, "sigma_min");
  spec.sigma_max = attribute<double>(group, "sigma_max");
  spec.centre = vector_of(group.numbers("centre")).array();
  const io::Dataset* hidden = group.find_dataset("hidden");
  if (!hidden || !std::holds_alternative<std::vector<std::int64_t>>(hidden->data))
    throw InvalidData("the model has no variable 'hidden'");
  const auto& units = std::get<std::vector<std::int64_t>>(hidden->data);
  spec.hidden.assign(units.begin(), units.end());
  spec.validate();
  return spec;
}

/// The only group of a file that is called "model", or the one that is asked for where it is among them.
std::string model_group(const std::filesystem::path& path, const std::string& asked) {
  std::vector<std::string> models;
  std::string names;
  for (const std::string& name : io::groups_in_tree(path)) {
    if (name != "model" && !name.ends_with("/model")) continue;
    models.push_back(name);
    names += (names.empty() ? "" : ", ") + name;
  }
  if (models.empty()) throw InvalidData(path.string() + ": holds no learned model (a group 'model')");
  if (asked.empty() && models.size() == 1) return models[0];
  if (asked.empty()) throw InvalidData(path.string() + ": holds several models, name one of them: " + names);
  if (std::find(models.begin(), models.end(), asked) == models.end())
    throw InvalidData(path.string() + ": has no model '" + asked + "', but: " + names);
  return asked;
}

}  // namespace

SavedModel SavedModel::of(const TrainingPlan& plan, const TrainingState& state, const std::string& data) {
  return {plan.spec, state,        data,           plan.steps,     plan.batch,
          plan.rate, plan.average, plan.objective, plan.precision, plan.stream.seed()};
}

std::shared_ptr<const ScoreModel> SavedModel::model(bool averaged) const {
  return std::make_shared<ScoreModel>(spec, averaged ? state.average : state.parameters);
}

void write_model(const SavedModel& saved, io::Group& group) {
  const ModelSpec& spec = saved.spec;
  group.attribute("output", name_of(spec.output));
  group.attribute("embedding", static_cast<std::int64_t>(spec.embedding));
  group.attribute("variance", spec.variance);
  group.attribute("sigma_min", spec.sigma_min);
  group.attribute("sigma_max", spec.sigma_max);
  group.attribute("data", saved.data);
  group.attribute("status", name_of(saved.state.status));
  group.attribute("step", static_cast<std::int64_t>(saved.state.step));
  group.attribute("window_sum", saved.state.window_sum);
  group.attribute("steps", static_cast<std::int64_t>(saved.steps));
  group.attribute("batch", static_cast<std::int64_t>(saved.batch));
  group.attribute("rate", saved.rate);
  group.attribute("average_decay", saved.average);
  group.attribute("objective", static_cast<std::int64_t>(saved.objective));
  group.attribute("precision", static_cast<std::int64_t>(saved.precision));
  group.attribute("seed", static_cast<std::int64_t>(saved.seed));
  group.dimension("coordinate", spec.centre.size());
  group.variable("centre", {"coordinate"}, spec.centre, {"centre of the data", "1"});
  group.dimension("layer", static_cast<std::int64_t>(spec.hidden.size()));
  group.variable("hidden", {"layer"}, std::vector<std::int64_t>(spec.hidden.begin(), spec.hidden.end()),
                 {"units of each hidden layer", "1"});
  group.dimension("parameter", saved.state.parameters.size());
  write_vector(group, "parameters", saved.state.parameters, "weights and biases, layer after layer");
  write_vector(group, "average", saved.state.average, "their weighted average");
  write_vector(group, "first_moment", saved.state.first_moment, "mean gradient of Adam");
  write_vector(group, "second_moment", saved.state.second_moment, "mean square gradient of Adam");
  write_columns(saved.columns, group);
  if (saved.state.losses.empty()) return;
  Eigen::ArrayXd steps(static_cast<Index>(saved.state.losses.size()));
  for (Index i = 0; i < steps.size(); ++i) steps(i) = static_cast<double>((i + 1) * loss_window);
  group.scale("training_step", steps, {"step of the training", "1"});
  group.variable("loss", {"training_step"}, saved.state.losses, {"mean loss of the steps before", "1"});
}

SavedModel read_model(const io::Group& group) {
  SavedModel saved;
  try {
    saved.spec = read_spec(group);
    saved.data = attribute<std::string>(group, "data");
    TrainingState& state = saved.state;
    state.step = whole(group, "step");
    state.window_sum = attribute<double>(group, "window_sum");
    const auto status = attribute<std::string>(group, "status");
    state.status = status == "finished"   ? TrainingStatus::finished
                   : status == "diverged" ? TrainingStatus::diverged
                                          : TrainingStatus::running;
    state.parameters = vector_of(group.numbers("parameters"));
    state.average = vector_of(group.numbers("average"));
    state.first_moment = vector_of(group.numbers("first_moment"));
    state.second_moment = vector_of(group.numbers("second_moment"));
    if (group.find_dataset("loss")) state.losses = group.numbers("loss");
    saved.steps = whole(group, "steps");
    saved.batch = whole(group, "batch");
    saved.rate = attribute<double>(group, "rate");
    saved.average = attribute<double>(group, "average_decay");
    saved.objective = static_cast<Objective>(whole(group, "objective"));
    saved.precision = static_cast<Precision>(whole(group, "precision"));
    saved.seed = static_cast<std::uint64_t>(whole(group, "seed"));
    saved.columns = read_columns(group, saved.spec.dimension());
    saved.model();
  } catch (const InvalidArgument& error) {
    throw InvalidData(std::string("the model does not fit together: ") + error.what());
  }
  return saved;
}

void save_model(const std::filesystem::path& path, const SavedModel& saved, const io::Group* provenance) {
  io::Group root("");
  root.attribute("title", "A score that was learned");
  root.attribute("kolmo_version", std::string(io::kolmo_version()));
  write_model(saved, root.group("model"));
  if (provenance)
    for (const auto& [name, value] : provenance->attributes())
      root.group("provenance").attribute(name, value);
  io::write_tree(path, root);
}

SavedModel load_model(const std::filesystem::path& path, const std::string& group) {
  io::Group read("model");
  io::read_tree(path, model_group(path, group), read);
  try {
    return read_model(read);
  } catch (const InvalidData& error) {
    throw InvalidData(path.string() + ": " + error.what());
  }
}

}  // namespace kolmo::score

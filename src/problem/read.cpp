#include "kolmo/problem/read.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

using namespace io::keys;
using density::Expression;
using density::ExpressionNames;

io::Schema process_keys(const std::string& p) {
  return {
      text(p + "type", "", "A process by name; or else drift and noise, or potential and temperature.",
           process_types()),
      expressions(p + "drift", "f of dX = f dt + G dW, one formula a variable."),
      expressions(p + "noise", "G, rows of formulas: one row a variable, one column a Brownian motion."),
      expressions(p + "diffusion", "G where it is diagonal: one formula a variable, or one for all."),
      text(p + "calculus", "", "What G dW means: ito if not given (isothermal with a mobility).",
           {"ito", "stratonovich", "isothermal"}),
      expressions(p + "potential",
                  "V of dX = -M grad V dt + sqrt(2 T M) dW; with friction of dq = p dt, dp = -(V' + friction "
                  "p) dt + sqrt(2 friction T) dW."),
      expressions(p + "temperature", "With a potential: the temperature T = 1/beta; 1 if not given."),
      expressions(p + "friction",
                  "With a potential: underdamped Langevin dynamics in position and momentum."),
      expressions(p + "mobility", "With a potential: M, one formula for all variables or one for each."),
      expressions(p + "theta",
                  "ornstein_uhlenbeck: the rate theta of dX = -theta (X - mean) dt + sigma dW, a number or a "
                  "matrix; 1 if not given."),
      expressions(p + "mean", "ornstein_uhlenbeck: the mean m; 0 if not given."),
      expressions(p + "sigma",
                  "ornstein_uhlenbeck, brownian, geometric_brownian: the noise sigma (a number; of "
                  "ornstein_uhlenbeck also a matrix); 1 if not given."),
      expressions(p + "mu", "geometric_brownian: the rate mu of dX = mu X dt + sigma X dW; 0 if not given."),
      expressions(p + "beta_min",
                  "variance_preserving, sub_variance_preserving (beta linear in t), quadratic (its root is): "
                  "beta at t = 0; 0.1 if not given."),
      expressions(p + "beta_max", "The same: beta at final_time; 20 if not given."),
      expressions(
          p + "sigma_min",
          "variance_exploding (sigma exponential in t): sigma at t = 0, 0.01 if not given; polynomial "
          "(sigma^(1/rho) linear): 0.002 if not given."),
      expressions(p + "sigma_max", "The same: sigma at final_time; 50 and 80 if not given."),
      expressions(p + "rho", "polynomial: the exponent; 7 if not given."),
      expressions(p + "final_time",
                  "Of the processes with beta or sigma, and of cosine, whose beta diverges there: the time "
                  "where the schedule ends; 1 if not given."),
  };
}

io::Schema initial_keys(const std::string& p) {
  io::Schema all = {
      text(p + "law", "", "\"stationary\": the start has the stationary law of the process.", {"stationary"}),
      expressions(p + "point",
                  "The place where every path starts, one number (or formula of the parameters) a variable."),
      expressions(p + "expression",
                  "The initial density, up to a constant: a formula such as \"exp(-x^2)\"."),
  };
  const io::Schema law = law_keys(p);
  all.insert(all.end(), law.begin(), law.end());
  return all;
}

/// A key that can be written in several shapes keeps one of them.
io::Key in_one_form(io::Key key, io::Shape shape) {
  key.shape = shape;
  return key;
}

}  // namespace

ImpliedDimension implied_dimension(const io::TableReader& keys) {
  if (keys.has("process.friction")) return {"process.friction", 2};
  ImpliedDimension implied{"", 1};
  const auto hold = [&](const std::string& key, std::size_t entries) {
    if (implied.key.empty() || entries > implied.variables) implied = {key, entries};
  };
  for (const char* key : {"process.drift", "process.noise", "initial.point"})
    if (keys.has(key)) hold(key, keys.expressions(key).size());
  if (keys.has("initial.means") && !keys.matrix("initial.means").empty())
    hold("initial.means", keys.matrix("initial.means")[0].size());
  if (keys.has("domain")) hold("domain", keys.matrix("domain").size());
  if (keys.has("initial.columns")) {
    hold("initial.columns", keys.texts("initial.columns").size());
  } else if (keys.has("initial.file")) {
    hold("initial.file", io::read_csv(keys.input_file("initial.file")).columns.size());
  }
  return implied;
}

std::vector<std::string> process_types() { return type_names(); }

io::Schema keys() {
  const std::string p = "problem.*.";
  io::Schema all = {
      text(p + "title", "\"\"", "What the problem is called in the report."),
      texts(p + "variables", "",
            "Names of the coordinates, one to three; x, y, z if not given (x, v with friction). t is time."),
      number(p + "parameters.*", "", "1", "A name for a number, usable in every formula of the problem."),
      increasing(p + "times", "", "s", "Times t >= 0, increasing, at which the problem is looked at.",
                 at_least(0)),
      in_one_form(
          matrix(p + "domain", "", "1",
                 "[lower, upper] of each coordinate; what holds all but 1e-9 of the law if not given."),
          io::Shape::intervals),
      in_one_form(
          expressions(p + "boundaries",
                      "[lower, upper] of each coordinate: \"reflecting\", \"absorbing\", \"open\", or "
                      "\"periodic\" for both; open if not given."),
          io::Shape::sides),
  };
  for (const io::Schema& more : {process_keys(p + "process."), initial_keys(p + "initial.")})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

ExpressionNames read_names(const io::TableReader& keys) {
  ExpressionNames names;
  names.time = true;
  if (keys.has("variables")) {
    names.variables = keys.texts("variables");
  } else {
    names.variables = keys.has("process.friction") ? std::vector<std::string>{"x", "v"}
                                                   : std::vector<std::string>{"x", "y", "z"};
    names.variables.resize(
        std::clamp<std::size_t>(implied_dimension(keys).variables, 1, names.variables.size()));
  }
  keys.at("variables", [&] { density::require_names(names); });
  for (const auto& [name, value] : keys.open_numbers("parameters")) {
    names.parameters.emplace(name, value);
    keys.at("parameters." + name, [&] { density::require_names(names); });
  }
  return names;
}

std::vector<std::vector<Expression>> read_matrix(const io::TableReader& keys, const std::string& key,
                                                 const ExpressionNames& names) {
  std::vector<std::vector<Expression>> rows;
  for (const auto& row : keys.expressions(key)) {
    rows.emplace_back();
    for (const std::string& text : row)
      rows.back().push_back(keys.at(key, [&] { return Expression(text, names); }));
  }
  return rows;
}

std::vector<Expression> read_vector(const io::TableReader& keys, const std::string& key,
                                    const ExpressionNames& names) {
  const auto rows = read_matrix(keys, key, names);
  const std::size_t d = names.variables.size();
  if (rows[0].size() != 1 || (rows.size() != d && rows.size() != 1))
    throw keys.wrong(
        key, "one formula for each of the " + number_text(d) + " variables is needed, or one for all");
  std::vector<Expression> entries;
  for (std::size_t j = 0; j < d; ++j) entries.push_back(rows[rows.size() == 1 ? 0 : j][0]);
  return entries;
}

Expression read_scalar(const io::TableReader& keys, const std::string& key, const ExpressionNames& names) {
  const auto rows = read_matrix(keys, key, names);
  if (rows.size() != 1 || rows[0].size() != 1) throw keys.wrong(key, "one formula is needed");
  return rows[0][0];
}

double read_number(const io::TableReader& keys, const std::string& key, const ExpressionNames& names,
                   double otherwise) {
  if (!keys.has(key)) return otherwise;
  const auto value = read_scalar(keys, key, names).constant();
  if (!value) throw keys.wrong(key, "must be a number, or a formula of the parameters alone");
  return *value;
}

std::vector<double> constants(const io::TableReader& keys, const std::string& key,
                              const std::vector<Expression>& entries) {
  std::vector<double> values;
  for (const Expression& entry : entries) {
    const auto value = entry.constant();
    if (!value) throw keys.wrong(key, "must hold numbers, or formulas of the parameters alone");
    values.push_back(*value);
  }
  return values;
}

Problem read_problem(const io::Configuration& configuration, const std::string& name) {
  const io::TableReader keys(configuration, "problem." + name);
  Problem problem;
  problem.name = name;
  problem.title = keys.text("title");
  problem.names = read_names(keys);
  if (keys.has("times")) problem.times = keys.numbers("times");
  read_process(keys, problem);
  read_domain(keys, problem);
  read_initial(keys, problem);
  refuse_unused_parameters(keys, problem.names);
  return problem;
}

double read_number(const io::Configuration& configuration, const std::string& name, const std::string& key,
                   double otherwise) {
  const io::TableReader keys(configuration, "problem." + name);
  return read_number(keys, key, read_names(keys), otherwise);
}

std::vector<double> read_numbers(const io::Configuration& configuration, const std::string& name,
                                 const std::string& key, double otherwise) {
  const io::TableReader keys(configuration, "problem." + name);
  const ExpressionNames names = read_names(keys);
  if (!keys.has(key)) return std::vector<double>(names.variables.size(), otherwise);
  return constants(keys, key, read_vector(keys, key, names));
}

std::vector<double> read_list(const io::Configuration& configuration, const std::string& name,
                              const std::string& key) {
  const io::TableReader keys(configuration, "problem." + name);
  if (!keys.has(key)) return {};
  std::vector<Expression> entries;
  for (const auto& row : read_matrix(keys, key, read_names(keys)))
    entries.insert(entries.end(), row.begin(), row.end());
  return constants(keys, key, entries);
}

std::vector<Problem> read_problems(const std::filesystem::path& file, const std::vector<std::string>& sets) {
  io::Schema schema = keys();
  schema.push_back(texts("run.problems", "", "The problems that an experiment runs; all are read here."));
  const io::Configuration configuration =
      io::Configuration::resolve(with_keys_of_others(schema), "", io::standard_scales(), file, sets);
  std::vector<Problem> problems;
  for (const std::string& name : configuration.names("problem"))
    problems.push_back(read_problem(configuration, name));
  return problems;
}

}  // namespace kolmo::problem

// What is fuzzed, and what it promises for any bytes.

#include <cmath>
#include <fstream>
#include <sstream>

#include "fuzzer.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/expression.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/manifest.hpp"
#include "kolmo/io/result_file.hpp"

namespace kolmo::fuzz {
namespace {

namespace fs = std::filesystem;

/// A key of every type, with what schemas use.
io::Schema schema() {
  using io::Type;
  return {
      {.path = "run.seed", .type = Type::integer, .default_value = "1", .sentence = "A seed.", .lower = 0},
      {.path = "run.problems", .type = Type::texts, .sentence = "Names."},
      {.path = "accuracy.particles",
       .type = Type::integer,
       .default_value = "4000",
       .sentence = "Particles.",
       .lower = 16,
       .upper = 1e9,
       .scaling = io::Scaling::particles,
       .multiple_of = 16},
      {.path = "problem.*.times",
       .type = Type::numbers,
       .unit = "s",
       .sentence = "Times.",
       .lower = 0,
       .increasing = true},
      {.path = "problem.*.domain", .type = Type::matrix, .default_value = "[[-3, 3]]", .sentence = "Bounds."},
      {.path = "problem.*.process.type",
       .type = Type::text,
       .default_value = "\"langevin\"",
       .sentence = "Which.",
       .choices = {"langevin", "ornstein_uhlenbeck"}},
      {.path = "problem.*.process.potential", .type = Type::text, .sentence = "V."},
      {.path = "problem.*.parameters.*", .type = Type::number, .sentence = "Parameters."},
      {.path = "problem.*.initial.standardise",
       .type = Type::boolean,
       .default_value = "false",
       .sentence = "So."},
      {.path = "problem.*.initial.file", .type = Type::text, .sentence = "Data.", .input_file = true}};
}

constexpr char defaults[] = "[problem.first]\ntimes = [0.5, 1]\n";

/// A configuration is refused, or what it resolves to resolves to itself.
bool configuration(const fs::path& folder, const std::string& bytes) {
  const fs::path path = folder / "run.toml", again = folder / "again.toml";
  write(path, bytes);
  try {
    const auto first = io::Configuration::resolve(schema(), defaults, io::standard_scales(), path);
    write(again, first.resolved_toml());
    try {
      const auto second = io::Configuration::resolve(schema(), defaults, io::standard_scales(), again);
      require(first.resolved_toml() == second.resolved_toml(), "resolved twice it is another configuration");
    } catch (const io::ConfigurationError& error) {
      throw Broken(std::string("its own resolved text is refused: ") + error.what());
    }
    return true;
  } catch (const io::ConfigurationError&) {
    return false;
  }
}

/// A text is refused, or its function can be differentiated, evaluated and said again.
bool expression(const std::string& bytes) {
  const density::ExpressionNames names{{"x", "v"}, {{"a", 0.5}, {"gamma", 2}}, true};
  try {
    const density::Expression f(bytes, names);
    const Eigen::ArrayXd point = Eigen::ArrayXd::Constant(2, 0.3);
    const double value = f.at(0.7, point);
    const std::string text = f.text(names);
    if (text.size() <= 1000) {
      try {
        const double again = density::Expression(text, names).at(0.7, point);
        require(std::isnan(value) ? std::isnan(again)
                                  : again == value || std::abs(again - value) <= 1e-9 * std::abs(value),
                "said again it has another value: " + text);
      } catch (const InvalidArgument&) {  // fully parenthesised it may be too deep
      }
    }
    f.derivative(0).at(0.7, point);
    f.derivative(density::Expression::time).at(0.7, point);
    return true;
  } catch (const InvalidArgument&) {
    return false;
  } catch (const NumericalFailure&) {
    return false;
  }
}

/// A file is refused, or all of its points are finite and as many as its columns say.
bool csv(const fs::path& folder, const std::string& bytes) {
  write(folder / "points.csv", bytes);
  try {
    const io::CsvPoints read = io::read_csv(folder / "points.csv");
    require(read.points.cols() == static_cast<Index>(read.columns.size()), "columns without names");
    require(read.points.allFinite(), "a point that is not finite");
    return true;
  } catch (const InvalidData&) {
    return false;
  }
}

/// A manifest is refused, or written again it reads the same; no manifest makes a foreign file a checkpoint.
bool manifest(const fs::path& folder, const std::string& bytes) {
  const std::size_t cut = bytes.find("\n----\n");
  write(folder / io::Manifest::file_name, bytes.substr(0, cut));
  write(folder / "result.h5", cut == std::string::npos ? "" : bytes.substr(cut + 6));
  try {
    const io::Manifest first = io::Manifest::read(folder);
    try {
      io::ResultFile file(folder);
      file.load_attributes(folder);
    } catch (const InvalidData&) {
    } catch (const MissingInput&) {
    }
    fs::create_directories(folder / "again");
    first.write(folder / "again");
    const io::Manifest second = io::Manifest::read(folder / "again");
    require(first.lines().size() == second.lines().size(), "a line was lost");
    for (const io::Manifest::Line& line : first.lines())
      require(second.digest_of(line.name) == line.digest, "a digest changed");
    return true;
  } catch (const InvalidData&) {
    return false;
  }
}

}  // namespace

void require(bool holds, const std::string& promise) {
  if (!holds) throw Broken(promise);
}

void write(const fs::path& path, const std::string& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) throw std::runtime_error("cannot write " + path.string());
  std::fwrite(bytes.data(), 1, bytes.size(), file);
  std::fclose(file);
}

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Target> targets(const fs::path& scratch) {
  return {{"configuration",
           {"[problem.first]",
            "[[",
            "]]",
            "=",
            "\"",
            "'''",
            "problem",
            ".",
            "1e308",
            "-0.0",
            "nan",
            "inf",
            "0x7f",
            "[[1, 2], [3]]",
            "{a = 1}",
            "\\u0000",
            "\n",
            "#",
            "true",
            "9223372036854775807",
            "1979-05-27"},
           [scratch](const std::string& bytes) { return configuration(scratch, bytes); }},
          {"expression",
           {"x",     "v",     "t",      "a",      "gamma", "exp(", "log(", "sqrt(", "atan2(", "min(", "max(",
            "sign(", "step(", "erf(",   "floor(", ")",     "^",    "^-",   "? ",    " : ",    "&&",   "||",
            "<=",    "1e308", "1e-308", "pi",     "((((",  "-",    "0",    "^0.5",  "^3000"},
           [](const std::string& bytes) { return expression(bytes); }},
          {"csv",
           {",", "\n", "\r\n", "\"", "\"\"", "#", "nan", "1e309", "-0", "0x1p3", " ", "\t", "\xEF\xBB\xBF",
            ";", "1,2\n"},
           [scratch](const std::string& bytes) { return csv(scratch, bytes); }},
          {"manifest",
           {"  ", "\n", "result.h5", "result.previous.h5", "../", "\\", "0123456789abcdef", "\n----\n",
            "\x89HDF\r\n\x1a\n", "\r"},
           [scratch](const std::string& bytes) { return manifest(scratch, bytes); }},
          journal_target(scratch)};
}

}  // namespace kolmo::fuzz

#include "kolmo/problem/keys_of_others.hpp"

#include <algorithm>

#include "kolmo/io/keys_of_others.hpp"

namespace kolmo::problem {
namespace {

struct Reader {
  const char* path;  ///< a key, or all of a table
  const char* name;
};

constexpr Reader readers[] = {
    {"accuracy.*", "four_roads"},
    {"problem.*.sde.*", "four_roads"},
    {"problem.*.fokker_planck.*", "four_roads"},
    {"problem.*.ode.*", "four_roads"},
    {"problem.*.jko.*", "four_roads"},
    {"problem.*.reverse.*", "four_roads"},
    {"problem.*.process.score", "four_roads"},
    {"problem.*.process.model", "four_roads"},
    {"problem.*.exit.*", "first_passage"},
    {"problem.*.relaxation.*", "relaxation"},
    {"problem.*.multilevel.*", "multilevel"},
    {"problem.*.analysis.from", "most_probable_paths or rare_events"},
    {"problem.*.analysis.to", "most_probable_paths or rare_events"},
    {"problem.*.analysis.time", "most_probable_paths"},
    {"problem.*.analysis.half_axes", "rare_events"},
    {"problem.*.analysis.cells", "entropy_along_diffusion"},
};

/// Whether a schema has the key, or some key of the table.
bool reads(const io::Schema& schema, const std::string& path) {
  const bool table = path.back() == '*';
  return std::any_of(schema.begin(), schema.end(), [&](const io::Key& key) {
    return table ? key.path.starts_with(path.substr(0, path.size() - 1)) : key.path == path;
  });
}

}  // namespace

io::Schema with_keys_of_others(io::Schema own) {
  io::Schema more;
  for (const Reader& reader : readers)
    if (!reads(own, reader.path)) more.push_back(io::key_of_another(reader.path, reader.name));
  own.insert(own.end(), more.begin(), more.end());
  return own;
}

}  // namespace kolmo::problem

#include "frame/command_line/chosen_parts.hpp"

#include <algorithm>
#include <unordered_set>

#include "kolmo/io/nearest.hpp"

namespace kolmo::frame {

std::vector<std::string> chosen_parts(const io::Configuration& configuration, const std::string& key,
                                      const std::vector<std::string>& known) {
  if (!configuration.has(key)) return known;
  const std::string plural = key.substr(key.rfind('.') + 1), one = plural.substr(0, plural.size() - 1);
  const std::vector<std::string>& wanted = configuration.texts(key);
  if (wanted.empty()) throw configuration.error_at(key, "at least one " + one + " is needed");
  std::unordered_set<std::string> seen;
  for (const std::string& name : wanted) {
    std::string message;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      message = "there is no " + one + " '" + name + "'; there are";
      for (const std::string& other : known) message += " " + other;
      message += io::did_you_mean(io::nearest_word(known, name));
    } else if (!seen.insert(name).second) {
      message = "'" + name + "' is named twice";
    }
    if (!message.empty()) throw configuration.error_at(key, message);
  }
  return wanted;
}

}  // namespace kolmo::frame

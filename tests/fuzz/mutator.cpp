// How an input is changed.

#include "fuzzer.hpp"

namespace kolmo::fuzz {

void Mutator::change(std::string& text, const std::string& other) {
  const std::size_t at = below(text.size() + 1);
  const std::size_t length = std::min(text.size() - std::min(at, text.size()), 1 + below(16));
  switch (below(8)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(random_());
      break;
    case 2:
      text.insert(at, 1, static_cast<char>(32 + below(95)));
      break;
    case 3:
      text.erase(at, length);
      break;
    case 4: {
      const std::string piece = text.substr(at, length);
      for (std::size_t k = 1 + below(1 << below(8)); k > 0; --k) text.insert(at, piece);
      break;
    }
    case 5:
      text.insert(at, other.substr(below(other.size() + 1), 1 + below(64)));
      break;
    case 6:
      if (!dictionary_.empty()) text.insert(at, dictionary_[below(dictionary_.size())]);
      break;
    default:
      if (!dictionary_.empty()) text.replace(at, length, dictionary_[below(dictionary_.size())]);
  }
}

std::string Mutator::next(const std::vector<std::string>& pool, std::size_t most) {
  std::string text = pool[below(pool.size())];
  const std::string& other = pool[below(pool.size())];
  for (std::size_t k = 1 + below(8); k > 0; --k) change(text, other);
  if (text.size() > most) text.resize(most);
  return text;
}

}  // namespace kolmo::fuzz

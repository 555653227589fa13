// Writes the sample tree into the directory that is the argument, for open_result_file.py.

#include <filesystem>
#include <iostream>

#include "io/sample_tree.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  std::filesystem::remove_all(argv[1]);
  std::filesystem::create_directories(argv[1]);
  kolmo::io::ResultFile file(argv[1]);
  fill_sample_tree(file);
  file.commit();
  std::cout << file.path().string() << "\n";
  return 0;
}

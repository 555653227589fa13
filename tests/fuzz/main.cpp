// fuzz TARGET CORPUS [--executions N] [--seconds S] [--seed N] [--once FILE]: changed inputs to one reader
// under sanitizers. Ends with 1 and the input in crash-TARGET where it breaks a promise, throws what it
// should not or takes ten seconds.

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "fuzzer.hpp"

namespace {

namespace fs = std::filesystem;
constexpr unsigned longest = 10;  ///< seconds for one input
constexpr std::size_t most_kept = 2000;

std::string* current = nullptr;  ///< the input that runs, for those who end the process
char crash_name[64];

void keep_crash() {
  if (current == nullptr) return;
  if (std::FILE* file = std::fopen(crash_name, "wb")) {
    std::fwrite(current->data(), 1, current->size(), file);
    std::fclose(file);
  }
}

void too_long(int) {
  keep_crash();
  const char words[] = "an input takes more than ten seconds\n";
  if (::write(STDERR_FILENO, words, sizeof words - 1) < 0) std::_Exit(2);
  std::_Exit(1);
}

/// An assertion of a library.
void aborted(int) {
  keep_crash();
  std::_Exit(1);
}

bool survives(const kolmo::fuzz::Target& target, std::string& input, bool& accepted) {
  current = &input;
  ::alarm(longest);
  try {
    accepted = target.run(input);
    ::alarm(0);
    return true;
  } catch (const std::exception& error) {
    std::cerr << target.name << ": " << error.what() << "\n";
  } catch (...) {
    std::cerr << target.name << ": an exception of an unknown kind\n";
  }
  keep_crash();
  std::cerr << "the input is in " << crash_name << "\n";
  return false;
}

int fuzz(const kolmo::fuzz::Target& target, std::vector<std::string> pool,
         std::map<std::string, double> limits) {
  std::size_t accepted_count = 0, done = 0;
  for (std::string& input : pool) {
    bool accepted = false;
    if (!survives(target, input, accepted)) return 1;
  }
  const std::size_t seeds = pool.size();
  kolmo::fuzz::Mutator mutator(static_cast<std::uint64_t>(limits["--seed"]), target.dictionary);
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  while (static_cast<double>(done) < limits["--executions"] && seconds() < limits["--seconds"]) {
    std::string input = mutator.next(pool);
    bool accepted = false;
    if (!survives(target, input, accepted)) return 1;
    ++done;
    if (!accepted) continue;
    ++accepted_count;
    if (pool.size() < most_kept) {
      pool.push_back(input);
    } else {
      pool[seeds + done % (most_kept - seeds)] = input;
    }
  }
  std::cout << target.name << ": " << done << " executions in " << seconds() << " s, " << accepted_count
            << " accepted\n";
  return 0;
}

}  // namespace

extern "C" void __sanitizer_set_death_callback(void (*)());
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0:hard_rss_limit_mb=3000:allocator_may_return_null=0";
}

int main(int argc, char** argv) {
  std::map<std::string, double> limits = {{"--executions", 1e6}, {"--seconds", 1e9}, {"--seed", 1}};
  if (argc < 3)
    return std::cerr << "usage: fuzz TARGET CORPUS [--executions N] [--seconds S] [--seed N] [--once FILE]\n",
           64;
  std::string once;
  for (int i = 3; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--once") == 0) {
      once = argv[i + 1];
    } else {
      limits[argv[i]] = std::atof(argv[i + 1]);
    }
  }
  std::signal(SIGALRM, too_long);
  std::signal(SIGABRT, aborted);
  __sanitizer_set_death_callback(keep_crash);
  // In memory where there is such a place: manifests are flushed to disk.
  std::string scratch =
      fs::is_directory("/dev/shm") ? "/dev/shm/kolmo_fuzz_XXXXXX" : "/tmp/kolmo_fuzz_XXXXXX";
  if (::mkdtemp(scratch.data()) == nullptr) return 73;
  std::snprintf(crash_name, sizeof crash_name, "crash-%s", argv[1]);
  int status = 64;
  for (const kolmo::fuzz::Target& target : kolmo::fuzz::targets(scratch)) {
    if (target.name != argv[1]) continue;
    std::vector<std::string> pool;
    if (!once.empty()) {
      pool.push_back(kolmo::fuzz::slurp(once));
    } else {
      std::vector<fs::path> paths;
      for (const auto& entry : fs::directory_iterator(fs::path(argv[2]) / target.name))
        paths.push_back(entry.path());
      std::sort(paths.begin(), paths.end());
      for (const fs::path& path : paths) pool.push_back(kolmo::fuzz::slurp(path));
    }
    if (!once.empty()) limits["--executions"] = 0;
    status = pool.empty() ? 66 : fuzz(target, pool, limits);
  }
  fs::remove_all(scratch);
  return status;
}

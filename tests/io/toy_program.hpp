#pragma once
// The toy experiment as a program: started, waited for, interrupted.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "io/temporary_directory.hpp"
#include "kolmo/io/manifest.hpp"
#include "kolmo/io/result_file.hpp"

namespace kolmo::toy {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct Outcome {
  int status = -1;  ///< exit status, or minus the signal that killed it
  std::string out, error;
};

class Frame : public testing::Test {
 protected:
  /// Starts the toy in the test's directory.
  pid_t start(const std::vector<std::string>& arguments, rlim_t file_limit = RLIM_INFINITY) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    std::vector<char*> argv = {const_cast<char*>(TOY_EXPERIMENT)};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    if (::chdir(folder.c_str()) != 0) ::_exit(120);
    for (const auto& [path, target] : {std::pair{output, 1}, {directory / "stderr", 2}})
      ::dup2(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), target);
    const rlimit limit{file_limit, file_limit};
    // Threads that spin while others use the machine make a toy slow.
    ::setenv("OMP_WAIT_POLICY", "passive", 1);
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    if (memory_limit != RLIM_INFINITY) {
      const rlimit memory{memory_limit, memory_limit};
      ::setrlimit(RLIMIT_AS, &memory);
    }
    if (file_limit != RLIM_INFINITY) ::setrlimit(RLIMIT_FSIZE, &limit);
    ::execv(TOY_EXPERIMENT, argv.data());
    ::_exit(121);
  }

  Outcome wait(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), slurp(directory / "stdout"),
            slurp(directory / "stderr")};
  }

  Outcome run(const std::vector<std::string>& arguments, rlim_t file_limit = RLIM_INFINITY) {
    return wait(start(arguments, file_limit));
  }

  void expect(int status, const std::string& words, const std::vector<std::string>& arguments) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, status) << outcome.error;
    EXPECT_NE((outcome.out + outcome.error).find(words), std::string::npos) << outcome.out << outcome.error;
  }

  std::string numbers(const std::string& name) {
    kolmo::io::ResultFile file(directory.path());
    file.load_group(directory / name, "provenance");
    for (const auto& [attribute, value] : file.group("provenance").attributes())
      if (attribute == "numbers_sha256") return std::get<std::string>(value);
    return "";
  }

  void wait_for(const fs::path& path) {
    for (int i = 0; i < 1000 && !fs::exists(path); ++i) std::this_thread::sleep_for(10ms);
    ASSERT_TRUE(fs::exists(path)) << path;
  }

  /// What the provenance of a finished run says, changed as if another program had computed it.
  void forge(const std::string& name, const std::vector<std::pair<std::string, std::string>>& facts) {
    kolmo::io::ResultFile file(directory / name);
    file.load_attributes(directory / name);
    for (const std::string& group : kolmo::io::ResultFile::finished_groups(directory / name))
      file.load_group(directory / name, group);
    file.load_group(directory / name, "provenance");
    for (const auto& [attribute, value] : facts) file.group("provenance").attribute(attribute, value);
    file.commit();
  }

  const TemporaryDirectory directory;
  // Where and how the toy is started.
  fs::path folder = directory.path(), output = directory / "stdout";
  std::vector<std::pair<std::string, std::string>> environment;
  rlim_t memory_limit = RLIM_INFINITY;
};

/// With parts that take long enough to be interrupted.
class Interrupted : public Frame {
 protected:
  const std::vector<std::string> slow = {"--set", "problem.second.sde.steps=80"};

  std::vector<std::string> with(std::vector<std::string> arguments, int milliseconds) {
    arguments.insert(arguments.end(), slow.begin(), slow.end());
    arguments.insert(arguments.end(), {"--set", "run.milliseconds=" + std::to_string(milliseconds)});
    return arguments;
  }
};

}  // namespace kolmo::toy

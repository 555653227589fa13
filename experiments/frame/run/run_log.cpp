#include "frame/run/run_log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include "kolmo/io/errors.hpp"

namespace kolmo::frame {

struct RunLog::Implementation {
  std::shared_ptr<spdlog::logger> logger;
  bool good = true;
};

RunLog::RunLog(const std::filesystem::path& path) : implementation_(std::make_unique<Implementation>()) {
  std::error_code ignored;
  if (std::filesystem::is_symlink(path, ignored))
    throw io::WriteError(path.string() + ": is a link, and none is followed");
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string(), false);
    implementation_->logger = std::make_shared<spdlog::logger>("run", std::move(sink));
  } catch (const spdlog::spdlog_ex& error) {
    throw io::WriteError(error.what());
  }
  implementation_->logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  implementation_->logger->flush_on(spdlog::level::info);
  implementation_->logger->set_error_handler([this](const std::string&) { implementation_->good = false; });
}

RunLog::~RunLog() = default;

void RunLog::info(const std::string& message) { implementation_->logger->info("{}", message); }
void RunLog::error(const std::string& message) { implementation_->logger->error("{}", message); }
bool RunLog::good() const { return implementation_->good; }

}  // namespace kolmo::frame

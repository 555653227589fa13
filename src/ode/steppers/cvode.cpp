// CVODE of SUNDIALS: methods of varying order and step, BDF for stiff velocities and Adams for others. It
// takes steps of its own within a step and remembers them from one step to the next.

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_band.h>
#include <sunmatrix/sunmatrix_band.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <cmath>
#include <exception>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "list.hpp"
#include "stepper_claim.hpp"

namespace kolmo::ode {
namespace {

/// What CVODE is built of, for one size of state; destroyed in the reverse order.
struct Parts {
  SUNContext context = nullptr;
  N_Vector y = nullptr;
  SUNMatrix matrix = nullptr;
  SUNLinearSolver linear = nullptr;
  SUNNonlinearSolver nonlinear = nullptr;
  void* cvode = nullptr;

  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    if (cvode != nullptr) CVodeFree(&cvode);
    if (nonlinear != nullptr) SUNNonlinSolFree(nonlinear);
    if (linear != nullptr) SUNLinSolFree(linear);
    if (matrix != nullptr) SUNMatDestroy(matrix);
    if (y != nullptr) N_VDestroy(y);
    if (context != nullptr) SUNContext_Free(&context);
  }
};

class Cvode final : public OdeStepper {
 public:
  Cvode(Claim claim, int method) : claim_(std::move(claim)), method_(method) {}

  const Claim& claim() const override { return claim_; }
  std::optional<int> error_order() const override { return std::nullopt; }
  std::string failure() const override { return failure_; }
  void set_structure(const Structure& structure) override {
    rows_ = structure.rows;
    parts_.reset();
  }
  void set_tolerances(double relative, double absolute) override {
    relative_ = relative;
    absolute_ = absolute;
    parts_.reset();
  }

  void step(const System& system, double t, double h, const State& x, const State& /*slope*/, State& x_new,
            State& slope_new, State* /*error*/) override {
    system_ = &system;
    failure_.clear();
    const double end = t + h;
    const double rounding = 16 * std::numeric_limits<double>::epsilon() * (std::abs(t) + std::abs(h));
    const bool goes_on = parts_ && std::abs(t - reached_) <= rounding && (h > 0) == forwards_ && x == last_;
    if (!goes_on) begin(t, h, x);
    CVodeSetStopTime(parts_->cvode, end);
    double reached = t;
    const int flag = CVode(parts_->cvode, end, parts_->y, &reached, CV_NORMAL);
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    if (flag < 0) {
      if (failure_.empty()) failure_ = "CVODE gave up";
      parts_.reset();
      x_new.setConstant(std::numeric_limits<double>::quiet_NaN());
      return;
    }
    gather(N_VGetArrayPointer(parts_->y), x_new);
    system(end, x_new, slope_new);
    reached_ = end;
    last_ = x_new;
  }

 private:
  // CVODE sees the entries of a particle side by side, so that the Jacobian is a band of their number.
  Index width() const { return last_.size() / rows_; }
  void scatter(const State& x, double* y) const {
    const Index m = width();
    for (Index j = 0; j < m; ++j) {
      for (Index i = 0; i < rows_; ++i) y[i * m + j] = x[i + j * rows_];
    }
  }
  void gather(const double* y, State& x) const {
    const Index m = width();
    for (Index j = 0; j < m; ++j) {
      for (Index i = 0; i < rows_; ++i) x[i + j * rows_] = y[i * m + j];
    }
  }

  void begin(double t, double h, const State& x) {
    const bool fits = parts_ && last_.size() == x.size();
    last_ = x;
    reached_ = t;
    forwards_ = h > 0;
    if (fits) {
      scatter(x, N_VGetArrayPointer(parts_->y));
      require_success(CVodeReInit(parts_->cvode, t, parts_->y));
    } else {
      build(t, x);
    }
  }

  void build(double t, const State& x) {
    parts_ = std::make_unique<Parts>();
    Parts& p = *parts_;
    require_success(SUNContext_Create(nullptr, &p.context));
    p.y = N_VNew_Serial(x.size(), p.context);
    scatter(x, N_VGetArrayPointer(p.y));
    p.cvode = CVodeCreate(method_, p.context);
    require_success(CVodeSetErrHandlerFn(p.cvode, &Cvode::hear, this));
    require_success(CVodeInit(p.cvode, &Cvode::right_side, t, p.y));
    require_success(CVodeSetUserData(p.cvode, this));
    require_success(CVodeSStolerances(p.cvode, relative_, absolute_));
    require_success(CVodeSetMaxNumSteps(p.cvode, 100'000));
    if (method_ == CV_BDF) {
      p.matrix = SUNBandMatrix(x.size(), width() - 1, width() - 1, p.context);
      p.linear = SUNLinSol_Band(p.y, p.matrix, p.context);
      require_success(CVodeSetLinearSolver(p.cvode, p.linear, p.matrix));
    } else {
      p.nonlinear = SUNNonlinSol_FixedPoint(p.y, 0, p.context);
      require_success(CVodeSetNonlinearSolver(p.cvode, p.nonlinear));
    }
  }

  void require_success(int flag) const {
    if (flag != 0) throw NumericalFailure("ode: " + claim_.name + " cannot be set up: " + failure_);
  }

  static int right_side(double t, N_Vector y, N_Vector slope, void* self) {
    auto& stepper = *static_cast<Cvode*>(self);
    try {
      stepper.place_.resize(stepper.last_.size());
      stepper.slope_.resize(stepper.last_.size());
      stepper.gather(N_VGetArrayPointer(y), stepper.place_);
      (*stepper.system_)(t, stepper.place_, stepper.slope_);
      stepper.scatter(stepper.slope_, N_VGetArrayPointer(slope));
      return stepper.slope_.allFinite() ? 0 : 1;  // 1: a smaller step may help
    } catch (...) {                               // no exception may cross C
      stepper.thrown_ = std::current_exception();
      return -1;
    }
  }

  static void hear(int code, const char*, const char*, char* message, void* self) {
    if (code < 0) static_cast<Cvode*>(self)->failure_ = std::string("CVODE: ") + message;
  }

  Claim claim_;
  int method_;
  Index rows_ = 1;
  double relative_ = 1e-10, absolute_ = 1e-10;
  const System* system_ = nullptr;
  std::unique_ptr<Parts> parts_;
  State last_, place_, slope_;
  double reached_ = 0;
  bool forwards_ = true;
  std::exception_ptr thrown_;
  std::string failure_;
};

StepperEntry entry(const Claim& claim, int method) {
  return {claim, [claim, method] { return std::make_unique<Cvode>(claim, method); }};
}

}  // namespace

StepperEntry cvode_bdf() {
  return entry(
      stepper_claim("cvode_bdf",
                    "Hindmarsh et al. (2005), ACM Trans. Math. Softw. 31, 363: BDF of orders 1 to 5",
                    std::nullopt, 0,
                    "SUNDIALS; a fixed number of steps, within which it takes its own to the tolerance"),
      CV_BDF);
}

StepperEntry cvode_adams() {
  return entry(
      stepper_claim(
          "cvode_adams",
          "Hindmarsh et al. (2005), ACM Trans. Math. Softw. 31, 363: Adams–Moulton of orders 1 to 12",
          std::nullopt, 0,
          "SUNDIALS; a fixed number of steps, within which it takes its own to the tolerance; not stiff"),
      CV_ADAMS);
}

}  // namespace kolmo::ode

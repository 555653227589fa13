"""First passage: the bias of mean exit times against the step, densities of exit times, survival."""
import numpy as np

from kolmo.units import density_units, with_units

from .picture import Picture
from .sheet import Sheet, logarithmic

SHIFT = 0.5825971579390107  # −ζ(½)/√(2π): without correction walls seem this times g√h further away
STYLES = {"none": ("#D55E00", "s", 4.5), "midpoint": ("#009E73", "D", 6.5), "sampled": ("#0072B2", "o", 3.5)}
HISTOGRAMS = ("#0072B2", "#E69F00", "#D55E00", "#CC79A7", "#56B4E9")
BESIDE = "_standard_error"


def draw(problem):
    return [picture for picture in (_means(problem.group("means")), _times(problem.group("exit_times")))
            if picture is not None]


def _scalar(group, name):
    """A number of a group; NaN where there is none."""
    variable = group.variables.get(name)
    if variable is None or variable.values.size != 1 or variable.values.dtype.kind not in "fiu":
        return np.nan
    group.used.add(name)
    return float(variable.values.ravel()[0])


def _estimates(group, dimension):
    """Variables on the dimension with their standard errors: name → (values, errors)."""
    found = {}
    for name, variable in group.variables.items():
        if variable.has(dimension) and name != dimension and not name.endswith(BESIDE):
            error = group.use(name + BESIDE)
            group.used.add(name)
            found[name] = variable.values.astype(float), np.zeros(len(variable.values)) if error is None else error.values
    return found


def _means(group):
    exact, unit = _scalar(group, "exact"), _scalar(group, "boundary_unit")
    found = _estimates(group, "h")
    shown = {name: found[name] for name in STYLES if name in found}
    if not shown or not np.isfinite(exact):
        return None
    h = np.asarray(group.variables["h"].values, dtype=float)
    sheet = Sheet(2, [2.5])
    bias, means = sheet.axes[0]
    logarithmic(bias, "x", "y")
    logarithmic(means, "x")
    for name, (values, error) in shown.items():
        colour, marker, size = STYLES[name]
        away = np.abs(values - exact)
        sure = away > 2 * error
        for chosen, alpha in ((sure, 1.0), (~sure, 0.35)):
            low = np.minimum(error[chosen], 0.9 * away[chosen])
            bias.errorbar(h[chosen], away[chosen], yerr=[low, error[chosen]], fmt=marker, color=colour, markersize=size,
                          markeredgewidth=0, elinewidth=0.9, alpha=alpha, label=f"correction: {name}" if alpha == 1 else None)
        means.errorbar(h, values, yerr=error, fmt=marker, color=colour, markersize=size, markeredgewidth=0, elinewidth=0.9)
        if name + "_plain" in found:
            plain, spread = found[name + "_plain"]
            means.errorbar(h * 1.07, plain, yerr=spread, fmt=marker, color=colour, markersize=0.8 * size, markeredgewidth=0,
                           elinewidth=0.9, alpha=0.4)
    if np.isfinite(unit):
        ends = np.array([h.min(), h.max()])
        bias.plot(ends, SHIFT * unit * np.sqrt(ends), ":", color="black", label="0.5826 g√h E|∂τ|")
    means.axhline(exact, color="black", linestyle=(0, (4, 2)), linewidth=1, label="exact")
    units = group.variables["exact"].attributes.get("units", "1")
    bias.set_ylabel(with_units("|mean exit time − exact|", units))
    means.set_ylabel(with_units("mean exit time", units))
    for axis in sheet.axes[0]:
        axis.set_xlabel(group.variables["h"].label)
    sheet.title(0, "bias of the mean exit time")
    sheet.title(1, "mean exit time")
    return Picture("exit_means", "The bias of mean exit times", "First: with bridges the bias is of order h, without of order √h, "
                   "with the dotted leading term; pale points are less than two standard errors from none. Second: the means "
                   "themselves; pale, a little to the right: the same without the control variate. Bars are one standard error.",
                   sheet)


def _times(group):
    found = _estimates(group, "t")
    exact = found.pop("exact", None)
    if not found:
        return None
    t = np.asarray(group.variables["t"].values, dtype=float)
    width = t[1] - t[0]
    sheet = Sheet(2, [2.5])
    density, survival = sheet.axes[0]
    logarithmic(survival, "y")
    faces = np.append(t - width / 2, t[-1] + width / 2)
    for colour, (name, (values, error)) in zip(HISTOGRAMS, found.items()):
        label = group.variables[name].attributes.get("long_name", name.replace("_", " ")).removeprefix("density of exit times, ")
        density.stairs(values, faces, color=colour, linewidth=1.1, alpha=0.85, label=label)
        density.errorbar(t, values, yerr=error, fmt="none", ecolor=colour, elinewidth=0.8, alpha=0.8)
        survival.plot(faces, _survival(values, width), color=colour, linewidth=1.2)
    if exact is not None:
        density.plot(t, exact[0], color="black", linestyle=(0, (4, 2)), linewidth=1, zorder=3, label="exact density")
        survival.plot(faces, _survival(exact[0], width), color="black", linestyle=(0, (4, 2)), linewidth=1, zorder=3)
    density.set_ylim(bottom=0)
    density.set_ylabel(f"density of exit times [{density_units([group.variables['t']])}]")
    survival.set_ylabel("still inside, P(exit time > t)")
    for axis in sheet.axes[0]:
        axis.set_xlabel(group.variables["t"].label)
        axis.set_xlim(faces[0], faces[-1])
    sheet.title(0, "density of exit times")
    sheet.title(1, "still inside")
    return Picture("exit_times", "When paths leave", "First: histograms of exit times with one standard error; without "
                   "correction exits fall on multiples of the step, so that cells between may be empty. Second: one minus their "
                   "sums, on a logarithmic scale.", sheet)


def _survival(density, width):
    """P(T > t) at the faces of the cells; nothing where no path is left."""
    left = 1 - np.append(0, np.cumsum(density) * width)
    return np.where(left > 1e-9, left, np.nan)

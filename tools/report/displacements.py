"""Maps of transport: arrows from where mass lies to where it goes, over the density that is carried and the one it becomes."""
import numpy as np

from .picture import Picture
from .sheet import Sheet

MOST_ARROWS = 16  # along each axis


def draw(problem):
    """The picture of a group `map` with displacements on (x, y), if there is one."""
    group = problem.group("map")
    names = ("displacement_x", "displacement_y")
    if not all(name in group.variables and group.variables[name].has("x", "y") for name in names):
        return []
    u, v = (group.use(name).values for name in names)
    x, y = group.variables[names[0]].coordinate("x"), group.variables[names[0]].coordinate("y")
    densities = [(title, group.use(name).values) for title, name in (("carried", "density_from"), ("what it becomes", "density_to"))
                 if name in group.variables]
    sheet = Sheet(max(len(densities), 1), [2.32], per_row=max(len(densities), 1))
    every = max(1, -(-len(x) // MOST_ARROWS))
    kept = slice(every // 2, None, every)
    half = 0.5 * (x[1] - x[0]), 0.5 * (y[1] - y[0])
    for place, (title, density) in enumerate(densities or [("displacement", np.zeros_like(u))]):
        axis = sheet.cells[place].axes[0]
        axis.imshow(density.T[::-1], extent=(x[0] - half[0], x[-1] + half[0], y[0] - half[1], y[-1] + half[1]), aspect="auto",
                    interpolation="nearest", cmap="Blues")
        if place == 0:
            axis.quiver(x[kept], y[kept], u[kept, kept].T, v[kept, kept].T, angles="xy", scale_units="xy", scale=1, width=0.004,
                        color="#D55E00")
        axis.grid(False)
        axis.set_xlabel("x", fontsize=8)
        axis.set_ylabel("y", fontsize=8)
        sheet.title(place, title)
    length = np.hypot(u, v)
    text = f"Arrows from places to where their mass goes; the longest is {length.max():.3g}, the mean {length.mean():.3g}."
    return [Picture("map", "The optimal map", "Each arrow leads from where mass lies to where the optimal map carries it.", sheet,
                    maps=True, alternatives={place: text for place in range(len(sheet.cells))})]

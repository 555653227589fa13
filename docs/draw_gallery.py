#!/usr/bin/python3
"""Draw docs/figures/gallery_NAME.png for every problem of data/problems from a run at quick scale, small enough for a page with all of them.

usage: docs/draw_gallery.py [NAME …]      all if none is named; programs are those of build/release/experiments
"""
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.dont_write_bytecode = True
sys.path[:0] = [str(TOP / "python"), str(TOP / "tools")]

# Figures of the report in the order in which they are preferred.
FIGURES = ("density_maps", "densities", "exit_times", "cost", "curves", "moments")
WIDTH = 900   # pixels
COLOURS = 64  # of the palette


def small(png):
    """The picture with WIDTH pixels a line and a palette of COLOURS."""
    from PIL import Image
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.LANCZOS)
    out = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def draw(name):
    """Run the problem, draw the first of FIGURES that its report has. Gives the file."""
    from kolmo import result_file
    from report import page
    problem = TOP / "data" / "problems" / f"{name}.toml"
    experiment = (re.search(r"^# experiment: *([a-z_]+)", problem.read_text(encoding="utf-8"), re.M) or (0, "four_roads"))[1]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run"
        subprocess.run([TOP / "build/release/experiments" / experiment, "--config", problem, "--scale", "quick", "--quiet", "--output", output],
                       stdout=subprocess.DEVNULL)
        root = result_file.read(result_file.locate(output))
        found = {picture.name: picture for owner, picture in page.figures(root) if owner == name}
        chosen = next(figure for figure in FIGURES if figure in found)
        target = TOP / "docs" / "figures" / f"gallery_{name}.png"
        target.write_bytes(small(found[chosen].file("png")))
    print(target.relative_to(TOP), chosen, target.stat().st_size)


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(path.stem for path in (TOP / "data" / "problems").glob("*.toml")):
        draw(name)

"""Every relative link of the README and the book leads somewhere, every source that they name is there, every page is in the
list of contents, and the gallery shows every problem of data/problems.

usage: check_links.py ROOT
"""
import sys
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
sys.path.insert(0, str(ROOT / "tools" / "site"))
import markdown_links  # noqa: E402
import stage  # noqa: E402

found = markdown_links.broken(ROOT) + markdown_links.missing_files(ROOT) + stage.orphans(ROOT, stage.contents(ROOT))
gallery = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
found += [f"docs/gallery.md: no picture of {problem.stem}" for problem in sorted((ROOT / "data" / "problems").glob("*.toml"))
          if f"figures/gallery_{problem.stem}.png" not in gallery]
for violation in found:
    print(violation)
count = sum(1 for page in markdown_links.pages(ROOT) for _ in markdown_links.links(page))
print(f"{count} links read, {len(found)} violations")
sys.exit(1 if found or count == 0 else 0)

"""The version stands in the header, the changelog and the citation as CMake's project() says.

usage: check_version.py ROOT VERSION
"""
import re
import sys
from pathlib import Path

root, version = Path(sys.argv[1]), sys.argv[2]
major, minor, patch = version.split(".")
written = {
    "include/kolmo/version.hpp": [f'version[] = "{version}"', f"KOLMO_VERSION_MAJOR {major}\n", f"KOLMO_VERSION_MINOR {minor}\n",
                                  f"KOLMO_VERSION_PATCH {patch}\n"],
    "CITATION.cff": [f"\nversion: {version}\n"],
    "CHANGELOG.md": [f"\n## [{version}] – "],
}
failures = [f"{name}: no '{text.strip()}'" for name, texts in written.items() for text in texts
            if text not in (root / name).read_text(encoding="utf-8")]
newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
if newest is None or newest.group(1) != version:
    failures.append(f"CHANGELOG.md: its newest version is not {version}")
for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)

"""A result file that its manifest disowns is drawn with a warning, one that it vouches for without."""
import hashlib
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tools"))
from report import manifest  # noqa: E402


class Manifest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name, "result.h5")
        with h5py.File(self.path, "w") as file:
            file.attrs.update(experiment="other", kolmo_version="0.1.0")
            file["study/values"] = [1.0, 2.5]
        self.digest = hashlib.sha256(self.path.read_bytes()).hexdigest()

    def list(self, text):
        self.path.with_name("manifest.txt").write_text(text, encoding="utf-8")

    def test_a_listed_digest_vouches(self):
        for name in ("result.h5", "result.previous.h5"):  # while a commit renames, the old file has the other line
            self.list(f"{'0' * 64}  config.resolved.toml\n{self.digest}  {name}\n")
            self.assertEqual(manifest.disowned(self.path), "")

    def test_without_a_manifest_nothing_is_said(self):
        self.assertEqual(manifest.disowned(self.path), "")

    def test_another_digest_or_another_name_disowns(self):
        for text in (f"{'0' * 64}  result.h5\n", f"{self.digest}  /data/points.csv\n", "", "rubbish\n"):
            self.list(text)
            self.assertIn("does not list it", manifest.disowned(self.path), text)

    def test_the_page_and_the_terminal_say_so(self):
        for digest, words in (("0" * 64, True), (self.digest, False)):
            self.list(f"{digest}  result.h5\n")
            run = subprocess.run([sys.executable, "-B", TOP / "tools" / "report.py", self.path], capture_output=True, text=True)
            self.assertEqual(run.returncode, 0, run.stderr)
            page = self.path.with_name("report.html").read_text(encoding="utf-8")
            self.assertEqual("Do not trust the numbers" in page, words)
            self.assertEqual("does not list it" in run.stderr, words)


if __name__ == "__main__":
    unittest.main()

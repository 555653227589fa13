"""A result file that its manifest disowns is drawn with a warning, one that it vouches for without."""
import hashlib
import sys
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools"), str(TOP / "python")]
from kolmo import manifest  # noqa: E402


class Manifest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name, "result.h5")
        self.path.write_bytes(b"the bytes of a result")
        self.digest = hashlib.sha256(self.path.read_bytes()).hexdigest()

    def list(self, text):
        self.path.with_name("manifest.txt").write_text(text, encoding="utf-8")

    def test_a_listed_digest_vouches(self):
        self.list(f"{'0' * 64}  config.resolved.toml\n{self.digest}  result.h5\n{'0' * 64}  /data/my result.h5\n")
        self.assertEqual(manifest.disowned(self.path), "")

    def test_the_digest_of_the_generation_before_vouches_while_a_commit_renames(self):
        self.list(f"{'0' * 64}  result.h5\n{self.digest}  result.previous.h5\n")
        self.assertEqual(manifest.disowned(self.path), "")

    def test_without_a_manifest_nothing_is_said(self):
        self.assertEqual(manifest.disowned(self.path), "")

    def test_another_digest_or_another_name_disowns(self):
        for text, words in ((f"{'0' * 64}  result.h5\n", "is not the file"), (f"{self.digest}  /data/points.csv\n", "does not list"),
                            (f"{self.digest}  /data/my result.h5\n", "does not list"), ("", "does not list"), ("rubbish\n", "does not list")):
            self.list(text)
            self.assertIn(words, manifest.disowned(self.path), text)


if __name__ == "__main__":
    unittest.main()

"""What bash completes after `eval "$(tools/kolmo completion)"`."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "report"))
import synthetic_result  # noqa: E402


def completed(*words):
    """What bash offers for the last of the words."""
    script = f'eval "$("{TOP}/tools/kolmo" completion)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kolmo; printf "%s\\n" "${{COMPREPLY[@]}}"'
    run = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, text=True, check=True)
    return run.stdout.split()


class Completion(unittest.TestCase):
    def test_commands_names_and_options(self):
        self.assertEqual(completed("kolmo", "co"), ["compare", "completion"])
        self.assertEqual(completed("kolmo", "run", "multi"), ["multilevel"])
        self.assertEqual(completed("kolmo", "run", "multilevel", "--scale", "q"), ["quick"])
        self.assertEqual(completed("kolmo", "show", "--o"), ["--orders"])

    def test_quantities_of_the_result(self):
        with tempfile.TemporaryDirectory(prefix="a completion ") as folder:
            path = Path(folder, "result.h5")
            synthetic_result.write(path)
            self.assertEqual(sorted(completed("kolmo", "plot", str(path), "line/mea")), ["line/mean", "line/mean_initial"])
            self.assertEqual(completed("kolmo", "show", folder.rsplit("/", 1)[0] + "/nothing_like_it"), [])

    def test_every_command_is_offered(self):
        help_text = subprocess.run([TOP / "tools" / "kolmo", "--help"], capture_output=True, text=True, check=True).stdout
        for command in completed("kolmo", ""):
            self.assertIn(command, help_text)


if __name__ == "__main__":
    unittest.main()

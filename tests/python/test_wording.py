"""Names and formulas as a reader sees them."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))
from kolmo import wording  # noqa: E402


class Wording(unittest.TestCase):
    def test_formulas_have_powers_letters_and_signs(self):
        for plain, seen in {"sigma^2/(2R^2) X dt": "σ²/(2R²) X dt", "e^(-beta t/2)": "e^(-β t/2)", "k^2/gamma^3": "k²/γ³",
                            "(1 + lambda H)^{-1}": "(1 + λ H)⁻¹", "sigma_L^2": "σ_L²", "T -> 0": "T → 0",
                            "sqrt(2 gamma T)": "√(2 γ T)", "10^-3": "10⁻³", "|s| <= 2": "|s| ≤ 2"}.items():
            self.assertEqual(wording.typeset(plain), seen)

    def test_what_is_no_formula_stays(self):
        for words in ("x^0.5", "p^strength", "e^-2t", "process.beta_min", "alphabet", "2^10.5", "a sigmoid", "beta.toml"):
            self.assertEqual(wording.typeset(words), words)

    def test_labels_have_no_underscores_but_those_of_formulas_and_keys(self):
        self.assertEqual(wording.label("leimkuhler_matthews: bias of E X^2"), "leimkuhler matthews: bias of E X²")
        for words in ("p_F(W)", "x_t", "sde.time_step"):
            self.assertEqual(wording.label(words), words)

    def test_titles_write_names_as_names(self):
        self.assertEqual(wording.title("ornstein_uhlenbeck_to_law"), "Ornstein Uhlenbeck to law")
        self.assertEqual(wording.title("guidance_ks"), "guidance KS")

    def test_a_quantity_is_what_labels_begin_with(self):
        for labels, common in ((["density, mirror", "density, clipping"], "density"), (["bias by one", "bias by a kernel"], "bias"),
                               (["mean of x, paths", "mean of x^2, paths"], "mean"), (["p_F(W)", "p_R(-W)"], ""),
                               (["x of a", "y of a"], ""), (["of one", "of two"], ""), (["density", "density, exact"], "density")):
            self.assertEqual(wording.in_common(labels), common)


if __name__ == "__main__":
    unittest.main()

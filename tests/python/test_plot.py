"""kolmo.plot draws quantities of every number of axes, with what the file says on the axes."""
import io
import unittest

import numpy as np

from synthetic import WithResults

import kolmo


class Plot(WithResults):
    def drawn(self, name, path=None):
        figure = kolmo.plot(path or self.path, name)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=40)
        self.assertGreater(len(buffer.getvalue()), 1000)
        return figure

    def test_a_quantity_of_roads_over_time(self):
        axis = self.drawn("line/mean").axes[0]
        self.assertEqual(axis.get_xlabel(), "time [s]")
        labels = axis.get_legend_handles_labels()[1]
        self.assertEqual(labels, ["SDE paths", "Fokker–Planck grid", "probability flow", "JKO steps", "exact"])
        values = kolmo.open(self.path).quantity("line/mean").values
        np.testing.assert_array_equal(axis.lines[0].get_ydata(), values.sel(road="sde"))
        self.assertGreater(len(axis.collections), 0)  # bars and bands

    def test_a_number_alone(self):
        axis = self.drawn("line/surprise").axes[0]
        self.assertEqual([label.get_text() for label in axis.get_yticklabels()], ["surprise"])

    def test_densities_in_one_and_two_dimensions(self):
        self.assertEqual(len(self.drawn("line/density_exact").axes[0].lines), 4)
        panels = [axis for axis in self.drawn("plane/density_exact").axes if axis.get_title()]
        self.assertEqual([axis.get_title() for axis in panels], ["time = 0", "time = 0.2", "time = 0.5", "time = 1"])

    def test_particles(self):
        self.assertEqual(self.drawn("line/ensembles/sde").axes[0].get_ylabel(), "x")
        self.assertEqual(len(self.drawn("plane/ensembles/sde").axes), 2)

    def test_every_quantity_is_drawn_or_refused_with_a_reason(self):
        for path in (self.path, self.studies):
            result = kolmo.open(path)
            for name in result.quantities:
                try:
                    kolmo.plot(result, name)
                except kolmo.ResultError as error:
                    self.assertIn(error.status, (64, 65))

    def test_what_cannot_be_drawn_says_why(self):
        for name, words in (("line/free_energy", "no finite number"), ("line/nothing", "no quantity 'line/nothing'")):
            with self.assertRaisesRegex(kolmo.ResultError, words):
                kolmo.plot(self.path, name)


if __name__ == "__main__":
    unittest.main()

"""Draws any result file of Kolmo from its labels into one HTML page: result_file reads, figures draw, page writes."""

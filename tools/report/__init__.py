"""Draws any result file of Kolmo from its labels into one HTML page: the package kolmo reads, figures draw, page writes."""

"""Calls the tools within the test's own process: matplotlib and xarray load once and not once a call."""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest import mock

TOP = Path(__file__).resolve().parents[2]


def load(path):
    """The module in a file of any name."""
    loader = importlib.machinery.SourceFileLoader(path.stem + "_program", str(path))
    specification = importlib.util.spec_from_loader(loader.name, loader)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def run(main, name, arguments, folder="."):
    """What main() does as the program `name` in the working directory `folder`: a subprocess.CompletedProcess."""
    words, errors = io.StringIO(), io.StringIO()
    before, pipe = os.getcwd(), signal.getsignal(signal.SIGPIPE)
    try:
        os.chdir(folder)
        with mock.patch.object(sys, "argv", [name, *map(str, arguments)]), \
                contextlib.redirect_stdout(words), contextlib.redirect_stderr(errors):
            try:
                status = main()
            except SystemExit as end:
                status = end.code
    finally:
        os.chdir(before)
        signal.signal(signal.SIGPIPE, pipe)
    return subprocess.CompletedProcess(arguments, status or 0, words.getvalue(), errors.getvalue())

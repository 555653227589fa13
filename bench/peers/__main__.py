"""The work of rows P1 to P3, P5 to P8 and P11 to P15 of docs/methods/speed.md done by what a Python user would take.

`/usr/bin/python3 bench/peers [NAME …]` (`--list` names them) prints one JSON line a peer: {"name", "rate" (items per CPU second of one thread),
"unit"}. A peer whose library is not installed is left out. Each is warmed up once; the best of three repetitions counts, so
that a busy machine favours the peer. A peer is a function named p<row>_<who> in one of the files here.
"""
import json
import os
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy reads them

import chains  # noqa: E402
import flows  # noqa: E402
import grids  # noqa: E402
import networks  # noqa: E402
import normals  # noqa: E402
import paths  # noqa: E402
import transport  # noqa: E402

PEERS = [work for module in (normals, paths, flows, grids, transport, networks, chains)
         for name, work in vars(module).items() if name.startswith("p") and name[1].isdigit()]


def main(names):
    if names == ["--list"]:
        print(*(peer.__name__ for peer in PEERS), sep="\n")
        return
    for peer in PEERS:
        if names and peer.__name__ not in names:
            continue
        try:
            value, unit = peer()
        except ImportError as error:
            print(f"peers: {peer.__name__} left out: {error}", file=sys.stderr)
            continue
        print(json.dumps({"name": peer.__name__, "rate": value, "unit": unit}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

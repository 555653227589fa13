#!/usr/bin/python3
"""Draw a result file of Kolmo, whatever it holds, into one self-contained HTML page; or one figure of it for a slide.

Exit status: 0 drawn; 64 usage; 65 the file is damaged or not Kolmo's; 66 there is no such file; 73 cannot write.
"""
import argparse
import errno
import os
import signal
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))


FORMATS = ("svg", "pdf", "png")


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: {message}\n")


def parse():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", metavar="RESULT", help="a result file, or the directory that holds result.h5")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path,
                        help="default: report.html beside the result file; with --figure NAME.FORMAT in the working directory")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--figure", metavar="NAME", help="one figure instead of a page, as PROBLEM_FIGURE; 'list' prints the names")
    kind.add_argument("--gallery", metavar="DIR", type=Path, help="every figure as a PNG there instead of a page")
    kind.add_argument("--paraview", metavar="DIR", type=Path,
                      help="the densities of each problem as DIR/PROBLEM.nc, which ParaView opens")
    parser.add_argument("--format", choices=FORMATS, help="of --figure (default: what FILE ends with, else svg)")
    arguments = parser.parse_args()
    ending = arguments.output.suffix[1:] if arguments.figure and arguments.output else ""
    if ending in FORMATS and arguments.format not in (None, ending):
        parser.error(f"argument --format: {arguments.output} says {ending}, --format {arguments.format}")
    arguments.format = arguments.format or (ending if ending in FORMATS else "svg")
    return arguments


def write(path, content):
    """Write a whole file or none. Gives its path."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.replace(path)
    return path


def figure(root, arguments):
    """Write the figure that was asked for, or print the names of all. Gives the exit status."""
    from report import page
    found = {f"{owner}_{picture.name}": picture for owner, picture in page.figures(root)}
    if arguments.figure == "list":
        print("\n".join(found))
        return 0
    if arguments.figure not in found:
        print(f"report.py: no figure '{arguments.figure}' (there are: {', '.join(found)})", file=sys.stderr)
        return 64
    content = found[arguments.figure].file(arguments.format)
    print(write(arguments.output or Path(f"{arguments.figure}.{arguments.format}"), content))
    return 0


def draw(root, path, arguments):
    """Draw what was asked for. Gives the exit status."""
    if arguments.output and not arguments.output.absolute().parent.is_dir():  # before it is drawn
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(arguments.output))
    if arguments.paraview:
        from report import paraview
        written = paraview.write(root, arguments.paraview)
        print("\n".join(map(str, written)) or f"{path}: no densities on a grid in it")
        return 0
    from report import page  # matplotlib takes a second to load: not before the file is known to be good
    if arguments.figure:
        return figure(root, arguments)
    if arguments.gallery:
        print("\n".join(map(str, page.write_gallery(root, arguments.gallery))))
        return 0
    content = page.render(page.collect(root, path))
    from kolmo import xdmf
    if arguments.output is None:
        xdmf.write(root, path)  # beside the result, as the page is
    print(write(arguments.output or path.with_name("report.html"), content.encode()))
    return 0


def main():
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # what `| head` closes ends the program in silence
    arguments = parse()
    from kolmo import result_file
    try:
        path = result_file.locate(arguments.result)
        return draw(result_file.read(path), path, arguments)
    except result_file.ResultError as error:
        print(f"report.py: {error}", file=sys.stderr)
        return error.status
    except OSError as error:
        print(f"report.py: cannot write {error.filename}: {error.strerror}", file=sys.stderr)
        return 73


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Draw a result file of Kolmo, whatever it holds, into one self-contained HTML page.

Exit status: 0 drawn; 64 usage; 65 the file is damaged or not Kolmo's; 66 there is no such file; 73 cannot write.
"""
import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: {message}\n")


def main():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", metavar="RESULT", help="a result file, or the directory that holds result.h5")
    parser.add_argument("-o", "--output", metavar="HTML", type=Path, help="default: report.html beside the result file")
    parser.add_argument("--gallery", metavar="DIR", type=Path, help="write every figure as a PNG there instead of a page")
    arguments = parser.parse_args()

    from report import result_file
    try:
        path = result_file.locate(arguments.result)
        root = result_file.read(path)
    except result_file.ReportError as error:
        print(f"report.py: {error}", file=sys.stderr)
        return error.status

    from report import manifest
    disowned = manifest.disowned(path)
    if disowned:
        print(f"report.py: {path}: {disowned}", file=sys.stderr)

    from report import page  # matplotlib takes a second to load: not before the file is known to be good
    content = {**page.collect(root, gallery=arguments.gallery is not None), "disowned": disowned}
    try:
        if arguments.gallery:
            for picture in page.write_gallery(content, arguments.gallery):
                print(picture)
        else:
            output = arguments.output or path.with_name("report.html")
            partial = output.with_name(output.name + ".partial")
            partial.write_text(page.render(content), encoding="utf-8")
            partial.replace(output)
            print(output)
    except OSError as error:
        print(f"report.py: cannot write {error.filename}: {error.strerror}", file=sys.stderr)
        return 73
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Whether a result file is the one that the manifest beside it vouches for."""
import hashlib
from pathlib import Path


def disowned(path):
    """A sentence for the page where manifest.txt beside the file does not list its SHA-256; "" where it does, or where
    there is no manifest (a file that was copied elsewhere). While a commit renames, the digest of result.h5 stands in
    the line of result.previous.h5: either line vouches."""
    path = Path(path)
    manifest = path.with_name("manifest.txt")
    try:
        lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    listed = {digest for digest, _, name in (line.partition("  ") for line in lines)
              if name in ("result.h5", "result.previous.h5")}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest in listed:
        return ""
    return (f"manifest.txt beside this file does not list it (SHA-256 {digest}): it was damaged or changed, or belongs to "
            "another run. Do not trust the numbers.")

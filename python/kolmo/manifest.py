"""Whether the manifest beside a result file vouches for it."""
import hashlib


def disowned(path):
    """Why the manifest beside a result file does not vouch for it; nothing where it does or where there is none. Between the
    manifest and the rename of a commit, result.h5 still is the file that is listed as result.previous.h5."""
    manifest = path.with_name("manifest.txt")
    try:
        lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        if path.name not in listed:
            return f"the manifest beside it does not list {path.name}"
        vouched = {listed[path.name], listed.get("result.previous.h5") if path.name == "result.h5" else None}
        if hashlib.sha256(path.read_bytes()).hexdigest() not in vouched:
            return f"{path.name} is not the file that the manifest beside it lists: it was changed or replaced after the run wrote it"
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"the manifest beside it cannot be read: {error.strerror}"
    return ""

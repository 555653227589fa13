"""Suggestions for single-edit typos of keys are right nine times in ten.

`test_typos.py PROGRAM [COUNT]`: typos (a letter inserted, left out, replaced, two swapped) of the keys that the program resolves, drawn
from a seed, each given with --set. One that is another key, or a further name in place of "*", is none.
"""
import random
import re
import string
import subprocess
import sys
import tomllib


def flat(table, above=()):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, (*above, name))
        else:
            yield (*above, name)


def typo(draw, word):
    place = draw.randrange(len(word))
    letter = draw.choice(string.ascii_lowercase + "_")
    kind = draw.choice(("insert", "delete", "replace", "swap"))
    if kind == "insert":
        return word[:place] + letter + word[place:]
    if kind == "replace":
        return word[:place] + letter + word[place + 1:]
    if kind == "delete" and len(word) > 1:
        return word[:place] + word[place + 1:]
    return word[:place] + word[place:place + 2][::-1] + word[place + 2:]


def main(program, count=60):
    resolved = subprocess.run([program, "--check-config"], capture_output=True, text=True, check=True).stdout
    keys = list(flat(tomllib.loads(resolved)))
    draw, tried, right, wrong = random.Random(7), 0, 0, []
    while tried < int(count):
        key = list(draw.choice(keys))
        places = [k for k in range(len(key)) if not (key[0] in ("problem", "exit") and k == 1)]
        place = draw.choice(places)
        edited = key.copy()
        edited[place] = typo(draw, key[place])
        if tuple(edited) in keys:
            continue
        run = subprocess.run([program, "--set", ".".join(edited) + "=1", "--check-config"], capture_output=True, text=True)
        if run.returncode == 0:
            continue
        tried += 1
        found = re.search(r"did you mean '([^']*)'", run.stderr)
        if found and found[1] == ".".join(key):
            right += 1
        else:
            wrong.append(f"{'.'.join(edited)}: {found[1] if found else 'nothing'} for {'.'.join(key)}")
    print(f"{right} of {tried} typos are understood\n" + "\n".join(wrong))
    return 0 if right >= 0.9 * tried else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

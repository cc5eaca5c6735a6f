"""`make test`: two halves side by side, since what needs a server mostly waits.

One half is shown as it goes: whole stories over the real broker (marked `flow`). The other is shown when it is over:
the tests that need no server, then the longest of the stories. All must pass.
"""

import subprocess
import sys
import tempfile

PYTEST = [sys.executable, "-m", "pytest", "-rs"]
LONGEST = ["tests/test_chaos.py", "tests/flows/operations/test_northwind.py", "tests/flows/bad_input"]
STORIES = ["-m", "flow", *(f"--ignore={path}" for path in LONGEST)]
REST = (["-m", "not flow"], LONGEST)


def main() -> int:
    with tempfile.TemporaryFile() as told:
        command = [sys.executable, __file__, "rest"]
        rest = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
        code = subprocess.call([*PYTEST, *STORIES])
        code = max(code, rest.wait())
        told.seek(0)
        print("\nThe tests that need no server, and the longest stories:", flush=True)
        sys.stdout.buffer.write(told.read())
    return code


def rest() -> int:
    return max(subprocess.call([*PYTEST, *chosen]) for chosen in REST)


if __name__ == "__main__":
    sys.exit(rest() if sys.argv[1:] else main())

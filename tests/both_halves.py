"""`make test`: two halves side by side, since one mostly computes and the other mostly waits.

Whatever needs a server (marked `flow`) is shown as it goes, the fast tests when they are over. Both must pass.
"""

import subprocess
import sys
import tempfile

PYTEST = [sys.executable, "-m", "pytest", "-rs"]


def main() -> int:
    with tempfile.TemporaryFile() as told:
        fast = subprocess.Popen([*PYTEST, "-m", "not flow"], stdout=told, stderr=subprocess.STDOUT)
        flows = subprocess.call([*PYTEST, "-m", "flow"])
        codes = flows, fast.wait()
        told.seek(0)
        print("\nThe tests that need no server:", flush=True)
        sys.stdout.buffer.write(told.read())
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())

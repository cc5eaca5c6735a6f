"""`python -m deploy.service partners`: the process of one service.

Patched before anything else is imported: what was imported earlier would block the whole process.
"""

import os

os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # names are few and local; greendns costs memory and start

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402

from deploy.processes import run_service  # noqa: E402

if __name__ == "__main__":
    run_service(sys.argv[1])

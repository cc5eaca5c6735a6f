"""The floor's service: what a stock Nameko RPC costs when it does nothing.

`python -m benchmarks.echo_service amqp://…`: Nameko as it comes, 32 workers, nothing of Ugoda's chassis.
"""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
from typing import Any  # noqa: E402

from nameko.rpc import rpc  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402


class Echo:
    name = "bench_echo"

    @rpc  # type: ignore[untyped-decorator]
    def echo(self, body: Any) -> Any:
        return body


def main(url: str) -> None:
    runner = ServiceRunner({"AMQP_URI": url.replace("amqp://", "pyamqp://", 1), "max_workers": 32})
    runner.add_service(Echo)
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])

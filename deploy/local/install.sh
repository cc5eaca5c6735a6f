#!/usr/bin/env bash
# Puts in place what Ugoda stands on: RabbitMQ and PostgreSQL from the system's packages, Python's from
# requirements.lock. Safe to repeat; does nothing, in a moment, when all is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

stamp=.venv/ugoda-installed
wanted="$(cat requirements.lock pyproject.toml | sha256sum) $PWD"
missing=()

has_rabbitmq() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_python_packages() { [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; }

has_rabbitmq || missing+=(rabbitmq-server)
has_postgres || missing+=(postgresql)
# asked only when a .venv must be made: Python's own answer takes a tenth of a second
has_python_packages || python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)

install_system_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "Ugoda needs ${missing[*]}: install them with this system's package manager, then run this again." >&2
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "Ugoda needs ${missing[*]}: run 'apt-get install ${missing[*]}' as root, then run this again." >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # our own instances are private: the packages need not start, nor fail to start, services of the system
    RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

install_python_packages() {
    # one that was cut short, or made by a Python since removed, is made anew
    .venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
    echo "$wanted" >"$stamp"
}

[ ${#missing[@]} = 0 ] || install_system_packages
has_python_packages || install_python_packages

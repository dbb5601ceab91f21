# The environment every script works in: where the repository is, what .venv holds, what apt must bring.
# Sourced by the scripts; does nothing by itself.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VENV=$ROOT/.venv
cd "$ROOT" || exit 2

# No tool may stop to ask, nor look for news of itself.
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '\n== %s\n' "$*"; }

cannot() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        cannot "'$*' needs root, and there is no sudo. Run it as root, then start again."
    fi
}

# --- system packages ---------------------------------------------------------

# Install the Debian packages named, leaving out those that are there.
need_packages() {
    local missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || cannot "please install: ${missing[*]} (there is no apt-get here)."
    say "Installing system packages: ${missing[*]}"
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# What Candour itself needs beyond Python: reports are set as PDF by Pango.
need_serving_packages() {
    need_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
}

# What tests need beyond Python. The packaged PostgreSQL cluster is neither wanted nor used;
# Java runs the Spark that audits are repeated on.
need_test_packages() {
    local wanted=()
    command -v java >/dev/null || wanted+=("$(fitting_java)")
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || wanted+=("$(newest_postgresql)")
    command -v chromium >/dev/null || wanted+=(chromium)
    # What drives the browser, a Node that Playwright brings along, is linked against libatomic.
    need_packages "${wanted[@]}" libatomic1
}

# See that what tests start does start. A library that one of them lacks is told here, in words, and
# not as an error in each test that needs it.
see_that_the_tests_can_run() {
    see_that_it_starts "Java" java -version
    see_that_it_starts "Chromium" chromium --version
    # The Node that comes with Playwright, and drives Chromium.
    see_that_it_starts "Playwright's driver" "$(playwright_driver)" --version
    see_that_it_starts "PostgreSQL" "$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | tail -n 1)" --version
}

see_that_it_starts() { # see_that_it_starts NAME COMMAND...
    local output
    output=$("${@:2}" 2>&1) && return
    cannot "$1 does not start, and tests need it. It says: $(head -n 3 <<<"$output")"
}

playwright_driver() {
    "$VENV/bin/python" -c 'from playwright._impl._driver import compute_driver_executable as driver
print(driver()[0])'
}

# Spark 4 runs on Java 17 and 21.
fitting_java() {
    case $(sed -n 's/^VERSION_ID="\(.*\)"/\1/p' /etc/os-release) in
        12) echo openjdk-17-jre-headless ;;
        *) echo default-jre-headless ;;
    esac
}

newest_postgresql() {
    case $(sed -n 's/^VERSION_ID="\(.*\)"/\1/p' /etc/os-release) in
        12) echo postgresql-15 ;;
        *) echo postgresql ;; # depends on the newest the distribution has
    esac
}

# --- Python ------------------------------------------------------------------

# See that there is a Python fit to make .venv: $PYTHON, or python3.
need_python() {
    local python=$1
    command -v "$python" >/dev/null || need_packages python3 python3-venv
    # Debian's python3 comes without ensurepip until python3-venv is there.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        cannot "Python 3.11 or newer is needed; '$python' is $("$python" -V). Set PYTHON= to another."
}

# Make .venv and put the installer in it.
need_venv() {
    if ! "$VENV/bin/python" -c '' 2>/dev/null; then
        local python=${PYTHON:-python3}
        need_python "$python"
        say "Making .venv with $("$python" -V)"
        "$python" -m venv --clear "$VENV"
    fi
    local stamp=$VENV/.installed-uv
    [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint uv)" ] && return
    say "Installing the installer"
    if "$VENV/bin/python" -m pip install --quiet --require-hashes -r requirements/uv.txt; then
        fingerprint uv >"$stamp"
    else
        echo "There is no uv for this machine: pip does its work, more slowly."
    fi
}

# Install exactly the sets named (runtime, dev, bench), and Candour itself in place.
install_sets() {
    local files=(requirements/build.txt)
    for set in "$@"; do files+=("requirements/$set.txt"); done
    say "Installing Python packages: $*"
    if [ -x "$VENV/bin/uv" ]; then
        local uv=("$VENV/bin/uv" pip)
        local into=(--quiet --python "$VENV/bin/python")
        # A sync takes away what is not named, so uv names itself.
        "${uv[@]}" sync "${into[@]}" --require-hashes requirements/uv.txt "${files[@]}"
        "${uv[@]}" install "${into[@]}" --no-deps --no-build-isolation -e .
    else
        local pip=("$VENV/bin/python" -m pip install --quiet)
        "${pip[@]}" --require-hashes "${files[@]/#/-r}"
        "${pip[@]}" --no-deps --no-build-isolation -e .
    fi
}

# What a set of packages is made from: change any of it and the set is installed anew.
fingerprint() {
    local files=(requirements/build.txt requirements/uv.txt pyproject.toml)
    for set in "$@"; do files+=("requirements/$set.txt"); done
    { echo "$ROOT"; cat "${files[@]}"; } | sha256sum | cut -d' ' -f1
}

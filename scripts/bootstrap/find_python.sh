# Sourced by the entry points, which cannot be Python before a Python is found.
# Gives find_python (sets PYTHON to the first of the named interpreters that works) and need_python (a sentence and
# exit 2 if there is none). "Works" is tried, not read off a name: version managers leave shims that only print an error.

_probe='import sys
if sys.version_info < (3, 11): sys.exit(3)
try: import ensurepip, venv
except ImportError: sys.exit(4)'

# Every place where an interpreter of this name may be: PATH, then pyenv's and uv's own folders.
_places() {
    (
        IFS=:
        for folder in $PATH; do
            [ -x "$folder/$1" ] && printf '%s\n' "$folder/$1"
        done
        for python in "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/*/bin/"$1" \
            "${HOME:-/nonexistent}"/.local/share/uv/python/*/bin/"$1"; do
            [ -x "$python" ] && printf '%s\n' "$python"
        done
        :
    )
}

find_python() {
    PYTHON= VENVLESS=
    for name in "$@"; do
        while IFS= read -r candidate; do
            [ -n "$candidate" ] || continue
            status=0
            "$candidate" -I -c "$_probe" </dev/null >/dev/null 2>&1 || status=$?
            case $status in
            0) PYTHON=$candidate && return 0 ;;
            4) VENVLESS=${VENVLESS:-$candidate} ;;
            esac
        done <<END
$(_places "$name")
END
    done
    return 1
}

# Debian ships the interpreter without the module that makes environments; root can mend that here.
_add_venv_module() {
    [ -n "$VENVLESS" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    package=python$("$VENVLESS" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
    echo "Installing $package with apt-get: $VENVLESS cannot make virtual environments without it" >&2
    apt-get update -qq >&2 </dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2 </dev/null
}

need_python() {
    # The project's own environment is the fast way: on a second run nothing is searched.
    if [ -x "$ROOT/.venv/bin/python" ] && "$ROOT/.venv/bin/python" -I -S -c "$_probe" >/dev/null 2>&1; then
        PYTHON=$ROOT/.venv/bin/python
        return
    fi
    find_python python3.14 python3.13 python3.12 python3.11 python3 python && return
    _add_venv_module && find_python "${VENVLESS##*/}" && return
    if [ -n "$VENVLESS" ]; then
        echo "$0: $VENVLESS is new enough but has no venv module. On Debian or Ubuntu, as root:" \
            "apt-get install python3-venv. Then run this again." >&2
    else
        echo "$0: this needs Python 3.11 or newer, and none was found on PATH, in pyenv or in uv." \
            "On Debian or Ubuntu, as root: apt-get install python3 python3-venv. Then run this again." >&2
    fi
    exit 2
}

# Sourced by the scripts beside it and by tools/demo and tools/test: says things, picks ports, waits for conditions.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*" >&2; }

# fail CODE MESSAGE WAY_OUT: one typed error, as every part of the system reports them.
fail() {
  printf 'error %s: %s\n' "$1" "$2" >&2
  [ -z "${3:-}" ] || printf '  way out: %s\n' "$3" >&2
  exit 1
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port nobody listens on, below the range the kernel hands out to clients.
free_port() {
  local port
  for _ in $(seq 200); do
    port=$((10240 + (RANDOM * 32768 + RANDOM) % 20000))
    port_is_taken "$port" || { echo "$port"; return; }
  done
  fail port.none "No free port between 10240 and 30239 on 127.0.0.1." "Stop what listens there."
}

# wait_until SECONDS COMMAND…: polls a condition with a deadline.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

process_is_gone() { ! kill -0 "$1" 2>/dev/null; }

random_secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

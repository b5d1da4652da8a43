#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL naming a throwaway PostgreSQL 15 of Debian's, on loopback.
set -euo pipefail
bin=/usr/lib/postgresql/15/bin
dir=$(mktemp -d)
chmod 755 "$dir" && mkdir "$dir/cluster" && chown postgres "$dir/cluster"
run() { (cd / && setpriv --reuid postgres --regid postgres --clear-groups "$@"); }
run "$bin/initdb" -D "$dir/cluster" -A trust -U mohar --encoding=UTF8 --locale=C >/dev/null
run "$bin/pg_ctl" -D "$dir/cluster" -w -l "$dir/cluster/log" \
  -o "-p 54329 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200" start >/dev/null
trap 'run "$bin/pg_ctl" -D "$dir/cluster" -m immediate stop >/dev/null; rm -rf "$dir"' EXIT
TEST_DATABASE_URL=postgres://mohar@127.0.0.1:54329/postgres "$@"

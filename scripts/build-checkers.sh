#!/bin/sh
# Builds the programs that tests/stack holds the configuration of the stack to, from their own sources, with Go:
# the loader of Docker Compose, and the OpenTelemetry Collector. Two minutes of CPU the first time.
#
#   sh scripts/build-checkers.sh .tools && PATH=$PWD/.tools:$PATH npm test -- tests/stack
#   sh scripts/build-checkers.sh .tools --prometheus       Prometheus 3 as well: a quarter of an hour of CPU
set -eu
cd "$(dirname "$0")/.."
mkdir -p "${1:?the folder that they are to be put into}"
tools=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One package of a module as a program: name, package, version.
build() {
  if [ -x "$tools/$1" ]; then return; fi
  echo "building $1 ($2 $3)"
  mkdir "$work/$1"
  (cd "$work/$1" && go mod init checker && go get "$2@$3" && go build -o "$tools/$1" "$2") > "$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
  }
}

build compose-spec github.com/compose-spec/compose-go/v2/cmd v2.16.2

if [ ! -x "$tools/otelcol" ]; then
  build collector-builder go.opentelemetry.io/collector/cmd/builder v0.159.0
  echo 'building otelcol (otel/builder.yaml)'
  awk -v folder="$work/otelcol" '{ print } /^dist:/ { print "  output_path: " folder }' otel/builder.yaml > "$work/builder.yaml"
  "$tools/collector-builder" --config "$work/builder.yaml" --skip-compilation > "$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
  }
  (cd "$work/otelcol" && go build -o "$tools/otelcol" .)
  rm "$tools/collector-builder"
fi

if [ "${2:-}" = --prometheus ]; then
  build promtool github.com/prometheus/prometheus/cmd/promtool v0.314.0
  build prometheus github.com/prometheus/prometheus/cmd/prometheus v0.314.0
fi

#!/bin/bash
# Builds with sanitizers and warnings as errors, and runs every suite. Options are handed to ctest: ./test.sh -R unit
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/packages.sh

install_missing "to build the gateway and its tests" "${build_packages[@]}" "${test_packages[@]}"

mine "$PWD/build"
mine "$PWD/build-test"

echo "Building Release with gcc into build/"
CC=gcc cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DGW_SANITIZE=OFF -DBUILD_TESTING=OFF >/dev/null
cmake --build build -j "$(nproc)"

echo "Building Debug with clang, AddressSanitizer and UndefinedBehaviorSanitizer into build-test/"
CC=clang cmake -S . -B build-test -DCMAKE_BUILD_TYPE=Debug -DGW_SANITIZE=ON -DBUILD_TESTING=ON >/dev/null
cmake --build build-test -j "$(nproc)"

exec ctest --test-dir build-test --output-on-failure -j 3 "$@"

#!/usr/bin/env bash
# Runs the end-to-end tests against the packed package, installed into an empty folder as a user would have it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" > /dev/null
(cd "$folder" && echo '{}' > package.json && npm i --no-audit --no-fund --silent ./*.tgz)
TEST_MAIN="$folder/node_modules/okta-mcp-server/dist/main.js" npx vitest run test/e2e "$@"

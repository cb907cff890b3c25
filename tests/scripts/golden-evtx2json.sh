#!/bin/sh
# SPDX-License-Identifier: MIT
# The golden cases of evtx2json.
exec sh "$(dirname "$0")/golden.sh" evtx2json

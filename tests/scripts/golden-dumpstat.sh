#!/bin/sh
# SPDX-License-Identifier: MIT
# The golden cases of dumpstat.
exec sh "$(dirname "$0")/golden.sh" dumpstat

#!/bin/sh
# SPDX-License-Identifier: MIT
# The golden cases of crashcfg.
exec sh "$(dirname "$0")/golden.sh" crashcfg

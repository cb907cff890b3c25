#!/bin/sh
# SPDX-License-Identifier: MIT
# The golden cases of dslog-parse.
exec sh "$(dirname "$0")/golden.sh" dslog-parse

#!/bin/sh
# SPDX-License-Identifier: MIT
# The golden cases of bcdecode.
exec sh "$(dirname "$0")/golden.sh" bcdecode

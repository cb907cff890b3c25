/* SPDX-License-Identifier: MIT */
/* Windows code page 1252: what a byte of text is on a Western Windows. */
#ifndef BASE_CP1252_H
#define BASE_CP1252_H

#include "lib/base/compiler.h"

/* The character of a byte, below U+FFFF and no surrogate. The five bytes that the code page leaves
 * out are control characters, as Windows has them. */
uint16_t cp1252_character(uint8_t byte);

/* The byte of a character: the other way round. Those up to U+00FF that the code page has elsewhere
 * or not at all are taken as they are; '?' for what it has no byte for. */
uint8_t cp1252_byte(uint16_t character);

#endif

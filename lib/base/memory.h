/* SPDX-License-Identifier: MIT */
/*
 * Allocation that does not fail: what input can make grow is capped by limits.h, so running out of
 * memory is the environment's failure and ends the program.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "lib/base/compiler.h"

/*
 * What happens when memory runs out: called once, must not return. The default is abort(); the
 * commands set one that says so and exits 2. Not thread safe: set it before any thread starts.
 */
void memory_set_exhausted(void (*handler)(void));

/* Ends the program as if an allocation had failed: for libraries that allocate by themselves. */
void memory_exhausted(void) NO_RETURN;

/* n elements of size bytes, zeroed. Ends the program on failure. Free with free(). */
void *memory_zeroed(size_t n, size_t size) __attribute__((malloc, returns_nonnull));

/* Boundary of pages, bytes. What read(2) fills should begin there: processors copy to a place a few
 * bytes beyond it at a quarter of their speed. */
enum { MEMORY_PAGE = 4096 };

/* size bytes, zeroed, at a page boundary. Ends the program on failure. Free with free(). */
void *memory_pages(size_t size) __attribute__((malloc, returns_nonnull));

/* realloc() that ends the program on failure. size must not be 0. Free with free(). */
void *memory_resize(void *p, size_t size) __attribute__((returns_nonnull));

#endif

/* SPDX-License-Identifier: MIT */
#include "lib/evtx/shape.h"

const struct evtx_shape *evtx_shape_named(const char *name)
{
	static const struct evtx_shape *const shapes[] = {
		&evtx_shape_default, &evtx_shape_evtx_dump, &evtx_shape_xml, &evtx_shape_text};
	for (size_t i = 0; i < COUNT_OF(shapes); i++)
		if (strcmp(shapes[i]->name, name) == 0)
			return shapes[i];
	return NULL;
}

/* fuzz_yaml_doc.c: any bytes as an operator's file: refused with a line or walked to its last node. */
#include <stdint.h>
#include <stdlib.h>

#include "limit.h"
#include "yaml_doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t
walk(struct yaml_doc *d, yaml_node_t *at)
{
	yaml_node_t *key, *value;
	size_t n = 1;

	for (size_t i = 0; at->type == YAML_MAPPING_NODE && yaml_doc_pair(d, at, i, &key, &value); i++) {
		if (key->type != YAML_SCALAR_NODE)
			abort();
		n += walk(d, value);
	}
	for (size_t i = 0; at->type == YAML_SEQUENCE_NODE && (value = yaml_doc_item(d, at, i)) != NULL; i++)
		n += walk(d, value);
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct yaml_key keys[] = {
		{ "a", YAML_NUMBER, true, 1, 65535 }, { "b", YAML_TEXT, false, 1, 16 },
		{ "c", YAML_LIST, false, 1, 4 }, { "d", YAML_MAP, false, 1, 4 },
	};
	static FILE *err;
	yaml_node_t *v[4];
	struct yaml_doc *d;
	enum gw_err e;

	if (err == NULL && (err = fopen("/dev/null", "we")) == NULL)
		abort();
	e = yaml_doc_read((struct span){ data, n }, "fuzz", err, &d);
	if (e != GW_OK)
		return d == NULL && e == GW_EINPUT ? 0 : (abort(), 0);
	if (walk(d, yaml_doc_root(d)) > n + 1)
		abort();
	if (yaml_doc_map(d, yaml_doc_root(d), keys, 4, v) == GW_OK &&
	    (yaml_doc_number(v[0]) < 1 || yaml_doc_number(v[0]) > 65535))
		abort();
	yaml_doc_free(d);
	return 0;
}

/* yaml_doc.h: one YAML file as a tree whose every node knows its line (libyaml). Refuses anchors and aliases, more than
 * one document, an empty document, repeated keys and files over LIMIT_POLICY_FILE. The shared ground of config and
 * policy readers: each states a closed table of keys. */
#ifndef YAML_DOC_H
#define YAML_DOC_H

#include <stdbool.h>
#include <stdio.h>
#include <yaml.h>

#include "err.h"
#include "span.h"

struct yaml_doc;

enum yaml_kind { YAML_NUMBER, YAML_TEXT, YAML_LIST, YAML_MAP, YAML_ANY };
struct yaml_key {
	const char *key;
	enum yaml_kind kind;
	bool required;
	long min, max;		/* NUMBER: value; TEXT: bytes; LIST, MAP: entries */
};

/* Gives *d. Faults go to err as "file:line: what". */
GW_CHECKED enum gw_err yaml_doc_load(const char *file, FILE *err, struct yaml_doc **d);
/* The same of one file in a folder; its name is static. GW_ELIMIT: the path is over LIMIT_PATH. */
GW_CHECKED enum gw_err yaml_doc_load_in(const char *dir, const char *name, FILE *err, struct yaml_doc **d);
/* The same from bytes in memory; name stands for the file in faults. */
GW_CHECKED enum gw_err yaml_doc_read(struct span bytes, const char *name, FILE *err, struct yaml_doc **d);
void yaml_doc_free(struct yaml_doc *d);
struct span yaml_doc_bytes(const struct yaml_doc *d);	/* the file as it was; lent */
yaml_node_t *yaml_doc_root(struct yaml_doc *d);
/* Checks a mapping against a closed table and lends the value of each key (NULL when absent) in table order. */
GW_CHECKED enum gw_err yaml_doc_map(struct yaml_doc *d, yaml_node_t *map, const struct yaml_key *keys, size_t n,
    yaml_node_t **values);
/* The i-th entry of a list, or NULL past its end. */
yaml_node_t *yaml_doc_item(struct yaml_doc *d, yaml_node_t *list, size_t i);
/* Key and value of the i-th pair of a mapping with free keys; false past its end. */
bool yaml_doc_pair(struct yaml_doc *d, yaml_node_t *map, size_t i, yaml_node_t **key, yaml_node_t **value);
const char *yaml_doc_text(yaml_node_t *scalar);		/* NUL-terminated, lent by the document */
long yaml_doc_number(yaml_node_t *scalar);		/* after yaml_doc_map said it is one */
/* One fault line at this node; returns GW_EINPUT so that callers can return it. */
enum gw_err yaml_doc_fault(struct yaml_doc *d, const yaml_node_t *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
#endif

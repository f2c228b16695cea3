/* signposts.h: policy/signposts.yaml: who helps with what. For policy.c. */
#ifndef SIGNPOSTS_H
#define SIGNPOSTS_H

#include "policy.h"
#include "yaml_doc.h"

/* Reads the services, and which of them each category names, into *p. GW_EINPUT: every fault was told. */
GW_CHECKED enum gw_err signposts_read(struct yaml_doc *doc, yaml_node_t *root, struct policy *p);
#endif

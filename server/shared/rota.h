/* rota.h: policy/cover.yaml: who is there to read, and when. For policy.c. */
#ifndef ROTA_H
#define ROTA_H

#include "policy.h"
#include "yaml_doc.h"

/* GW_EINPUT: every fault was told. */
GW_CHECKED enum gw_err rota_read(struct yaml_doc *doc, yaml_node_t *root, struct policy *p);
#endif

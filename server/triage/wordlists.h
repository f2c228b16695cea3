/* wordlists.h: what policy/triage/ says of words by themselves. "same": every word of a list reads as its first, in
 * reports and in policy alike. "unread": words that are as if they were not there, because a band may not depend on
 * what they say; policy cannot name them. "spelled_right": words that are no other word misspelt or run together. */
#ifndef WORDLISTS_H
#define WORDLISTS_H

#include "concepts.h"

/* Takes the mappings same and unread and the list right of one file, each may be NULL. For every file, before
 * concepts_fill of any. */
GW_CHECKED enum gw_err wordlists_read(struct concepts *c, struct yaml_doc *d, yaml_node_t *same, yaml_node_t *unread,
    yaml_node_t *right);
#endif

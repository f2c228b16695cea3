/* address.h: whether text is an address that a mail or a POST may go to. Pure; ASCII alone, nothing quoted, nothing
 * that a header, a log or a URL would read otherwise than it was meant. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a host name, of that many labels or more, that text begins with; 0 when it begins with none. */
size_t address_host(const char *text, size_t labels);
/* ":" and 1 to 65535: its bytes; 0: none of that. */
size_t address_port(const char *text);
/* RFC 5321, 4.1.2: a dot-string, "@" and a domain of two labels or more; no quoted strings, no address literals. */
bool address_is_mailbox(const char *text);
/* https://host[:port][/path], the host of that many labels or more: no user, no fragment. */
bool address_is_https(const char *text, size_t labels);
/* smtps://host:port, or smtp://host:port, and nothing else. */
bool address_is_mail_server(const char *text);
#endif

/* address.c: host, port, mailbox, URL. */
#include "address.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LOCAL_PART = 64, LABEL = 63, HOST = 253, PORT_DIGITS = 5 };

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

size_t
address_host(const char *text, size_t labels)
{
	size_t at = 0, seen = 0;

	for (;;) {
		const size_t n = strspn(text + at, LETTERS_AND_DIGITS "-");

		if (n == 0 || n > LABEL || text[at] == '-' || text[at + n - 1] == '-')
			return 0;
		seen++;
		at += n;
		if (text[at] != '.')
			return seen >= labels && at <= HOST ? at : 0;
		at++;
	}
}

size_t
address_port(const char *text)
{
	const size_t digits = text[0] == ':' ? strspn(text + 1, "0123456789") : 0;

	if (digits == 0 || digits > PORT_DIGITS || atoi(text + 1) < 1 || atoi(text + 1) > UINT16_MAX)
		return 0;
	return 1 + digits;
}

bool
address_is_mailbox(const char *text)
{
	static const char atext[] = LETTERS_AND_DIGITS "!#$%&'*+-/=?^_`{|}~.";
	const size_t local = strspn(text, atext);
	const char *host = text + local + 1;

	if (local == 0 || local > LOCAL_PART || text[local] != '@' || text[0] == '.' || text[local - 1] == '.')
		return false;
	for (size_t i = 1; i < local; i++)
		if (text[i] == '.' && text[i - 1] == '.')
			return false;
	return address_host(host, 2) > 0 && host[address_host(host, 2)] == '\0';
}

/* What follows this scheme, or NULL. */
static const char *
behind(const char *text, const char *scheme)
{
	const size_t n = strlen(scheme);

	return strncmp(text, scheme, n) == 0 ? text + n : NULL;
}

bool
address_is_https(const char *text, size_t labels)
{
	static const char tail[] = LETTERS_AND_DIGITS "-._~:/?@!$&'()*+,;=%";
	const char *at = behind(text, "https://");

	if (at == NULL || address_host(at, labels) == 0)
		return false;
	at += address_host(at, labels);
	if (*at == ':' && address_port(at) == 0)
		return false;
	at += address_port(at);
	return *at == '\0' || (*at == '/' && at[strspn(at, tail)] == '\0');
}

bool
address_is_mail_server(const char *text)
{
	const char *at = behind(text, "smtps://");

	if (at == NULL)
		at = behind(text, "smtp://");
	if (at == NULL || address_host(at, 1) == 0)
		return false;
	at += address_host(at, 1);
	return address_port(at) > 0 && at[address_port(at)] == '\0';
}

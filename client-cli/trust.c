/* trust.c: the one place that says what libcurl takes for the right server. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trust.h"

/* https:// and a host, perhaps a port; a path or a name and password in it would be a mistake. */
static bool
is_server_url(const char *url)
{
	static const char scheme[] = "https://";
	size_t n;

	if (strncmp(url, scheme, sizeof scheme - 1) != 0)
		return false;
	url += sizeof scheme - 1;
	n = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]");
	return n > 0 && n < TRUST_URL_MAX - sizeof scheme && (url[n] == '\0' || strcmp(url + n, "/") == 0);
}

/* libcurl would take anything else for the name of a file with a key in it. */
static bool
is_pin(const char *pin)
{
	static const char scheme[] = "sha256//", base64[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	if (strncmp(pin, scheme, sizeof scheme - 1) != 0)
		return false;
	pin += sizeof scheme - 1;
	return strspn(pin, base64) == 43 && strcmp(pin + 43, "=") == 0;
}

static enum run
check_device(const struct server *s)
{
	struct stat st;

	if ((s->cert == NULL) != (s->key == NULL)) {
		complain("A device is shown with both --cert FILE and --key FILE.");
		return RUN_MISUSED;
	}
	if (s->cert == NULL)
		return RUN_DONE;
	if (access(s->cert, R_OK) != 0 || access(s->key, R_OK) != 0 || stat(s->key, &st) != 0) {
		complain("The file %s cannot be read.", access(s->cert, R_OK) != 0 ? s->cert : s->key);
		return RUN_MISUSED;
	}
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		complain("Others can read the device's key %s: make it yours alone with \"chmod 600\".", s->key);
		return RUN_MISUSED;
	}
	return RUN_DONE;
}

enum run
trust_check(const struct server *s)
{
	if (!is_server_url(s->url)) {
		complain("The server is given as https://HOST or https://HOST:PORT.");
		return RUN_MISUSED;
	}
	if (s->pin != NULL && !is_pin(s->pin)) {
		complain("A pin is \"sha256//\" and the 44 base64 characters of the server's key digest.");
		return RUN_MISUSED;
	}
	if (s->ca != NULL && access(s->ca, R_OK) != 0) {
		complain("The certificate file %s cannot be read.", s->ca);
		return RUN_MISUSED;
	}
	return check_device(s);
}

CURLcode
trust_set(CURL *c, const struct server *s)
{
	const long by_authority = s->pin == NULL || s->ca != NULL ? 1L : 0L;
	CURLcode e = CURLE_OK;

	if (s->ca != NULL)
		e = curl_easy_setopt(c, CURLOPT_CAINFO, s->ca);
	if (e == CURLE_OK && s->ca != NULL)
		e = curl_easy_setopt(c, CURLOPT_CAPATH, NULL);	/* this authority alone */
	if (e == CURLE_OK && s->pin != NULL)
		e = curl_easy_setopt(c, CURLOPT_PINNEDPUBLICKEY, s->pin);
	if (e == CURLE_OK && s->cert != NULL)
		e = curl_easy_setopt(c, CURLOPT_SSLCERT, s->cert);
	if (e == CURLE_OK && s->cert != NULL)
		e = curl_easy_setopt(c, CURLOPT_SSLKEY, s->key);
	if (e == CURLE_OK)
		e = curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, by_authority);
	if (e == CURLE_OK)
		e = curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	return e == CURLE_OK ? curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) : e;
}

/* libcurl.c: dlopen, once. */
#include "libcurl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "secret.h"

static const char name[] = "libcurl.so.4";
/* Of CURLOPT_PROTOCOLS_STR, without which it would speak whatever a URL asks for. */
enum { OLDEST_MAJOR = 7, OLDEST_MINOR = 85, OLDEST = OLDEST_MAJOR << 16 | OLDEST_MINOR << 8 };

#define FUNCTION(f) { "curl_" #f, offsetof(struct libcurl, f) }

static const struct { const char *name; size_t at; } functions[] = {
	FUNCTION(version_info), FUNCTION(global_init_mem), FUNCTION(slist_append), FUNCTION(slist_free_all),
	FUNCTION(easy_init), FUNCTION(easy_setopt), FUNCTION(easy_getinfo), FUNCTION(easy_cleanup),
	FUNCTION(multi_init), FUNCTION(multi_setopt), FUNCTION(multi_assign), FUNCTION(multi_add_handle),
	FUNCTION(multi_remove_handle), FUNCTION(multi_socket_action), FUNCTION(multi_info_read),
	FUNCTION(multi_cleanup),
};
_Static_assert(sizeof functions / sizeof functions[0] == sizeof(struct libcurl) / sizeof(void (*)(void)),
    "one row a function");

static struct libcurl loaded;

static void *
zeroed(size_t n, size_t size)
{
	void *p = size != 0 && n > SIZE_MAX / size ? NULL : secret_malloc(n * size);

	if (p != NULL)
		memset(p, 0, n * size);
	return p;
}

static char *
copied(const char *text)
{
	const size_t n = strlen(text) + 1;
	char *p = secret_malloc(n);

	return p != NULL ? memcpy(p, text, n) : NULL;
}

enum gw_err
libcurl_load(void)
{
	void *library;

	(void)unsetenv("SSLKEYLOGFILE");	/* it would write the keys of connections there */
	if ((library = dlopen(name, RTLD_NOW | RTLD_LOCAL)) == NULL) {
		log_boot("the library %s cannot be loaded; Debian's package is libcurl4", name);
		return GW_EIO;
	}
	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
		void *f = dlsym(library, functions[i].name);

		if (f == NULL) {
			log_boot("the library %s has no %s", name, functions[i].name);
			return GW_EIO;
		}
		memcpy((char *)&loaded + functions[i].at, &f, sizeof f);
	}
	if (loaded.version_info(CURLVERSION_NOW)->version_num < OLDEST) {
		log_boot("the library %s is older than %d.%d", name, OLDEST_MAJOR, OLDEST_MINOR);
		return GW_EIO;
	}
	if (loaded.global_init_mem(CURL_GLOBAL_DEFAULT, secret_malloc, secret_free, secret_realloc, copied,
	    zeroed) != CURLE_OK) {
		log_boot("the library %s does not start", name);
		return GW_EIO;
	}
	return GW_OK;
}

const struct libcurl *
libcurl(void)
{
	return &loaded;
}

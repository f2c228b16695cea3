/* config.h: the operator's file, a closed list of keys (YAML, read with libyaml). Unknown, repeated, missing or
 * out-of-range: file, line, key and what is allowed, and nothing starts. No hidden defaults. */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stdio.h>

#include "err.h"
#include "limit.h"

enum { CONFIG_ADDRESS = 300 };		/* of a server or a person, bytes */
enum { SCANNER_PATH = 108 };		/* sun_path, unix(7) */

struct config {
	char data[LIMIT_PATH];		/* "data": folder; relative paths count from the file's own folder */
	char policy[LIMIT_PATH];	/* "policy": folder */
	char user[LIMIT_NAME + 1];	/* "user": whom to become when started as root */
	char public_host[256];		/* "concerns.example.gov.uk" or with ":8443"; goes into QR codes */
	int port, staff_port;		/* "listen.port", "listen.staff_port": 1..65535; all addresses */
	int intakes, desks;	/* "processes.intake" 0..64 (0: one a core), "processes.desk" 1..16 */
	/* "processes.cleaner" 0..LIMIT_CLEANERS (0: one a core): files cleaned at once; may be absent: 0 */
	int cleaners;
	/* "scanner.socket": clamd's, on this machine; "": nothing is scanned for malware. The section may be absent. */
	char scanner[SCANNER_PATH];
	char certificate[LIMIT_PATH];	/* "tls.certificate", "tls.key": PEM; "tls.staff_ca": who signs devices */
	char key[LIMIT_PATH];
	char staff_ca[LIMIT_PATH];
	char pepper[LIMIT_PATH];	/* "keys.pepper": 0600 */
	char roster_pin[LIMIT_PATH];	/* "keys.roster_pin" */
	/* "alerts": all of it, or nothing, and then nobody is told of anything */
	bool has_alerts;
	char mail_url[CONFIG_ADDRESS + 1];	/* "smtps://HOST:PORT", or "smtp://HOST:PORT" with STARTTLS */
	char mail_from[CONFIG_ADDRESS + 1];	/* a mailbox */
	char mail_user[CONFIG_ADDRESS + 1];	/* "": without signing in; mail_password is "" then, too */
	char mail_password[LIMIT_PATH];		/* a file, 0600 */
	char alerts_ca[LIMIT_PATH];		/* "ca": whom to believe, PEM; "": the system's authorities */
	char alerts_console[CONFIG_ADDRESS + 1];	/* "console": "https://…", what an alert points at */
};

/* Fault lines go to err. GW_EINPUT, GW_EIO. */
GW_CHECKED enum gw_err config_load(const char *file, FILE *err, struct config *c);
#endif

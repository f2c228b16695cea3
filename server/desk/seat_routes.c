/* seat_routes.c: every page of the console and who may have it, and what is said after something was done. */
#include "account_page.h"
#include "alerts_page.h"
#include "audit_page.h"
#include "audits_page.h"
#include "briefs_page.h"
#include "case_below.h"
#include "drm_board.h"
#include "drm_meeting.h"
#include "drm_pack.h"
#include "enrol_page.h"
#include "figures_page.h"
#include "health_page.h"
#include "incidents_page.h"
#include "lobby.h"
#include "log_page.h"
#include "map_page.h"
#include "panel_page.h"
#include "passphrase_page.h"
#include "people_page.h"
#include "queue_page.h"
#include "second_page.h"
#include "signin_page.h"
#include "teams_page.h"

const struct seat_route seat_routes[] = {
	{ HTTP_GET, "/", SEAT_ANYONE | SEAT_WAITING, lobby_home },
	{ HTTP_GET, "/desk/sign-in", 0, signin_page_show },
	{ HTTP_POST, "/desk/sign-in", 0, signin_page_send },
	{ HTTP_GET, "/desk/enrol", 0, enrol_page_show },
	{ HTTP_POST, "/desk/enrol", 0, enrol_page_send },
	{ HTTP_GET, "/desk/queue", SEAT_READER, queue_page_get },
	{ HTTP_GET, "/desk/case/*", SEAT_READER, case_below_get },
	{ HTTP_POST, "/desk/case/*", SEAT_READER, case_below_post },
	{ HTTP_GET, "/desk/incidents", SEAT_COMMUNITY, incidents_page_get },
	{ HTTP_POST, "/desk/incidents", SEAT_COMMUNITY, incidents_page_post },
	{ HTTP_GET, "/desk/drm", SEAT_COMMUNITY, drm_board },
	{ HTTP_POST, "/desk/drm/start", SEAT_COMMUNITY, drm_start },
	{ HTTP_GET, "/desk/drm/meetings", SEAT_COMMUNITY, drm_meetings },
	{ HTTP_GET, "/desk/drm/*", SEAT_COMMUNITY, drm_pack },
	{ HTTP_POST, "/desk/drm/*", SEAT_COMMUNITY, drm_present },
	{ HTTP_GET, "/desk/figures", SEAT_COMMUNITY, figures_page },
	{ HTTP_GET, "/desk/panel", SEAT_COMMUNITY, panel_page_get },
	{ HTTP_GET, "/desk/map", SEAT_COMMUNITY, map_page_get },
	{ HTTP_POST, "/desk/map/ask", SEAT_COMMUNITY, map_release_ask },
	{ HTTP_POST, "/desk/map/agree", SEAT_COMMUNITY, map_release_agree },
	{ HTTP_GET, "/desk/map/*", SEAT_COMMUNITY, map_release_take },
	{ HTTP_GET, "/desk/briefs/pva", SEAT_COMMUNITY, briefs_page_pva },
	{ HTTP_GET, "/desk/briefs/ttcg", SEAT_COMMUNITY, briefs_page_ttcg },
	{ HTTP_GET, "/desk/audits", SEAT_COMMUNITY, audits_page_get },
	{ HTTP_POST, "/desk/audits", SEAT_COMMUNITY, audits_page_post },
	{ HTTP_GET, "/desk/audits/*", SEAT_COMMUNITY, audits_page_one },
	{ HTTP_GET, "/desk/log", SEAT_READER, log_page_get },
	{ HTTP_POST, "/desk/log", SEAT_READER, log_page_post },
	{ HTTP_GET, "/desk/account", SEAT_ANYONE, account_page_show },
	{ HTTP_POST, "/desk/account/passphrase", SEAT_ANYONE, passphrase_page_send },
	{ HTTP_GET, "/desk/account/second", SEAT_ANYONE | SEAT_WAITING, second_page_show },
	{ HTTP_POST, "/desk/account/second", SEAT_ANYONE | SEAT_WAITING, second_page_send },
	{ HTTP_POST, "/desk/account/codes", SEAT_ANYONE, second_page_codes },
	{ HTTP_POST, "/desk/account/away", SEAT_ANYONE, account_page_away },
	{ HTTP_POST, "/desk/account/back", SEAT_ANYONE, account_page_back },
	{ HTTP_GET, "/desk/people", SEAT_READER | SEAT_ADMIN, people_page },
	{ HTTP_POST, "/desk/people/invite", SEAT_ADMIN, people_invite },
	{ HTTP_POST, "/desk/people/drop", SEAT_ADMIN, people_drop },
	{ HTTP_POST, "/desk/people/admit", SEAT_READER | SEAT_ADMIN, people_admit },
	{ HTTP_GET, "/desk/people/leave", SEAT_ADMIN, people_leave_ask },
	{ HTTP_POST, "/desk/people/leave", SEAT_ADMIN, people_leave },
	{ HTTP_GET, "/desk/teams", SEAT_ADMIN, teams_page },
	{ HTTP_POST, "/desk/teams/key", SEAT_ADMIN, teams_key },
	{ HTTP_GET, "/desk/alerts", SEAT_ADMIN, alerts_page },
	{ HTTP_POST, "/desk/alerts/test", SEAT_ADMIN, alerts_page_test },
	{ HTTP_GET, "/desk/health", SEAT_ADMIN, health_page },
	{ HTTP_GET, "/desk/audit", SEAT_AUDITOR, audit_page },
	{ HTTP_POST, "/desk/stay", SEAT_ANYONE | SEAT_WAITING, lobby_stay },
	{ HTTP_POST, "/desk/sign-out", SEAT_ANYONE | SEAT_WAITING, lobby_sign_out },
};
const size_t seat_routes_n = sizeof seat_routes / sizeof *seat_routes;

const struct seat_done seat_done[] = {
	{ "message", "Your message was sent. The reporter sees it with the code." },
	{ "band", "Your decision on the band is saved." },
	{ "lower", "You have decided." },
	{ "assign", "It is assigned." },
	{ "note", "Your note is added." },
	{ "task", "The task is set." },
	{ "task-done", "The task is done." },
	{ "tag", "The tag is added." },
	{ "untag", "The tag is taken off." },
	{ "link", "The two cases are linked; both say so." },
	{ "review", "It is reviewed. The next review is counted from now." },
	{ "correct", "Your correction is added." },
	{ "close", "The case is closed." },
	{ "reopen", "The case is open again." },
	{ "pass", "It is passed on. The other team has a report of its own now; the link to it is below." },
	{ "share", "It is shared. The other team reads all of it from now on." },
	{ "gave-away", "It is given away. Your team can open it no more." },
	{ "incident", "The incident is open. Link the reports that tell of it from their own pages." },
	{ "record", "It is recorded." },
	{ "asked", "You have asked. A colleague has to agree before it opens. Tell them: nothing rings." },
	{ "audit", "The sample is drawn. Record what you find in each case here; the cases stay as they are." },
	{ "drm", "The meeting has begun. This is its pack; it stays as it is." },
	{ "drm-late", "A colleague has just begun one. This is its pack." },
	{ "present", "They are on the list." },
	{ "map-ask", "It is asked for. Another person has to agree." },
	{ "map-agree", "You have decided." },
	{ "log", "It is logged, and is in the queue like every other." },
	{ "log-away", "It is logged, and went to the people whose concern it is. You cannot open it." },
	{ "away", "Your colleagues now see that you are away." },
	{ "back", "Your colleagues now see that you are back." },
	{ "dropped", "The invitation is withdrawn. Its code works no more." },
	{ "admitted", "They are let in, and can read what this team reads." },
	{ "left", "They have left, and can open nothing any more. Their teams have new keys." },
	{ "left_keys", "They have left, and can open nothing any more. Not every team could be given a new key just "
	    "now: give those that want one theirs here." },
	{ "alert-test", "The test is on its way. Look again in a minute: this page says when it went out." },
	{ "key_made", "The team has its key, and reports are taken in a few seconds. Its first person has to be "
	    "enrolled with the recovery words." },
	{ "key_changed", "The team has a new key. Its people seal what is there to it when they sign in next." },
};
const size_t seat_done_n = sizeof seat_done / sizeof *seat_done;

/* sheet_words.c: the table, in sheet.c's order. */
#include "sheet_words.h"

#define WORDS(...) (const char *const[]){ __VA_ARGS__, NULL }
#define PERSON_GROUP_PLACE WORDS("A person", "A group", "A place")
#define AUDITED WORDS("Yes", "No", "Partly", "Not known")
#define ATTACHMENT_HINT "Its number, as the case’s page has it."
#define MEETING_FIELD { "Meeting", "The number of the meeting that this belongs to.", NULL }

static const struct sheet_words table[SHEET_N] = {
	[SHEET_TOLD] = { "Told MASH, EDT or the police", "As soon as somebody who can act at once has been told. This "
	    "alone stops the golden-hour clock.", GROUP_URGENT, {
		{ "Who was told?", "", WORDS("MASH (social care, office hours)", "EDT (social care, out of hours)",
		    "Police", "Ambulance", "LADO") },
		{ "Name of the person", "And their role, or shoulder number.", NULL },
		{ "How?", "", WORDS("By phone", "In person", "By radio", "By secure mail") },
		{ "When?", "", NULL },
		{ "Their reference", "CAD, CRIS or case number, if they gave one.", NULL },
		{ "What was said and agreed", "If it helps.", NULL } } },
	[SHEET_CONTACT] = { "Tried to reach the young person", "Each try, also one that failed. “Tried, no answer” "
	    "stops the attempt clock only; contact needs a person.", GROUP_URGENT, {
		{ "What came of it?", "", WORDS("Tried, no answer", "Met or spoke to the young person", "Spoke to the "
		    "family", "Spoke to a professional who is with them", "Reached them; they did not want to talk") },
		{ "Where?", "", WORDS("At home", "At school", "In hospital", "In custody", "By phone",
		    "Somewhere else") },
		{ "Who was reached?", "A name or a role: “ward sister”. Needed when somebody was reached.", NULL },
		{ "When?", "", NULL },
		{ "What was tried, and what was learnt", "", NULL } } },
	[SHEET_START] = { "When it happened, or was identified", "When a clock should run from another moment than it "
	    "does now. Both starts are kept and both are reported.", GROUP_URGENT, {
		{ "The moment of", "", WORDS("The incident", "Identifying exploitation") },
		{ "When was it?", "", NULL },
		{ "How it is known", "", NULL } } },
	[SHEET_UNIDENTIFIED] = { "The child cannot be identified", "After the checks are done. The case is then "
	    "counted beside the contact figures, not in them.", GROUP_URGENT, {
		{ "What was checked", "Names, places, accounts, registers.", NULL },
		{ "With whom", "", NULL },
		{ "Why nobody can be identified", "", NULL } } },
	[SHEET_WHERE] = { "Where the young person is now", "Each time that it changes. A reachable moment, such as a "
	    "hospital bed, ends: say when.", GROUP_URGENT, {
		{ "Where are they?", "", WORDS("At home", "At school", "In hospital", "In custody", "Missing", "Back "
		    "from missing", "Away from the borough", "Not known") },
		{ "Which one?", "The ward, the station, the address as far as it is known.", NULL },
		{ "Since when?", "For custody: when they were booked in.", NULL },
		{ "Reachable there until", "Discharge, release, the end of the school day. Leave it empty if nobody "
		    "knows.", NULL },
		{ "What else is known", "", NULL } } },
	[SHEET_TRIGGER] = { "Why the urgent response applies", "When a case meets the protocol, whatever its band is.",
	    GROUP_URGENT, {
		{ "Why?", "", WORDS("Arrest, or a weapon", "In A&E, hurt by violence", "Missing, or back from it",
		    "Told a professional", "County lines, or found far from home", "Something else") },
		{ "Is it serious violence as the borough defines it?", "The adopted Serious Violence Duty definition.",
		    WORDS("Yes", "No", "Not known") },
		{ "In a few words", "", NULL } } },
	[SHEET_ASK] = { "Ask an agency for something", "At the meeting or before it. One owner and one due time each.",
	    GROUP_MEETING, {
		{ "Agency", "Who has to do it: police, MASH, a school, housing …", NULL },
		{ "Owner", "One person, by name.", NULL },
		{ "Due", "", NULL },
		{ "What is asked", "", NULL },
		MEETING_FIELD } },
	[SHEET_ASK_DONE] = { "What became of an ask", "When the owner has done it, or has not.", GROUP_MEETING, {
		{ "Which ask?", "", NULL },
		{ "What became of it?", "", WORDS("Done", "Not done", "Declined") },
		{ "In a few words", "", NULL } } },
	[SHEET_DECISION] = { "Decision of the meeting", "What the meeting decided, and why.", GROUP_MEETING, {
		{ "What was decided", "", NULL },
		{ "Why", "A decision without a reason helps nobody later.", NULL },
		{ "What happens with the case?", "", WORDS("Keep it on the urgent response", "Step it down", "Refer it "
		    "on", "Close it", "For information only") },
		MEETING_FIELD } },
	[SHEET_PLAN] = { "Multi-agency plan", "When a plan is agreed, and each time that it is reviewed.",
	    GROUP_MEETING, {
		{ "The plan", "Who does what. The full plan stays in social care’s system.", NULL },
		{ "Next review", "", NULL } } },
	[SHEET_REFERRAL] = { "Referral", "Each step of a referral: phoned, sent, answered. Also one that was "
	    "considered and not made.", GROUP_REFERRAL, {
		{ "To whom?", "", WORDS("MASH", "Early Help", "Youth at Risk (YAR)", "Exploitation and Risk Panel",
		    "National Referral Mechanism (NRM)", "MARAC", "Prevent", "Police", "LADO", "CAMHS", "St Giles "
		    "Trust", "SEND team", "Another service") },
		{ "How far is it?", "", WORDS("Considered, not made", "Phoned", "Sent in writing", "Waiting for an "
		    "answer", "Accepted", "Declined", "Answered: the next step is known") },
		{ "Who was spoken to?", "", NULL },
		{ "When?", "", NULL },
		{ "Their reference", "", NULL },
		{ "In a few words", "When it was not made: why.", NULL } } },
	[SHEET_CONSENT] = { "Consent", "What was asked and said. Consent never blocks a referral.", GROUP_REFERRAL, {
		{ "Consent is", "", WORDS("Given", "Refused", "Not asked for", "Withdrawn") },
		{ "Whose", "The young person, a parent, a carer.", NULL },
		{ "In a few words", "When it was refused, or not asked for: why, and why it is safe or needed to go "
		    "on.", NULL } } },
	[SHEET_FACT] = { "Confirmed fact", "What a person has checked, with its source. Only these go into the MASH "
	    "referral sheet.", GROUP_REFERRAL, {
		{ "What is it about?", "", WORDS("Name", "Date of birth, or age", "Sex", "Address", "School",
		    "Language or interpreter", "Ethnicity", "Religion", "Disability", "SEND or EHCP", "Family and "
		    "household", "GP", "UPN or NHS number", "Professionals already involved", "Risk, and what happened",
		    "Something else") },
		{ "The fact", "", NULL },
		{ "How do you know?", "", WORDS("A record of ours", "Another professional", "The family",
		    "The police") } } },
	[SHEET_POLICE] = { "Tell the police now", "When police have to act now. This page calls nobody: ring them, "
	    "then write down what they said.", GROUP_REFERRAL, {
		{ "How?", "", WORDS("999", "101", "The agreed line") },
		{ "CAD or reference number", "It stays open until there is one.", NULL },
		{ "When?", "", NULL },
		{ "Who took the call?", "", NULL },
		{ "What they have to know", "", NULL } } },
	[SHEET_TALK] = { "Word between school and community safety", "What the safeguarding lead and community safety "
	    "told each other.", GROUP_MEETING, {
		{ "To whom", "A name and a team.", NULL },
		{ "What was said", "", NULL } } },
	[SHEET_PERSON] = { "Somebody who may be at risk too", "A sibling, a friend, a child in the same home.",
	    GROUP_PEOPLE, {
		{ "Name", "As far as it is known.", NULL },
		{ "Who is it?", "", WORDS("The young person", "Brother or sister", "Friend or peer", "Parent or carer",
		    "Another child", "Adult of concern") },
		{ "Age", "Or about what age. Any age.", NULL },
		{ "Why they may be at risk", "", NULL } } },
	[SHEET_TIE] = { "Tie for the peer map", "A link that a person has confirmed. It ends on a day, and rumours "
	    "stay out of exports.", GROUP_PEOPLE, {
		{ "From", "", NULL },
		{ "The first is", "", PERSON_GROUP_PLACE },
		{ "To", "", NULL },
		{ "The second is", "", PERSON_GROUP_PLACE },
		{ "How are they tied?", "", WORDS("Friends", "Family", "Seen together", "Goes to", "Is afraid of", "Is "
		    "exploited by", "Owes") },
		{ "Source", "", WORDS("A professional", "The police", "The family", "A school record", "A report") },
		{ "How reliable is it?", "", WORDS("Confirmed", "Likely", "Rumour: never exported") },
		{ "Holds until", "It leaves the map on that day.", NULL },
		{ "In a few words", "", NULL } } },
	[SHEET_UNTIE] = { "Take a tie off the map", "When it was wrong, or is over.", GROUP_PEOPLE, {
		{ "Which tie?", "", NULL },
		{ "Why", "", NULL } } },
	[SHEET_NOMINATE] = { "Nominate for the Exploitation and Risk Panel", "People of any age, peer groups and "
	    "places.", GROUP_PEOPLE, {
		{ "Who or what is nominated?", "", PERSON_GROUP_PLACE },
		{ "Name", "", NULL },
		{ "Age", "If it is a person.", NULL },
		{ "Why", "", NULL } } },
	[SHEET_PANEL] = { "Answer of the panel", "What the panel said, and what its review of the plan found.",
	    GROUP_PEOPLE, {
		{ "Which nomination?", "", NULL },
		{ "What did the panel say?", "", WORDS("Accepted", "Declined", "The plan is good", "The plan needs "
		    "work", "Ended") },
		{ "In a few words", "", NULL } } },
	[SHEET_SCENE] = { "What happened where and when", "For the briefs and the monthly product: one for each thing "
	    "that happened.", GROUP_PEOPLE, {
		{ "What was it?", "", WORDS("A weapon was seen", "A weapon was used", "A threat with a weapon",
		    "Violence", "Robbery", "Exploitation", "Sexual harm", "Tension", "Something else") },
		{ "Place", "A street or a public place. Never a home address.", NULL },
		{ "Ward", "As the council writes it.", NULL },
		{ "When?", "", NULL },
		{ "May somebody hit back?", "", WORDS("Yes", "No", "Not known") },
		{ "In a few words", "No names.", NULL } } },
	[SHEET_IMPACT] = { "Community Impact Assessment", "For each critical incident, and again at each review. "
	    "Themes, no words of a reporter.", GROUP_PEOPLE, {
		{ "Places", "", NULL },
		{ "Groups that are worried", "", NULL },
		{ "Signs of tension", "", NULL },
		{ "Sources", "Where this is known from, and how good it is.", NULL },
		{ "Actions", "Who does what by when, also with community, voluntary and faith groups.", NULL },
		{ "Next review", "", NULL } } },
	[SHEET_AGENDA] = { "List of the meeting", "Made when a meeting starts.", GROUP_NONE, {
		{ "Cases", "", NULL },
		{ "Up to", "", NULL },
		{ "The pack ends", "", NULL } } },
	[SHEET_PRESENT] = { "Was at the meeting", "Who was there, and for which agency.", GROUP_NONE, {
		{ "Name", "", NULL },
		{ "Agency", "", NULL } } },
	[SHEET_RELEASE] = { "Release of the peer map", "One person asks, another one agrees.", GROUP_NONE, {
		{ "Which step?", "", WORDS("Asked for", "Agreed", "Refused") },
		{ "Why", "", NULL } } },
	[SHEET_SAMPLE] = { "Sample of the audit", "Drawn when an audit starts.", GROUP_NONE, {
		{ "Seed", "", NULL },
		{ "Closed from", "", NULL },
		{ "Closed before", "", NULL },
		{ "Of how many", "", NULL },
		{ "Cases", "", NULL } } },
	[SHEET_FINDING] = { "Finding of the audit", "What one case of the sample shows. It is kept with the audit: "
	    "the case itself stays as it is.", GROUP_AUDIT, {
		{ "Case", "", NULL },
		{ "Was the response in time?", "", AUDITED },
		{ "Is the young person’s voice heard?", "What they said and wanted, not only what was said of them.",
		    AUDITED },
		{ "Are the reasons recorded?", "For the band, each change, and closing.", AUDITED },
		{ "Is the language fair?", "No words that blame a child, or make one older than they are "
		    "(“streetwise”, “lifestyle choice”).", AUDITED },
		{ "Was the reply to the reporter good?", "Clear, kind, in time; no promise that cannot be kept.",
		    AUDITED },
		{ "Theme", "A few words that other findings can share: “reasons for closing”.", NULL },
		{ "What was found", "No names.", NULL },
		{ "Should the tool kit, a briefing or a policy change?", "If so, an action, its owner and a day are "
		    "needed.", WORDS("No", "Yes") },
		{ "Action", "What somebody has to do about it. With an action, its owner and a day are needed.", NULL },
		{ "Owner", "One person, by name.", NULL },
		{ "Due", "", NULL } } },
	[SHEET_ACTED] = { "What became of an action", "When the owner has done it, or it will not be done.",
	    GROUP_AUDIT, {
		{ "Which action?", "", NULL },
		{ "What became of it?", "", WORDS("Done", "Will not be done") },
		{ "In a few words", "", NULL } } },
	[SHEET_ORIGINAL] = { "Ask to open an original", "When its clean copy is not enough, or there is none. An "
	    "original can tell who sent it, and can harm the computer that opens it: another person has to agree.",
	    GROUP_FILE, {
		{ "Attachment", ATTACHMENT_HINT, NULL },
		{ "Why it has to be opened", "What is needed from it, and for whom.", NULL } } },
	[SHEET_ORIGINAL_SAID] = { "Answer to somebody who asks for an original", "Another person than the one who "
	    "asks. Yes lets that person alone open it, for 24 hours.", GROUP_FILE, {
		{ "Which one?", "", NULL },
		{ "May it be opened?", "", WORDS("Yes", "No") },
		{ "In a few words", "", NULL } } },
	[SHEET_HOLD] = { "Lock an attachment", "At once, when it may be an indecent image of a child, or harmful. From "
	    "then on nobody can open, save or pull it, and nothing of it is deleted. It cannot be undone here.",
	    GROUP_FILE, {
		{ "Attachment", ATTACHMENT_HINT, NULL },
		{ "Why?", "", WORDS("Suspected indecent image of a child", "Malware") },
		{ "In a few words", "What others must know. Do not describe what it shows.", NULL } } },
};

const struct sheet_words *
sheet_words(enum sheet s)
{
	return &table[s];
}

const char *
sheet_group_words(enum sheet_group g)
{
	static const char *const words[GROUP_N] = { [GROUP_URGENT] = "Urgent response", [GROUP_MEETING] = "Meeting",
		[GROUP_REFERRAL] = "Referral", [GROUP_PEOPLE] = "People and places",
		[GROUP_AUDIT] = "Audit" };

	return words[g];
}

const char *
sheet_code_words(enum sheet s, size_t i, struct span code)
{
	const char *const *codes = sheet_kind(s)->field[i].codes;

	for (size_t n = 0; codes != NULL && codes[n] != NULL; n++)
		if (span_is(code, codes[n]))
			return table[s].field[i].codes[n];
	return "";
}

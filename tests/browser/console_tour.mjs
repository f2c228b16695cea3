// console_tour.mjs: every page of the console once, with its mistakes: for whoever looks at all of them.
import { Visit } from "./browser.mjs";
import { ADMIN, AUDITOR, COMMUNITY, LEAD } from "./gateway.mjs";
import { Colleague, enrol, PASSPHRASE, phoneByLetters, somebody } from "./staff.mjs";

const PROMISE = "This stays between us, I promise.";
const KNIFE = "he has a knife in his bag and says he will stab him after school today";
const LUNCH = "my friend has not eaten her lunch for weeks and cries a lot";

// Before the tour: two cases, one with files, a wish whom not to tell, and a reply.
export async function furnish({ gateway }) {
	await gateway.ask("report_with", { text: KNIFE, school: gateway.schools[0] }, ["bus-stop.png"]);
	await gateway.ask("report_with", { text: LUNCH, school: gateway.schools[0], place: "the dining hall",
		keep_from: "my mum, because she would be angry" }, ["bus-stop.png", "two-pages.pdf", "notes.txt"]);
}

// Each form of a case sent empty, or as it cannot be taken; then some that work, so that there is something to see.
async function acts(one, look) {
	let box = null;
	const send = async (act, button) => {
		box = await one.act(act);
		await one.press(button, box);
		await look(`case-${act}`);
		box = await one.act(act);
	};

	await send("task", "Add the task");
	await send("tag", "Add the tag");
	await box.getByLabel("A person").check();
	await one.type("Tag", "Sam K", box);
	await one.press("Add the tag", box);
	await send("link", /^Link$/);
	await send("correct", "Add the correction");
	await send("close", "Close it");
	await send("note", "Add the note");
	await one.type("Note", "Spoke to her tutor.\n\nMore tomorrow.", box);
	await one.press("Add the note", box);
	box = await one.act("message");
	await one.type("Message", PROMISE, box);
	await send("message", "Send");
	await box.getByLabel("Send it as it is").check();
	await one.type("Why it goes as it is", "It is what she asked for.", box);
	await one.press("Send", box);
	box = await one.act("task");
	await one.type("What is to be done", "Ring her tutor.", box);
	await box.getByLabel("By whom").selectOption({ index: 1 });
	await one.type("By when", new Date(Date.now() + 86400000).toISOString().slice(0, 10), box);
	await one.press("Add the task", box);
	await look("case-worked-on");
}

// Sheets by what their forms hold, one of them wrong, one kept; then what is printed. Ends on the case's page.
async function sheets(one, look) {
	const base = new URL(one.page.url()).pathname;

	for (const sheet of ["told", "where", "ask_done", "tie"]) {
		await one.go(`${base}/record?sheet=${sheet}`);
		await look(`sheet-${sheet}`);
	}
	await one.go(`${base}/record?sheet=contact`);
	await one.press("Save");
	await look("sheet-wrong");
	await one.go(`${base}/record?sheet=person`);
	await one.type("Name", "Lena O");
	await one.page.getByLabel("Brother or sister").check();
	await one.press("Save");
	await look("case-recorded");
	for (const paper of ["mash", "impact", "chronology"]) {
		await one.go(`${base}/paper/${paper}`);
		await look(`paper-${paper}`);
	}
	for (const [way, button] of [["pass", "Pass it on"], ["share", "Share it"]]) {
		await one.go(`${base}/${way}`);
		await look(way);
		await one.press(button);
		await look(`${way}-wrong`);
	}
	await one.go(base);
}

// Attachments: a picture before and after the one action, a PDF, a text; what is asked for; what is locked.
async function files(one, look) {
	const base = new URL(one.page.url()).pathname;

	await one.go(`${base}/files/0`);
	await look("file");
	await one.page.locator("summary", { hasText: "Ask to open the original" }).click();
	await one.page.getByLabel("Show the picture").focus();
	await one.page.keyboard.press("Space");
	await look("file-shown");
	await one.press("Ask");
	await look("file-ask-wrong");
	await one.go(`${base}/files/1?page=2`);
	await look("file-pdf");
	await one.page.getByLabel("Suspected indecent image of a child").check();
	await one.press("Lock this file");
	await look("file-locked");
	await one.go(`${base}/files/2`);
	await one.page.locator("summary", { hasText: "Show the text" }).click();
	await look("file-text");
	await one.go(base);
}

// For another person to answer.
async function ask(one, look) {
	const base = new URL(one.page.url()).pathname;

	await one.go(`${base}/files/0`);
	await one.page.locator("summary", { hasText: "Ask to open the original" }).click();
	await one.type("Why it is needed", "The police ask when it was taken.");
	await one.press("Ask");
	await look("file-asked");
	await one.go(base);
}

async function end(one, look) {
	let box = await one.act("close");
	for (const label of ["What the concern was", "What was done", "What was decided", "Why"])
		await one.type(label, "A word about it.", box);
	await box.getByLabel("Outcome").selectOption({ index: 2 });
	await one.type("Last words to the reporter", PROMISE, box);
	await one.press("Close it", box);
	await look("case-close-hints");
	box = await one.act("close");
	await box.getByLabel("Send it as it is").check();
	await one.press("Close it", box);
	await look("case-closed");
}

async function reader(set, look, way) {
	const one = await Colleague.come(set, LEAD, way);
	const show = (name) => look(one, name);

	await one.go("/desk/sign-in");
	await show("sign-in");
	await one.press("Sign in");
	await show("sign-in-wrong");
	await one.signIn();
	await show("queue");
	await one.read(LUNCH);
	await show("case");
	await files(one, show);
	await acts(one, show);
	await end(one, show);
	for (const filter of ["overdue", "closed"]) {
		await one.go(`/desk/queue?show=${filter}`);
		await show(`queue-${filter}`);
	}
	await one.read(KNIFE);
	await ask(one, show);
	await sheets(one, show);
	const box = await one.act("band");
	await box.getByLabel("Routine", { exact: true }).check();
	await one.type("Why", "A joke among friends.", box);
	await one.press("Save the band", box);
	await show("case-asked");
	await one.go("/desk/log");
	await show("log");
	await one.press("Log it");
	await show("log-wrong");
	await one.type("What were you told?", "A pupil told me that she is afraid to go home.");
	await one.type("Who told you?", "A pupil in year 8");
	await one.press("Log it");
	await show("case-logged");
	await one.go("/desk/account");
	await show("account");
	await one.press("Change the passphrase");
	await show("account-passphrase-wrong");
	await one.go("/desk/account");
	await one.press("Say that I am away");
	await show("account-away-wrong");
	await one.go("/desk/account/second");
	await show("second");
	await one.press("Use this phone");
	await show("second-wrong");
	await one.go("/desk/people");
	await show("people");
	for (const path of ["/desk/teams", "/desk/case/00000000000000000000000000000000", "/desk/nowhere"]) {
		await one.go(path);
		await show(`problem${path.replaceAll("/", "-")}`);
	}
	await one.close();
}

async function second(set, look, way) {
	const one = await (await Colleague.come(set, COMMUNITY, way)).signIn();

	await one.read(KNIFE);
	await look(one, "case-to-agree");
	await one.press("Refuse: it stays immediate", await one.act("lower"));
	await look(one, "case-lower-wrong");
	await one.follow("Decide about attachment 1");
	await look(one, "file-to-answer");
	await one.close();
}

async function people(set, look, way, name) {
	const one = await (await Colleague.come(set, ADMIN, way)).signIn();
	const show = (what) => look(one, what);

	await show("people-admin");
	await one.press("Make an invitation");
	await show("people-wrong");
	await one.type("Name", name);
	await one.page.getByLabel("Team", { exact: true }).selectOption({ value: "community" });
	await one.press("Make an invitation");
	await show("invited");
	const link = await one.page.locator("#link").innerText();
	await one.go("/desk/people");
	await show("people-invited");
	await one.page.locator("form[action='/desk/people/leave'] button").first().click();
	await one.page.waitForLoadState();
	await show("leave");
	for (const page of ["teams", "alerts", "health"]) {
		await one.go(`/desk/${page}`);
		await show(page);
	}
	await one.close();
	return link;
}

async function newcomer(set, look, way, name, link) {
	const one = somebody(await Visit.open(set.browser, set.gateway.staff, way), name);

	await one.go("/desk/enrol");
	await look(one, "enrol-code");
	await one.press("Continue");
	await look(one, "enrol-code-wrong");
	await enrol(one, link, PASSPHRASE, async () => {
		await look(one, "enrol");
		await one.press("Enrol");
		await look(one, "enrol-wrong");
		return phoneByLetters(one);
	});
	await look(one, "codes");
	await one.signIn();
	await look(one, "waiting");
	await one.close();
	const cara = await (await Colleague.come(set, COMMUNITY, way)).signIn();
	await cara.go("/desk/people");
	await look(cara, "people-admit");
	await cara.close();
}

// look(colleague, name of the page)
export async function tour(set, look, way) {
	await reader(set, look, way);
	await second(set, look, way);
	const name = `Nina ${way.width}`;
	await newcomer(set, look, way, name, await people(set, look, way, name));
	const auditor = await (await Colleague.come(set, AUDITOR, way)).signIn();
	await look(auditor, "audit");
	await auditor.close();
}

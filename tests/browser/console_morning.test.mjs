// console_morning.test.mjs: what a safeguarding lead does between eight and nine.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, SIZES, told, WAYS } from "./browser.mjs";
import { COMMUNITY, LEAD } from "./gateway.mjs";
import { tabTo } from "./keys.mjs";
import { scene } from "./scene.mjs";
import { Colleague } from "./staff.mjs";

const MINUTE = 60000;
const REPORTS = {	// three of each band
	Immediate: ["he has a knife in his bag and says he will stab him after school today",
		"she said she will kill herself tonight and has taken pills",
		"he brought a knife and is going to stab him at the bus stop today"],
	Urgent: ["my dad hits me when he is drunk and I am scared to go home",
		"an older boy gives my brother new trainers and makes him carry packages",
		"a man online asks my friend for nude pictures"],
	Priority: ["my friend has not eaten her lunch for weeks and cries a lot",
		"a boy in my class is being called names every day and pushed in the corridor",
		"they say horrible things about my religion in the group chat"],
	Routine: ["someone keeps spraying paint on the wall at the bus stop",
		"people sell weed behind the sports hall at lunch",
		"the street lamp by the school gate is broken and it is dark there"],
};
const TOMORROW = new Date(Date.now() + 24 * 60 * MINUTE).toISOString().slice(0, 10);
const codes = {};	// the reporters', by their words
const set = scene({}, async ({ gateway }) => {
	for (const text of Object.values(REPORTS).flat())
		codes[text] = (await gateway.ask("report", text, gateway.schools[0])).code;
});

const of = (rows, band) => rows.filter((row) => row.band === band).map((row) => row.ref);

async function confirm(lead, ref) {
	await lead.open(ref);
	const band = await lead.act("band");
	await lead.type("Why", "I have read it.", band);
	assert.equal(await lead.press("Save the band", band), 200, await lead.text());
}

// The words stand first, the machine's suggestion behind them.
async function wordsComeFirst(lead) {
	const shown = await lead.text();
	const text = await lead.page.locator("blockquote.words").innerText();

	assert.ok(REPORTS.Immediate.includes(text), text);
	assert.ok(shown.indexOf("In the reporter’s own words") < shown.indexOf("What the program suggests"), shown);
	assert.ok(await lead.page.locator(".suggested mark").count() > 0, "nothing is marked");
}

async function writeWithHint(lead, code) {
	let box = await lead.act("message");
	await box.getByLabel("Begin from").selectOption({ index: 1 });
	await lead.press("Use", box);
	box = await lead.act("message");
	const begun = await box.getByLabel("Message", { exact: true }).inputValue();
	assert.ok(begun.length > 20, "a template's words are there to begin from");

	await lead.type("Message", `${begun} This stays between us, I promise.`, box);
	assert.equal(await lead.press("Send", box), 422);
	box = await lead.act("message");
	assert.ok(await box.locator(".hits li").count() > 0, "it says what to look at");
	assert.ok((await box.getByLabel("Message", { exact: true }).inputValue()).startsWith(begun), "what was typed is kept");
	assert.deepEqual((await set.gateway.ask("thread", code)).messages, []);

	await lead.type("Message", begun, box);
	assert.equal(await lead.press("Send", box), 200, await lead.text());
	await lead.isDone("Your message was sent. The reporter sees it with the code.");
	const { messages } = await set.gateway.ask("thread", code);
	assert.deepEqual(messages.map((message) => message.text), [begun.replaceAll("\r\n", "\n")]);
}

async function close(lead, ref) {
	await lead.open(ref);
	let box = await lead.act("close");
	assert.equal(await lead.press("Close it", box), 422, "nothing is closed without a word");
	box = await lead.act("close");
	await lead.type("What the concern was", "A lamp, and who waits below it.", box);
	await lead.type("What was done", "The caretaker was told.", box);
	await lead.type("What was decided", "Nothing further.", box);
	await lead.type("Why", "It is mended.", box);
	await box.getByLabel("Outcome").selectOption({ index: 3 });
	await lead.type("Last words to the reporter", "Thank you. It is mended now.", box);
	assert.equal(await lead.press("Close it", box), 200, await lead.text());
	await lead.isDone("The case is closed.");
	await lead.says("Reopen it");
}

test("a lead clears the morning's queue", { timeout: 20 * PATIENCE }, async () => {
	const lead = await (await Colleague.come(set, LEAD)).signIn();
	await lead.is("Queue");
	const rows = await lead.rows();
	assert.deepEqual(Object.keys(REPORTS).map((band) => of(rows, band).length), [3, 3, 3, 3]);
	assert.deepEqual([await lead.count("All open"), await lead.count("Nobody has it"), await lead.count("New to me")],
		[12, 12, 12]);
	for (const text of Object.values(REPORTS).flat())
		assert.ok(!(await lead.page.content()).includes(text.slice(0, 20)), "the queue shows no words");
	const urgent = await lead.page.locator("table.queue").first().locator("tbody tr").count();
	assert.equal(urgent, 6, "the urgent response list is on top");

	// One of them is late, and says so in words.
	const [late, ...others] = of(rows, "Immediate");
	assert.equal(await set.gateway.ask("overdue", late), 1);
	await lead.go("/desk/queue?show=overdue");
	assert.match((await lead.rows()).map((row) => row.text).join(), /over/);
	await lead.follow(late);
	await wordsComeFirst(lead);
	await confirm(lead, late);
	await lead.go("/desk/queue?show=overdue");
	assert.equal((await lead.rows()).length, 0, "nothing is overdue any more");

	for (const ref of [...others, ...of(rows, "Urgent")])
		await confirm(lead, ref);

	// One of them from end to end.
	await lead.open(of(rows, "Priority")[0]);
	const text = await lead.page.locator("blockquote.words").innerText();
	await writeWithHint(lead, codes[text]);
	let box = await lead.act("note");
	await lead.type("Note", "Spoke to the head of year.", box);
	await lead.press("Add the note", box);
	await lead.isDone("Your note is added.");
	box = await lead.act("assign");
	await box.getByLabel("Who has it").selectOption({ label: LEAD });
	await lead.press("Give", box);
	await lead.isDone("It is assigned.");
	box = await lead.act("task");
	await lead.type("What is to be done", "Ring the kitchen.", box);
	await box.getByLabel("By whom").selectOption({ label: LEAD });
	await lead.type("By when", TOMORROW, box);
	await lead.press("Add the task", box);
	await lead.isDone("The task is set.");
	await lead.press(/^Done\s+with: Ring the kitchen\.$/);
	await lead.isDone("The task is done.");
	for (const part of ["Spoke to the head of year.", "Ring the kitchen."])
		assert.ok((await lead.page.locator(".timeline").innerText()).includes(part), part);

	await close(lead, of(rows, "Routine")[0]);
	await lead.go("/desk/queue");
	assert.deepEqual([await lead.count("All open"), await lead.count("Overdue"), await lead.count("Mine")], [11, 0, 1]);
	await lead.press("Sign out");
	await lead.says("You are signed out.");
	await lead.close();
});

test("cases are found by a person whom staff tagged, and linked by a person", { timeout: 8 * PATIENCE }, async () => {
	const lead = await (await Colleague.come(set, LEAD)).signIn();
	const [one, other] = of(await lead.rows(), "Priority");

	for (const [ref, tag] of [[one, "Sam  K"], [other, "sam k"]]) {
		await lead.open(ref);
		const box = await lead.act("tag");
		await box.getByLabel("A person").check();
		await lead.type("Tag", tag, box);
		assert.equal(await lead.press("Add the tag", box), 200, await lead.text());
	}
	assert.ok((await lead.page.locator("#related-title + p + ul").innerText()).includes(one), "the same tag");
	const box = await lead.act("link");
	await lead.type("Number of the other report", one.toLowerCase(), box);
	await box.getByLabel("The same incident").check();
	await lead.type("How you know", "Both name the same day.", box);
	assert.equal(await lead.press("Link", box), 200, await lead.text());
	await lead.open(one);
	assert.ok((await lead.page.locator("#links-title + ul").innerText()).includes(other), "both cases say it");
	await lead.close();
});

test("an immediate report is lowered by two people", { timeout: 8 * PATIENCE }, async () => {
	const lead = await (await Colleague.come(set, LEAD)).signIn();
	const [ref] = of(await lead.rows(), "Immediate");
	await lead.open(ref);
	let box = await lead.act("band");
	await box.getByLabel("Urgent", { exact: true }).check();
	await lead.type("Why", "The police have the knife.", box);
	assert.equal(await lead.press("Save the band", box), 200, await lead.text());
	await lead.says("Second person needed");
	assert.equal(await lead.page.locator("#do-lower").count(), 0, "not by the same person");

	const second = await (await Colleague.come(set, COMMUNITY)).signIn();
	await second.open(ref);
	await second.says("The police have the knife.");
	box = await second.act("lower");
	await second.type("Why you agree or refuse", "I rang them as well.", box);
	assert.equal(await second.press("Agree: lower it to Urgent", box), 200, await second.text());
	await second.close();
	await lead.open(ref);
	assert.equal(await lead.page.locator(".case-tags .tag").first().innerText(), "Urgent");
	await lead.close();
});

for (const way of WAYS)
	test(`a case with the keyboard alone (${told(way)})`, { timeout: 8 * PATIENCE }, async () => {
		const lead = await Colleague.come(set, LEAD, way);
		const enter = (locator) => tabTo(lead.page, locator)
			.then(() => lead.changes(() => lead.page.keyboard.press("Enter")));
		const { passphrase, code } = await set.gateway.ask("typed", LEAD);
		await lead.go("/desk/sign-in");
		for (const [label, text] of [["Your name", LEAD], ["Passphrase", passphrase], ["Code", code]]) {
			await tabTo(lead.page, lead.page.getByLabel(label, { exact: true }));
			await lead.page.keyboard.type(text);
		}
		await lead.changes(() => lead.page.keyboard.press("Enter"));
		await lead.is("Queue");
		const ref = of(await lead.rows(), "Routine").at(-1);
		await enter(lead.page.getByRole("link", { name: ref }));
		await lead.is(`Report ${ref}`);
		await tabTo(lead.page, lead.page.locator("#do-note summary"));
		await lead.page.keyboard.press("Enter");
		await tabTo(lead.page, lead.page.getByLabel("Note", { exact: true }));
		await lead.page.keyboard.type(`By keyboard, ${told(way)}.`);
		await enter(lead.page.getByRole("button", { name: "Add the note" }));
		await lead.isDone("Your note is added.");
		await lead.says(`By keyboard, ${told(way)}.`);
		assert.ok(await lead.page.evaluate(() => document.documentElement.scrollWidth) <= SIZES[way.width].width);
		await lead.close();
	});

test("who is idle is asked, may stay, and is out in the end", { timeout: 8 * PATIENCE }, async () => {
	const lead = await Colleague.come(set, COMMUNITY);
	await lead.page.clock.install();
	await lead.signIn();
	await lead.go("/desk/log");	// the queue would ask the server, whose clock nobody has put forward
	const dialog = lead.page.getByRole("dialog");
	await lead.page.clock.fastForward(12 * MINUTE);
	assert.equal(await dialog.count(), 0);
	await lead.page.clock.fastForward(1.5 * MINUTE);
	await dialog.waitFor();
	assert.match(await dialog.innerText(), /signed out in 1 minute/);
	const stayed = lead.page.waitForResponse((response) => response.url().endsWith("/desk/stay"));
	await dialog.getByRole("button", { name: "Stay signed in" }).click();
	assert.equal((await stayed).status(), 204);
	await dialog.waitFor({ state: "hidden" });
	await lead.page.clock.fastForward(12 * MINUTE);
	assert.equal(await dialog.count(), 0, "the quarter of an hour began anew");
	await lead.page.clock.fastForward(1.5 * MINUTE);
	await dialog.waitFor();
	await lead.page.clock.fastForward(2 * MINUTE);
	await lead.page.waitForURL("**/desk/sign-in?idle=1");
	await lead.says("You were signed out because nothing was opened or sent for a while.");
	await lead.close();
});

test("the queue looks again by itself, but not while somebody is in it", { timeout: 8 * PATIENCE }, async () => {
	const lead = await Colleague.come(set, COMMUNITY);
	await lead.page.clock.install();
	await lead.signIn();
	await lead.page.clock.pauseAt(Date.now() + MINUTE / 2);
	const before = await lead.count("All open");
	const look = async () => {
		const answer = lead.page.waitForResponse((response) => response.url().includes("quiet=1"));

		await lead.page.clock.runFor(MINUTE);
		await (await answer).finished();
	};
	const shows = (n) => lead.page.waitForFunction((count) =>
		document.querySelector(".tabs-count").textContent === String(count), n);

	await set.gateway.ask("report", "someone was hurt at the station", null);
	await look();
	await shows(before + 1);
	await lead.page.clock.runFor(MINUTE / 60);
	assert.match(await lead.page.locator("#said").innerText(), /new report/);

	const row = lead.page.locator(".row-ref").first();
	await row.focus();
	await set.gateway.ask("report", "someone was hurt at the station again", null);
	await look();
	await lead.page.clock.runFor(MINUTE / 60);
	assert.ok(await row.evaluate((e) => e === document.activeElement), "the focus stays where it was");
	assert.equal(await lead.count("All open"), before + 1);
	await row.blur();
	await look();
	await shows(before + 2);
	await lead.close();
});


// journey.test.mjs: every task that a reporter comes for, with and without script, on a small phone and on a desk.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { everyWay } from "./browser.mjs";
import { COMMUNITY, LEAD } from "./gateway.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();
const png = (n) => ({ name: `photo ${n}.png`, mimeType: "image/png",
	buffer: Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(n)]) });
const sha256 = (data) => createHash("sha256").update(data).digest("hex");

everyWay("a report about a school, found by part of its name, reaches that school", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("school");
	const code = await r.report({ text, school: "norl", kind: "bullying", place: "the bus stop", about: "me" });
	await r.keep(code);
	assert.equal(await visit.page.getByText(code).count(), 0, "the code is not on the last page");

	const [found, ...others] = await set.gateway.ask("cases", LEAD, text);
	assert.deepEqual(others, []);
	assert.equal(found.report.school, set.gateway.schools[0]);
	assert.ok(found.report.text.startsWith(text));
	assert.deepEqual(await set.gateway.ask("cases", COMMUNITY, text), []);
});

everyWay("a report without a school reaches the community team", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("street");
	await r.report({ text });
	assert.equal((await set.gateway.ask("cases", COMMUNITY, text)).length, 1);
	assert.deepEqual(await set.gateway.ask("cases", LEAD, text), []);
});

everyWay("who says that there is danger is told to call 999 before anything else", set, async (visit) => {
	const r = new Reporter(visit);
	await r.begin();
	await r.choose(words.danger.yes);
	await r.press(words.base.go_on);
	await r.is("call_999");
	const tel = visit.page.locator("main").getByRole("button", { name: words.base.danger_call });
	assert.equal(await tel.getAttribute("href"), "tel:999");
	await r.press(words.base.back);
	await r.is("danger");
	assert.ok(await visit.page.getByRole("radio", { name: words.danger.yes }).isChecked());
	await r.until("answers", { danger: "yes", text: worry("danger") });
	await r.press(words.answers.send);
	await r.is("code");
});

everyWay("a school's own address has chosen the school already", set, async (visit) => {
	const r = new Reporter(visit);
	const [school] = set.gateway.schools;
	const text = worry("address");
	await r.go(`/s/${school}`);
	await r.press(words.home.start);
	await r.until("answers", { text });
	await r.press(words.answers.send);
	const [found] = await set.gateway.ask("cases", LEAD, text);
	assert.equal(found.report.school, school);
});

everyWay("each answer can be changed before Send, and none is lost by it", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("first words");
	const changed = worry("second words");
	await r.begin();
	await r.until("answers", { text, place: "by the gate", keepFrom: "my aunt", school: "norl" });
	const change = (what) => r.press(new RegExp(`^${words.base.change} ${words.answers[`${what}_hidden`]}$`));

	await change("what");
	await r.is("what");
	assert.equal(await visit.page.getByRole("textbox", { name: words.what.title }).inputValue(), text);
	await r.type(words.what.title, changed);
	await r.press(words.base.go_on);
	await r.is("answers");

	await change("where");
	assert.equal(await visit.page.getByRole("textbox", { name: words.where.title }).inputValue(), "by the gate");
	await r.press(words.base.back);
	await r.is("answers");

	await change("keep_from");
	assert.equal(await visit.page.getByRole("textbox", { name: words.who.keep_from }).inputValue(), "my aunt");
	await r.type(words.who.keep_from, "my uncle");
	await r.press(words.base.go_on);
	await r.is("answers");

	await change("school");
	await r.choose(words.school.none);
	await r.press(words.base.go_on);
	await r.is("answers");
	const said = await visit.page.locator("main").innerText();
	assert.ok(said.includes(changed) && said.includes("by the gate") && !said.includes(text), said);
	assert.ok(said.includes("my uncle") && !said.includes("my aunt"), said);
	await r.press(words.answers.send);
	const [found, ...others] = await set.gateway.ask("cases", COMMUNITY, changed);
	assert.deepEqual([others, found.report.keep_from], [[], "my uncle"]);
});

everyWay("files arrive bit for bit, and the page says how many and which", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("files");
	const files = [png(1), png(70000), png(3000000)];
	await r.report({ text, files });
	const page = visit.page;
	const { all, some } = words.arrived;	// without a script nobody knows how many were chosen
	const told = visit.script ? all.replace("{files}", "3").replace("{chosen}", "3") : some.replace("{files}", "3");
	assert.ok((await page.locator("main").innerText()).includes(told));
	for (const summary of await page.getByText(words.base.file_check, { exact: true }).all())
		await summary.click();
	const said = await page.locator(".digest").allInnerTexts();
	assert.deepEqual(said, files.map((file) => sha256(file.buffer)));

	const [found] = await set.gateway.ask("cases", COMMUNITY, text);
	for (const [n, file] of files.entries()) {
		const got = await set.gateway.ask("file", COMMUNITY, found.id, n);
		assert.deepEqual([got.size, got.sha256], [file.buffer.length, sha256(file.buffer)]);
	}
});

everyWay("by the code the answer is found, and a reply with a file goes back", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("thread");
	const { code } = await set.gateway.ask("report", text);
	await r.check(code);
	const main = visit.page.locator("main");
	assert.ok((await main.innerText()).includes(words.status.received));
	assert.ok((await main.innerText()).includes(words.thread.no_messages));

	const [found] = await set.gateway.ask("cases", COMMUNITY, text);
	assert.equal(await set.gateway.ask("reply", COMMUNITY, found.id, "Thank you.\nWhere is she?"), 201);
	await r.check(code.toLowerCase().replaceAll("-", " "));
	assert.match(await main.innerText(), /Thank you\.\s*Where is she\?/);

	const file = png(50000);
	await r.type(words.thread.reply_label, "she is at home & safe <now>");
	await r.addFiles([file]);
	await r.press(words.thread.send);
	assert.ok((await main.innerText()).includes(words.thread.sent));
	assert.ok((await main.innerText()).includes("she is at home & safe <now>"));
	assert.equal(await visit.page.getByRole("textbox", { name: words.thread.reply_label }).inputValue(), "");
	const [again] = await set.gateway.ask("cases", COMMUNITY, text);
	assert.deepEqual(again.messages.map((m) => [m.from, m.text]),
		[["staff", "Thank you.\nWhere is she?"], ["reporter", "she is at home & safe <now>"]]);
	const got = await set.gateway.ask("file", COMMUNITY, found.id, 0);
	assert.deepEqual([got.size, got.sha256], [file.buffer.length, sha256(file.buffer)]);
});

everyWay("a code that was typed wrong is told from one that nobody knows", set, async (visit) => {
	const r = new Reporter(visit);
	const { code } = await set.gateway.ask("report", worry("typing"));
	await r.go("/check");
	await r.press(words.look.see);
	await r.hasError(words.errors.code_missing);
	await r.type(words.look.label, code.slice(0, 9));
	await r.press(words.look.see);
	await r.is("look");
	assert.match(await visit.page.title(), /^Error: /);
	await r.type(words.look.label, code);
	await r.press(words.look.see);
	assert.ok(await visit.page.getByText(words.thread.messages_title, { exact: true }).isVisible());
});

everyWay("from the home page one gets to help, to a lost code and to the rules, and back", set, async (visit) => {
	const r = new Reporter(visit);
	await r.go("/");
	await r.follow(words.home.help);
	await r.is("help");
	assert.ok(await visit.page.getByRole("main").getByRole("link", { name: /0800 1111/ }).or(
		visit.page.getByRole("button", { name: /0800 1111/ })).first().isVisible());
	await r.go("/");
	await r.press(words.home.have_code);
	await r.is("look");
	await r.follow(words.look.lost_link);
	await r.is("lost");
	await r.follow(words.lost.have_link);
	await r.is("look");
	for (const page of ["privacy", "leaving", "cookies", "accessibility"]) {
		await r.follow(words.base[`link_${page}`]);
		await r.is(page);
	}
	await r.follow(words.base.link_danger);
	await r.is("help");
	await r.follow(words.base.name);
	await r.is("home");
});

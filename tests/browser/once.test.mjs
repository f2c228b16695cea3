// once.test.mjs: however often Send is pressed, one report is one report; and nothing typed is lost on the way there.
import assert from "node:assert/strict";
import { everyWay, WITH_SCRIPT } from "./browser.mjs";
import { COMMUNITY } from "./gateway.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();
const WITHOUT_SCRIPT = [{ script: false, width: 320 }];
const cases = async (text) => (await set.gateway.ask("cases", COMMUNITY, text)).length;

async function answered(visit, text) {
	const r = new Reporter(visit);

	await r.begin();
	await r.until("answers", { text });
	return r;
}

everyWay("Send pressed twice sends once", set, async (visit) => {
	const text = worry("double");
	const r = await answered(visit, text);
	await r.changes(() => r.button(words.answers.send).dblclick());
	await visit.page.getByRole("heading", { name: words.code.title }).waitFor();
	assert.equal(await cases(text), 1);
});

everyWay("a reload behind Send shows the same code, and sends nothing again", set, async (visit) => {
	const text = worry("reload");
	const r = await answered(visit, text);
	await r.press(words.answers.send);
	const code = await r.code();
	await r.page.reload();
	await visit.page.getByRole("heading", { name: words.code.title }).waitFor();
	assert.equal(await r.code(), code);
	assert.ok((await visit.page.locator("main").innerText()).includes(words.code.again));
	assert.equal(await cases(text), 1);
});

everyWay("Back from the code, then Send again: one report, the same code", set, async (visit) => {
	const text = worry("back");
	const r = await answered(visit, text);
	await r.press(words.answers.send);
	const code = await r.code();
	await r.back();
	await r.is("answers");
	await r.press(words.answers.send);
	assert.equal(await r.code(), code);
	assert.equal(await cases(text), 1);
}, WITH_SCRIPT);

// The browser keeps no page of ours, so Back asks whether to send the form again; a second tab stands for that.
everyWay("the same page sent from two tabs is one report with one code", set, async (visit) => {
	const text = worry("tabs");
	const r = await answered(visit, text);
	const state = await visit.page.locator("form[action='/report/send'] input[name=state]").inputValue();
	await r.press(words.answers.send);
	const code = await r.code();
	const other = new Reporter({ ...visit, page: await visit.newPage(), go: visit.go });
	await other.go("/");
	await other.page.goto(set.gateway.url);
	await other.changes(() => other.page.evaluate((sealed) => {
		const form = document.createElement("form");
		const add = (name, value) =>
			form.appendChild(Object.assign(document.createElement("input"), { name, value }));

		form.action = "/report/send";
		form.method = "post";
		form.enctype = "multipart/form-data";
		add("state", sealed);
		add("go", "send");
		document.body.append(form);
		HTMLFormElement.prototype.submit.call(form);
	}, state));
	assert.equal(await other.code(), code);
	assert.equal(await cases(text), 1);
});

everyWay("two tabs with different words are two reports", set, async (visit) => {
	const texts = [worry("left"), worry("right")];
	const codes = [];
	for (const text of texts) {
		const r = new Reporter({ ...visit, page: await visit.newPage(), gateway: set.gateway });
		r.visit.go = (path) => r.page.goto(set.gateway.url + path);
		codes.push(await r.report({ text }));
	}
	assert.notEqual(codes[0], codes[1]);
	assert.deepEqual(await Promise.all(texts.map(cases)), [1, 1]);
});

everyWay("Back from the code, other words, Send: both are kept", set, async (visit) => {
	const text = worry("before");
	const other = worry("after");
	const r = await answered(visit, text);
	await r.press(words.answers.send);
	const code = await r.code();
	await r.back();
	await r.press(new RegExp(`^${words.base.change} ${words.answers.what_hidden}$`));
	await r.type(words.what.title, other);
	await r.press(words.base.go_on);
	await r.press(words.answers.send);
	assert.notEqual(await r.code(), code);
	assert.deepEqual([await cases(text), await cases(other)], [1, 1]);
}, WITH_SCRIPT);

everyWay("Back and Forward bring back each page with what was typed there", set, async (visit) => {
	const text = worry("history");
	const r = new Reporter(visit);
	const box = visit.page.getByRole("textbox", { name: words.what.title });
	await r.begin();
	await r.until("kind", { text });
	await r.choose(words.kind.bullying);
	await r.back();
	await r.is("what");
	assert.equal(await box.inputValue(), text);
	await box.fill(`${text} and more`);
	await r.back();
	await r.is("when");
	await r.changes(() => visit.page.goForward());
	assert.equal(await box.inputValue(), `${text} and more`);
	await r.press(words.base.go_on);
	await r.is("kind");
	assert.ok(await visit.page.getByRole("radio", { name: words.kind.bullying }).isChecked());
}, WITH_SCRIPT);

everyWay("a reload shows the same question, with the answer given there before", set, async (visit) => {
	const text = worry("reload");
	const r = new Reporter(visit);
	await r.begin();
	await r.until("kind", { text });
	await visit.page.reload();
	await visit.page.getByRole("heading", { name: words.kind.title }).waitFor();
	await r.press(words.base.back);
	await r.is("what");
	assert.equal(await visit.page.getByRole("textbox", { name: words.what.title }).inputValue(), text);
	await visit.page.reload();
	const box = visit.page.getByRole("textbox", { name: words.what.title });
	await box.waitFor();
	assert.equal(await box.inputValue(), text);
});

everyWay("words that were typed and not sent on survive a reload", set, async (visit) => {
	const text = worry("typed");
	const r = new Reporter(visit);
	const box = visit.page.getByRole("textbox", { name: words.what.title });
	await r.begin();
	await r.until("what", {});
	const sealed = visit.page.waitForResponse((answer) => answer.request().postData()?.includes("go=keep"));
	await r.type(words.what.title, text);
	await (await sealed).finished();
	await visit.page.waitForFunction((field) => field, await box.elementHandle());
	await visit.page.reload();
	await box.waitFor();
	assert.equal(await box.inputValue(), text);
}, WITH_SCRIPT);

everyWay("the Back link of the page loses nothing that was typed", set, async (visit) => {
	const text = worry("link");
	const r = new Reporter(visit);
	await r.begin();
	await r.until("where", { text });
	await r.type(words.where.title, "by the lake");
	await r.press(words.base.back);
	await r.is("kind");
	await r.press(words.base.go_on);
	assert.equal(await visit.page.getByRole("textbox", { name: words.where.title }).inputValue(), "by the lake");
}, [...WITH_SCRIPT, ...WITHOUT_SCRIPT]);

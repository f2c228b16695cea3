// reporter.mjs: what a person does who reads the page and presses what it says.
import assert from "node:assert/strict";
import { words } from "./words.mjs";

export const CODE = /^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/;

// One page of the questions: its heading, and what is done there with somebody's answers.
const pages = [
	["danger", (r, a) => r.choose(words.danger[a.danger ?? "no"])],
	["call_999", null, words.call_999.go_on],
	["after_hours", null],
	["leaving", null],
	["private", null],
	["next", null],
	["when", (r, a) => r.choose(words.when[a.when ?? "not_sure"])],
	["what", (r, a) => r.type(words.what.title, a.text)],
	["kind", (r, a) => a.kind && r.choose(words.kind[a.kind])],
	["where", (r, a) => a.place && r.type(words.where.title, a.place)],
	["who", async (r, a) => {
		if (a.about)
			await r.choose(words.who[a.about]);
		if (a.who)
			await r.type(words.who.label, a.who);
		if (a.keepFrom)
			await r.type(words.who.keep_from, a.keepFrom);
	}],
	["school", async (r, a) => {
		await r.choose(words.school[a.school ? "named" : "none"]);
		if (a.school)
			await r.type(words.school.label, a.school);
	}],
	["school_pick", (r, a) => r.choose(a.pick ?? /demo/)],
	["files", (r, a) => r.choose(words.files[a.files ? "yes" : "no"])],
];

// A page may have a second heading, for when only urgent messages are read.
const hasHeading = (page, heading) => [words[page].title, words[page].title_watched].includes(heading);

export class Reporter {
	constructor(visit) {
		this.visit = visit;
		this.page = visit.page;
		this.steps = 0;
	}

	button(name) {
		return this.page.getByRole("button", { name, exact: typeof name === "string" }).first();
	}

	link(name) {
		return this.page.getByRole("link", { name, exact: typeof name === "string" }).first();
	}

	choose(label) {
		return this.page.getByRole("radio", { name: label, exact: typeof label === "string" }).first().check();
	}

	type(label, text) {
		return this.page.getByRole("textbox", { name: label, exact: true }).fill(text);
	}

	addFiles(files) {
		return this.page.locator("input[type=file]").setInputFiles(files);
	}

	heading() {
		return this.page.locator("h1").innerText();
	}

	async is(page) {
		assert.equal(await this.heading(), words[page].title);
	}

	// What is there now is marked, so that the next page can be waited for, whichever way it comes.
	async changes(act) {
		const step = String(++this.steps) + Math.random();

		await this.page.evaluate((mark) => document.body.setAttribute("data-test", mark), step);
		await act();
		await this.page.waitForSelector(`body:not([data-test="${step}"]) h1`, { state: "attached" });
		await this.settle();
	}

	async settle() {
		await this.page.waitForLoadState("load");
		if (this.visit.script)
			await this.page.waitForSelector("html.js", { state: "attached" });
	}

	press(name) {
		return this.changes(() => this.button(name).click());
	}

	follow(name) {
		return this.changes(() => this.link(name).click());
	}

	back() {
		return this.changes(() => this.page.goBack());
	}

	reload() {
		return this.changes(() => this.page.reload());
	}

	async go(path) {
		await this.visit.go(path);
		await this.settle();
	}

	async which() {
		const heading = await this.heading();

		return pages.find(([page]) => hasHeading(page, heading))?.[0];
	}

	// Fills in the page that is there.
	async fill(answers) {
		const heading = await this.heading();
		const [, act] = pages.find(([page]) => hasHeading(page, heading));

		if (act)
			await act(this, answers);
	}

	async goOn() {
		const heading = await this.heading();
		const [, , button] = pages.find(([page]) => hasHeading(page, heading));

		await this.press(button ?? words.base.go_on);
	}

	// Answers page after page until the one with that name is there.
	async until(wanted, answers) {
		for (let n = 0; n < 20; n++) {
			if (await this.heading() === words[wanted].title)
				return;
			await this.fill(answers);
			await this.goOn();
		}
		assert.fail(`the page "${wanted}" never came; the last one is "${await this.heading()}"`);
	}

	async begin() {
		await this.go("/");
		await this.press(words.home.start);
	}

	// Everything up to the code.
	async report(answers) {
		await this.begin();
		await this.until("answers", answers);
		if (answers.files)
			await this.addFiles(answers.files);
		await this.press(words.answers.send);
		await this.is("code");
		return this.code();
	}

	async code() {
		const code = (await this.page.locator("#shown").innerText()).trim().split(/\s+/).join("-");

		assert.match(code, CODE);
		return code;
	}

	// Shows that the code was kept.
	async keep(code) {
		await this.press(words.code.kept);
		await this.is("prove");
		await this.type(words.prove.title, code.slice(-4));
		await this.press(words.base.go_on);
		await this.is("done");
	}

	async check(code) {
		await this.go("/check");
		await this.type(words.look.label, code);
		await this.press(words.look.see);
	}

	async hasError(sentence) {
		const summary = this.page.locator(".govuk-error-summary");
		const said = await summary.innerText();

		assert.equal(await summary.locator("h2").innerText(), words.base.problem);
		assert.ok(said.includes(sentence), `"${sentence}" in "${said}"`);
		assert.match(await this.page.title(), /^Error: /);
	}
}

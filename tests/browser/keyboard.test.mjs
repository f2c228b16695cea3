// keyboard.test.mjs: a whole report with Tab, Enter, Space and letters only; whatever has focus is seen to have it.
import assert from "node:assert/strict";
import { everyWay } from "./browser.mjs";
import { LEAD } from "./gateway.mjs";
import { focusIsSeen, STOPS, tabTo } from "./keys.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();
class Typist extends Reporter {
	async choose(label) {
		const radio = this.page.getByRole("radio", { name: label, exact: true }).first();
		const one = radio.locator("xpath=ancestor::fieldset").getByRole("radio").first();

		await tabTo(this.page, one);
		await this.page.keyboard.press("Space");
		for (let n = 0; n < STOPS && !await radio.isChecked(); n++)
			await this.page.keyboard.press("ArrowDown");
		assert.ok(await radio.isChecked());
		await focusIsSeen(this.page);
	}

	async type(label, text) {
		await tabTo(this.page, this.page.getByRole("textbox", { name: label, exact: true }));
		await this.page.keyboard.type(text);
	}

	async press(name) {
		await tabTo(this.page, this.button(name));
		await this.changes(() => this.page.keyboard.press("Enter"));
	}
}

everyWay("a whole report, its code and a look at it later, with the keyboard alone", set, async (visit) => {
	const r = new Typist(visit);
	const text = worry("keyboard");
	const code = await r.report({ text, danger: "yes", kind: "bullying", place: "the park", about: "me", who: "7B", keepFrom: "my dad",
		school: "norl", pick: "Norlington Vale School (demo)" });
	await r.keep(code);
	await r.go("/check");
	await r.type(words.look.label, code);
	await r.press(words.look.see);
	await r.type(words.thread.reply_label, "and tomorrow again");
	await r.press(words.thread.send);
	assert.ok((await visit.page.locator("main").innerText()).includes("and tomorrow again"));
	const [found, ...others] = await set.gateway.ask("cases", LEAD, text);
	assert.deepEqual([others, found.messages.length], [[], 1]);
});

everyWay("Enter in a field goes on, and does not go back", set, async (visit) => {
	const r = new Reporter(visit);
	await r.begin();
	await r.until("where", { text: worry("enter") });
	await visit.page.getByRole("textbox", { name: words.where.title }).focus();
	await visit.page.keyboard.type("the lake");
	await r.changes(() => visit.page.keyboard.press("Enter"));
	await r.is("who");
});

everyWay("the first Tab leads past the header, the second out of the site", set, async (visit) => {
	const r = new Reporter(visit);
	await r.go("/privacy");
	await visit.page.keyboard.press("Tab");
	assert.equal(await visit.page.evaluate(() => document.activeElement.textContent), words.base.skip);
	await visit.page.keyboard.press("Enter");
	await visit.page.keyboard.press("Tab");
	assert.ok(await visit.page.evaluate(() => document.activeElement.closest("main, footer") !== null));
	await r.go("/privacy");
	await visit.page.keyboard.press("Tab");
	await visit.page.keyboard.press("Tab");
	assert.equal(await visit.page.evaluate(() => document.activeElement.getAttribute("href")), "/leave");
});

everyWay("after each step the focus is on the heading, after a mistake on what is wrong", set, async (visit) => {
	const r = new Reporter(visit);
	const active = () => visit.page.evaluate(() => document.activeElement.innerText);
	await r.begin();
	await r.press(words.base.go_on);
	await r.hasError(words.errors.danger_missing);
	assert.ok((await active()).includes(words.errors.danger_missing));
	await r.follow.call({ ...r, changes: (act) => act(), link: r.link.bind(r) }, words.errors.danger_missing);
	assert.equal(await visit.page.evaluate(() => document.activeElement.name), "danger");
	assert.equal(new URL(visit.page.url()).hash, "");
	await r.fill({ danger: "no" });
	await r.goOn();
	assert.equal(await active(), await r.heading());
}, [{ script: true, width: 320 }]);

// keyboard.test.mjs: a whole report with Tab, Enter, Space and letters only; whatever has focus is seen to have it.
import assert from "node:assert/strict";
import { everyWay } from "./browser.mjs";
import { LEAD } from "./gateway.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();
const STOPS = 60;	// more than any page has
const AROUND = 8;	// pixels about an element in which its focus may show

// What has focus, and where it is drawn: a radio by its label as well.
function focused(page) {
	return page.evaluate(() => {
		const element = document.activeElement;
		const boxes = [element, ...element.labels ?? []].map((e) => e.getBoundingClientRect())
			.filter((box) => box.width > 1);
		const left = Math.min(...boxes.map((b) => b.left)), top = Math.min(...boxes.map((b) => b.top));
		const line = (element.getClientRects()[0].width > 1 ? element : element.labels[0]).getClientRects()[0];
		const middle = document.elementFromPoint(line.left + line.width / 2,
			line.top + Math.min(line.height, innerHeight - line.top) / 2);
		const isSeen = [element, ...element.labels ?? []].some((e) => e.contains(middle));

		return {
			isSeen, what: element.outerHTML.slice(0, 200), isBody: element === document.body, left, top,
			right: Math.max(...boxes.map((b) => b.right)), bottom: Math.max(...boxes.map((b) => b.bottom)),
		};
	});
}

async function picture(page, at) {
	const { width, height } = page.viewportSize();
	const x = Math.max(0, at.left - AROUND), y = Math.max(0, at.top - AROUND);

	const right = Math.min(width, at.right + AROUND), bottom = Math.min(height, at.bottom + AROUND);

	return page.screenshot({ animations: "disabled",
		clip: { x, y, width: right - x, height: Math.max(1, bottom - y) } });
}

async function focusIsSeen(page) {
	const at = await focused(page);

	if (at.isBody)
		return;		// between the page's end and its beginning
	assert.ok(at.isSeen, `this has focus and cannot be seen: ${at.what}`);
	const having = await picture(page, at);
	const element = await page.evaluateHandle(() => document.activeElement);
	await element.evaluate((e) => e.blur());
	const losing = await picture(page, at);
	await element.evaluate((e) => e.focus({ preventScroll: true }));
	assert.ok(!having.equals(losing), `nothing shows that this has focus: ${at.what}`);
}

// Tab until it is there.
async function tabTo(page, locator) {
	for (let n = 0; n < STOPS; n++) {
		if (await locator.evaluate((e) => e === document.activeElement || (e.type === "radio" &&
			document.activeElement.name === e.name && e.name !== "")))
			return;
		await page.keyboard.press("Tab");
		await focusIsSeen(page);
	}
	assert.fail(`the Tab key never leads to ${locator}`);
}

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
	const code = await r.report({ text, danger: "yes", kind: "bullying", place: "the park", about: "me", who: "7B",
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

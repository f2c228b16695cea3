// code.test.mjs: every way to keep the code leads back to the right messages, and none puts it where it can be found.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { back, everything, everyWay, ON_A_PHONE, WITH_SCRIPT } from "./browser.mjs";
import { COMMUNITY } from "./gateway.mjs";
import { readQr } from "./qr.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();

everyWay("the QR on the screen leads to the right messages", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("qr");
	const code = await r.report({ text });
	const qr = visit.page.getByRole("img", { name: words.code.qr_alt });
	await qr.scrollIntoViewIfNeeded();
	const url = readQr(await visit.page.screenshot({ scale: "css", animations: "disabled" }));
	assert.equal(url, `${set.gateway.url}/check#${code}`);

	const [found] = await set.gateway.ask("cases", COMMUNITY, text);
	await set.gateway.ask("reply", COMMUNITY, found.id, `for ${text}`);
	await visit.page.goto("about:blank");
	await visit.page.goto(url);
	await r.settle();
	if (visit.script) {
		assert.equal(new URL(visit.page.url()).hash, "", "the code is out of the address");
		assert.equal(await visit.page.evaluate(() => document.activeElement.tagName), "BUTTON");
	} else {
		await r.type(words.look.label, code);
	}
	await r.press(words.look.see);
	assert.ok((await visit.page.locator("main").innerText()).includes(`for ${text}`));
});

everyWay("the picture that is saved can be read, and its name tells nothing", set, async (visit) => {
	const r = new Reporter(visit);
	const code = await r.report({ text: worry("picture") });
	const download = visit.page.waitForEvent("download");
	await r.button(words.code.picture).click();
	const picture = await download;
	assert.equal(picture.suggestedFilename(), "picture.png");
	assert.equal(readQr(readFileSync(await picture.path())), `${set.gateway.url}/check#${code}`);
	assert.equal(await r.code(), code, "the page is still there");
});

everyWay("the code is copied as it is written, and the page says so", set, async (visit) => {
	const r = new Reporter(visit);
	await visit.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: set.gateway.url });
	const code = await r.report({ text: worry("copy") });
	await r.button(words.code.copy).click();
	await visit.page.getByRole("status").getByText(words.script.copied).waitFor();
	assert.equal(await visit.page.evaluate(() => navigator.clipboard.readText()), code);
}, WITH_SCRIPT);

everyWay("the code can be printed", set, async (visit) => {
	const r = new Reporter(visit);
	await r.report({ text: worry("print") });
	if (visit.script) {
		await visit.page.evaluate(() => {
			window.print = () => document.body.setAttribute("data-printed", "");
		});
		await r.button(words.code.print).click();
		await visit.page.waitForSelector("body[data-printed]");
	} else {
		assert.ok(await visit.page.getByText(words.code.print_hint).isVisible());
	}
	await visit.page.emulateMedia({ media: "print" });
	assert.ok(await visit.page.locator("#shown").isVisible());
	assert.ok(await visit.page.getByRole("img", { name: words.code.qr_alt }).isVisible());
	assert.equal(await visit.page.getByRole("link", { name: words.base.exit }).last().isVisible(), false);
});

everyWay("the code page asks for the last group before it lets go", set, async (visit) => {
	const r = new Reporter(visit);
	const code = await r.report({ text: worry("prove") });
	await r.press(words.code.kept);
	await r.is("prove");
	await r.press(words.base.go_on);
	await r.is("prove");
	await r.type(words.prove.title, code.slice(0, 4));
	await r.press(words.base.go_on);
	await r.hasError(words.errors.last_wrong);
	await r.press(words.prove.see);
	assert.equal(await r.code(), code);
	await r.press(words.code.kept);
	await r.type(words.prove.title, ` ${code.slice(-4).toLowerCase()} `);
	await r.press(words.base.go_on);
	await r.is("done");
});

everyWay("once the code is kept, Back shows neither the code nor the words", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("kept");
	const code = await r.report({ text });
	await r.keep(code);
	for (let n = 0; n < 4; n++) {
		await back(visit.page);
		const shown = await everything(visit.page);
		assert.ok(!shown.includes(text) && !shown.includes(code.slice(-4)), `${n + 1} times Back`);
	}
}, WITH_SCRIPT);

everyWay("Back to the code from another page shows neither the code nor the words", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("another page");
	const code = await r.report({ text });
	await r.go("/help");
	for (let n = 1; n <= 4; n++) {
		await back(visit.page);
		const shown = await everything(visit.page);
		assert.ok(!shown.includes(text) && !shown.includes(code.slice(-4)), `${n} times Back`);
	}
}, ON_A_PHONE);

everyWay("Back from the question for the last group, and a reload there, show the code again", set, async (visit) => {
	const r = new Reporter(visit);
	const text = worry("not written down");
	const code = await r.report({ text });
	await r.press(words.code.kept);
	await r.back();
	assert.equal(await r.code(), code);
	await visit.page.reload();
	await visit.page.getByText(words.code.again).waitFor();
	assert.equal(await r.code(), code);
	assert.equal((await set.gateway.ask("cases", COMMUNITY, text)).length, 1);
}, WITH_SCRIPT);

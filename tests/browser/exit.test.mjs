// exit.test.mjs: "Exit this page" hides the site at once, and Back does not bring back what was typed.
import assert from "node:assert/strict";
import { back, everything, everyWay, WITH_SCRIPT } from "./browser.mjs";
import { WEATHER } from "./gateway.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();

async function typeAndStay(visit, text) {
	const r = new Reporter(visit);

	await r.begin();
	await r.until("what", { text: "" });
	await r.type(words.what.title, text);
	return r;
}

async function isOnTheWeatherPage(visit) {
	await visit.page.getByText(WEATHER).waitFor();
	assert.notEqual(new URL(visit.page.url()).hostname, "localhost");
	for (const { headers, path } of set.gateway.outside.asked)
		if (path !== "/favicon.ico")	// the weather page's own
			assert.equal(headers.referer, undefined, "the weather page is told where somebody came from");
}

async function nothingIsKept(page) {
	const left = await page.evaluate(() => Object.keys(sessionStorage).filter((key) => /state/.test(key)));

	assert.deepEqual(left, []);
}

// As far back as the browser goes: no page on the way shows the words.
async function backShowsNothing(visit, text) {
	for (let n = 1; n <= 6; n++) {
		await back(visit.page);
		assert.ok(!(await everything(visit.page)).includes(text), `${n} times Back shows what was typed`);
	}
}

everyWay("Exit this page leads to the weather, and Back shows nothing of what was typed", set, async (visit) => {
	const text = worry("exit");
	await typeAndStay(visit, text);
	await visit.page.getByRole("link", { name: words.base.exit, exact: true }).last().click();
	await isOnTheWeatherPage(visit);
	await backShowsNothing(visit, text);
});

everyWay("Exit after some answers leaves none of them behind", set, async (visit) => {
	const text = worry("exit later");
	const r = await typeAndStay(visit, text);
	await r.press(words.base.go_on);
	await r.is("kind");
	await visit.page.getByRole("link", { name: words.base.exit, exact: true }).last().click();
	await isOnTheWeatherPage(visit);
	await r.go("/");
	await nothingIsKept(visit.page);
	await backShowsNothing(visit, text);
});

everyWay("a code that was typed and not sent is gone too", set, async (visit) => {
	const typed = "7Q3K 9M2X 4TBN";
	const r = new Reporter(visit);
	await r.go("/check");
	await visit.page.locator("#code").fill(typed);
	await visit.page.getByRole("link", { name: words.base.exit, exact: true }).last().click();
	await isOnTheWeatherPage(visit);
	await backShowsNothing(visit, typed);
});

everyWay("Shift three times does the same", set, async (visit) => {
	const text = worry("shift");
	await typeAndStay(visit, text);
	for (let n = 0; n < 3; n++)
		await visit.page.keyboard.press("Shift");
	await isOnTheWeatherPage(visit);
	await backShowsNothing(visit, text);
}, WITH_SCRIPT);

everyWay("capital letters, Shift and Tab, and Shift twice do not leave", set, async (visit) => {
	const r = await typeAndStay(visit, "");
	const { keyboard } = visit.page;
	const box = visit.page.getByRole("textbox", { name: words.what.title });
	await box.focus();
	for (const key of ["Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "x", "Shift", "Shift+Tab", "Shift+Tab"])
		await keyboard.press(key);
	await r.is("what");
	assert.equal(await box.inputValue(), "ABCx");
}, WITH_SCRIPT);

everyWay("the page is hidden even when the network is gone", set, async (visit) => {
	const text = worry("exit offline");
	const r = await typeAndStay(visit, text);
	await r.press(words.base.go_on);
	await visit.context.setOffline(true);
	await visit.page.keyboard.press("Shift");
	await visit.page.keyboard.press("Shift");
	await visit.page.keyboard.press("Shift");
	const { title } = words.kind;
	await visit.page.waitForFunction((old) => !document.documentElement.innerText.includes(old), title);
	await visit.context.setOffline(false);
	await r.go("/");
	await nothingIsKept(visit.page);
	await backShowsNothing(visit, text);
}, WITH_SCRIPT);

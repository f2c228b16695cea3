// offline.test.mjs: no network, or one that hangs: the page says so, keeps every word, and works again.
import assert from "node:assert/strict";
import { everyWay, WITH_SCRIPT } from "./browser.mjs";
import { COMMUNITY } from "./gateway.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { words } from "./words.mjs";

const set = scene();
const alert = (visit, sentence) => visit.page.getByRole("alert").getByText(sentence).waitFor();

everyWay("without a network the text stays, and goes on when it is back", set, async (visit) => {
	const text = worry("offline");
	const r = new Reporter(visit);
	const box = visit.page.getByRole("textbox", { name: words.what.title });
	await r.begin();
	await r.until("what", {});
	await r.type(words.what.title, text);
	await visit.context.setOffline(true);
	await r.button(words.base.go_on).click();
	await alert(visit, words.script.offline);
	assert.equal(await box.inputValue(), text);
	await visit.context.setOffline(false);
	await r.press(words.base.go_on);
	await r.is("kind");
	assert.equal(await visit.page.getByText(words.script.offline).count(), 0);
}, WITH_SCRIPT);

everyWay("Send without a network keeps the chosen files, and sends once when it is back", set, async (visit) => {
	const text = worry("offline send");
	const r = new Reporter(visit);
	await r.begin();
	await r.until("answers", { text, files: true });
	await r.addFiles([{ name: "a.png", mimeType: "image/png", buffer: Buffer.from("89504e470d0a1a0a00", "hex") }]);
	await visit.context.setOffline(true);
	await r.button(words.answers.send).click();
	await alert(visit, words.script.offline);
	assert.equal(await visit.page.locator("input[type=file]").evaluate((field) => field.files.length), 1);
	await visit.context.setOffline(false);
	await r.press(words.answers.send);
	await r.is("code");
	const [found, ...others] = await set.gateway.ask("cases", COMMUNITY, text);
	assert.deepEqual(others, []);
	assert.equal((await set.gateway.ask("file", COMMUNITY, found.id, 0)).size, 9);
}, WITH_SCRIPT);

// The page's own clock is the test's: nobody waits a minute.
everyWay("a network that hangs is given up, and the text stays", set, async (visit) => {
	const text = worry("hangs");
	const r = new Reporter(visit);
	await visit.page.clock.install();
	await r.begin();
	await r.until("what", {});
	await r.type(words.what.title, text);
	let asked = 0;
	await visit.context.route("**/report", () => { asked++; });	// and no answer
	await r.button(words.base.go_on).click();
	await visit.page.clock.runFor(59000);
	assert.equal(await visit.page.getByRole("alert").count(), 0);
	await visit.page.clock.runFor(2000);
	await alert(visit, words.script.slow);
	assert.ok(asked > 0);
	assert.equal(await visit.page.getByRole("textbox", { name: words.what.title }).inputValue(), text);
	await visit.context.unroute("**/report");
	await r.press(words.base.go_on);
	await r.is("kind");
}, WITH_SCRIPT);

everyWay("how many letters are left is said from three quarters on, and more can be typed", set, async (visit) => {
	const r = new Reporter(visit);
	const line = visit.page.locator("[data-count-text]");
	await r.begin();
	await r.until("what", {});
	await r.type(words.what.title, "x".repeat(2999));
	assert.equal(await line.innerText(), words.what.most);
	await r.type(words.what.title, "x".repeat(3000));
	assert.equal(await line.innerText(), `${words.script.left} 1,000`);
	await r.type(words.what.title, "😀".repeat(4001));
	assert.equal(await line.innerText(), `${words.script.over} 1`);
	await r.press(words.base.go_on);
	await r.hasError(words.errors.text_long);
	assert.equal(await line.innerText(), `${words.script.over} 1`);
	await r.type(words.what.title, "😀".repeat(4000));
	await r.press(words.base.go_on);
	await r.is("kind");
}, WITH_SCRIPT);

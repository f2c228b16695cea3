// keys.mjs: somebody without a mouse: Tab, and whether it can be seen where one is.
import assert from "node:assert/strict";

export const STOPS = 60;	// more than any page has
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

export async function focusIsSeen(page) {
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
export async function tabTo(page, locator) {
	for (let n = 0; n < STOPS; n++) {
		if (await locator.evaluate((e) => e === document.activeElement || (e.type === "radio" &&
			document.activeElement.name === e.name && e.name !== "")))
			return;
		await page.keyboard.press("Tab");
		await focusIsSeen(page);
	}
	assert.fail(`the Tab key never leads to ${locator}`);
}

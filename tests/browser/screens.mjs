// screens.mjs: a picture of every page at both widths, for eyes: the reporters', or the staff's.
// usage: node screens.mjs OUT [console]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, SIZES, Visit } from "./browser.mjs";
import { furnish, tour as consoleTour } from "./console_tour.mjs";
import { LEAD, startGateway } from "./gateway.mjs";
import { worry } from "./scene.mjs";
import { tour } from "./tour.mjs";

const out = resolve(process.argv[2] ?? "screens");
mkdirSync(out, { recursive: true });
async function reporters() {
	for (const closed of [false, true]) {
		const gateway = await startGateway({ closed });
		const browser = await launch(gateway);

		for (const width of Object.keys(SIZES)) {
			const visit = await Visit.open(browser, gateway, { width });
			let n = 0;

			await tour(visit, (name) => {
				const file = [width, ...closed ? ["closed"] : [], String(++n).padStart(2, "0"), name].join("-");

				return visit.page.screenshot({ fullPage: true, path: join(out, `${file}.png`) });
			}, worry("screens"), LEAD);
			await visit.close();
		}
		await browser.close();
		await gateway.stop();
	}
}

async function staff() {
	for (const width of Object.keys(SIZES)) {
		const gateway = await startGateway();
		const set = { gateway, browser: await launch(gateway) };
		let n = 0;

		await furnish(set);
		await consoleTour(set, (one, name) => one.page.screenshot({ fullPage: true,
			path: join(out, `${width}-${String(++n).padStart(2, "0")}-${name}.png`) }), { width });
		await set.browser.close();
		await gateway.stop();
	}
}

await (process.argv[3] === "console" ? staff() : reporters());

// axe.test.mjs: no page, and none of its mistakes, breaks a rule of WCAG 2.0 to 2.2 A or AA that a program can check.
import { test } from "node:test";
import { noViolations } from "./axe.mjs";
import { SIZES, Visit } from "./browser.mjs";
import { LEAD } from "./gateway.mjs";
import { scene, worry } from "./scene.mjs";
import { tour } from "./tour.mjs";

for (const closed of [false, true]) {
	const set = scene({ closed });

	for (const script of [true, false])
		for (const width of Object.keys(SIZES))
			test(`axe finds nothing: ${closed ? "nobody is there" : "somebody reads"}, ${width} px, ${
				script ? "with" : "without"} script`, async () => {
				const visit = await Visit.open(set.browser, set.gateway, { width });
				if (!script)	// axe itself needs one to run
					await visit.context.route("**/assets/script*", (route) => route.abort());
				visit.script = script;
				await tour(visit, (name) => noViolations(visit.page, name), worry("axe"), LEAD);
				if (!script)
					visit.complaints = visit.complaints.filter((line) => !line.includes("script"));
				await visit.close();
			});
}

// again.js: the queue looks again by itself, quietly: it is no sign of life, and what somebody is at stays as it is.
import { heard } from "./idle.js";
import { say, words } from "./notice.js";

const EVERY = 60000;	// milliseconds

const line = (page) => page.querySelector("#fresh");
const fresh = (page) => Number(line(page).dataset.fresh);

function address() {
	const query = new URLSearchParams(line(document).dataset.again);

	query.set("quiet", "1");
	return `/desk/queue?${query}`;
}

// Somebody is in the list with the keyboard, or marks some of it to copy.
function isAtIt() {
	const main = document.querySelector("main");
	const at = document.activeElement;

	return (main.contains(at) && at.matches("a, button, input, select, textarea, summary"))
		|| (!getSelection().isCollapsed && main.contains(getSelection().anchorNode));
}

function show(page) {
	const before = fresh(document), now = fresh(page);

	heard(page);
	document.title = page.title;
	if (isAtIt()) {
		line(document).dataset.fresh = String(now);
	} else {
		document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
	}
	if (now > before)
		say(`${now} ${words(now === 1 ? "new-one" : "new-more")}`);
}

async function look() {
	let page = null;

	try {
		const answer = await fetch(address(), { headers: { Accept: "text/html" } });

		if (answer.redirected) {
			location.replace("/desk/sign-in?idle=1");
			return;
		}
		page = new DOMParser().parseFromString(await answer.text(), "text/html");
	} catch (error) {
		page = null;
	}
	if (page && line(page))
		show(page);
	else
		line(document).querySelector("[data-as-of]").textContent = words("stale");
}

export function watchQueue() {
	if (line(document))
		setInterval(look, EVERY);
}

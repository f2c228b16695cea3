// exit.js: leave fast. What was typed is gone at once, and this entry of the history becomes the neutral page, so that
// Back does not lead here. (The GOV.UK component goes there with location.href, which Back would undo.)
import { forgetAll } from "./memory.js";
import { stop } from "./request.js";

const PRESSES = 3, WITHIN = 5000;	// of Shift alone; milliseconds
let gone = false;
let presses = 0, timer = 0, modified = false;

function leave() {
	gone = true;
	stop();
	document.documentElement.hidden = true;
	forgetAll();
	document.body.textContent = "";
	location.replace("/leave");
}

function restart() {
	presses = 0;
	clearTimeout(timer);
}

// As in govuk-frontend's exit-this-page.mjs: Shift that made a capital letter, or went with Tab, does not count.
function onKey(event) {
	if (event.key === "Shift" && !modified && document.querySelector("[data-exit]")) {
		clearTimeout(timer);
		timer = setTimeout(restart, WITHIN);
		if (++presses === PRESSES)
			leave();
	} else {
		restart();
	}
	modified = event.shiftKey;
}

export function watchExit() {
	document.addEventListener("click", (event) => {
		if (!event.target.closest("a[data-exit]"))
			return;
		event.preventDefault();
		leave();
	});
	document.addEventListener("keyup", onKey);
	addEventListener("pageshow", (event) => {	// taken out of the browser's memory again
		if (event.persisted && gone)
			leave();
	});
}

// idle.js: asks before somebody is signed out for being idle, and clears the screen when they are. The server counts by
// itself; here is only what it said (<body data-idle data-end>, in seconds).
import { words } from "./notice.js";

const WARN = 120, SECOND = 1000, MINUTE = 60;
const ENDED = "/desk/sign-in?idle=1";
let full = 0;			// seconds that a sign of life gives
let ends = 0, last = 0;		// when this visit ends if nothing happens, and at the latest; milliseconds
let others = null;		// the other tabs of this browser

const dialog = () => document.getElementById("idle");

// What the foot of the page says, in the gateway's own time.
function tellEnd() {
	const place = document.querySelector("[data-idle-ends]");

	if (place)
		place.textContent = new Date(ends).toLocaleTimeString("en-GB",
			{ timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
}

function arm(idle) {
	full = Math.max(full, idle);
	ends = Math.min(Date.now() + idle * SECOND, last);
	if (dialog().open)
		dialog().close();
}

// What a page said that was fetched by itself: how long there is, without being a sign of life.
export function heard(page) {
	const idle = Number(page.body.dataset.idle);

	if (idle > 0 && dialog())
		ends = Math.min(Date.now() + idle * SECOND, last);
}

const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

function told(seconds) {
	const minutes = Math.floor(seconds / MINUTE), rest = seconds % MINUTE;

	return [minutes > 0 && count(minutes, "minute"), (rest > 0 || minutes === 0) && count(rest, "second")]
		.filter(Boolean).join(" ");
}

async function stay() {
	const token = dialog().querySelector("input[name=form]").value;
	let status = 0;

	try {
		status = (await fetch("/desk/stay", {
			method: "POST", body: new URLSearchParams({ form: token }), redirect: "manual",
			headers: { Accept: "application/json" },
		})).status;
	} catch (error) {
		dialog().querySelector("[data-idle-fault]").textContent = words("offline");
		return;
	}
	if (status !== 204) {
		location.replace(ENDED);
		return;
	}
	arm(full);
	tellEnd();
	if (others)
		others.postMessage(full);
}

// The longest that one may be signed in is not put off by staying.
function warn() {
	const isLast = last <= ends;

	dialog().querySelector("[data-stay]").hidden = isLast;
	dialog().querySelector("[data-idle-last]").hidden = !isLast;
	dialog().querySelector("[data-idle-fault]").textContent = "";
	dialog().showModal();
}

function tick() {
	const left = Math.ceil((Math.min(ends, last) - Date.now()) / SECOND);

	if (left <= 0) {
		location.replace(ENDED);
	} else if (left <= WARN) {
		dialog().querySelector("[data-idle-left]").textContent = told(left);
		if (!dialog().open)
			warn();
	} else if (dialog().open) {
		dialog().close();	// another tab stayed
	}
}

export function watchIdle() {
	const { idle, end } = document.body.dataset;

	if (!dialog() || !dialog().showModal || !idle)
		return;
	last = Date.now() + Number(end) * SECOND;
	arm(Number(idle));
	dialog().querySelector("[data-stay]").addEventListener("click", stay);
	dialog().addEventListener("cancel", (event) => {	// Escape: somebody is there
		event.preventDefault();
		stay();
	});
	setInterval(tick, SECOND);
	document.addEventListener("visibilitychange", tick);	// a computer that slept
	if (!window.BroadcastChannel)
		return;
	others = new BroadcastChannel("concern-staff");
	others.onmessage = (event) => {
		arm(event.data);
		tellEnd();
	};
	others.postMessage(full);
}

// count.js: how many characters are left in a large field. More may be typed: the server says so too.
import { say, words } from "./notice.js";

const FROM = 0.75;	// of the limit
const PAUSE = 1000;	// milliseconds without a key, before it is read out
let timer = 0;

function count(field) {
	const line = field.form.querySelector("[data-count-text]");
	const limit = Number(field.dataset.count);
	const used = Array.from(field.value).length;	// characters, as the server counts them

	if (!line || !limit)
		return;
	if (!line.dataset.first)
		line.dataset.first = line.textContent;
	const left = limit - used;
	const text = used < limit * FROM ? line.dataset.first
		: `${words(left < 0 ? "over" : "left")} ${Math.abs(left).toLocaleString("en-GB")}`;
	const isNew = line.textContent !== text;
	line.textContent = text;
	line.classList.toggle("count-over", left < 0);
	clearTimeout(timer);
	if (isNew && used >= limit * FROM)
		timer = setTimeout(() => say(text), PAUSE);
}

export function countAll() {
	for (const field of Array.from(document.querySelectorAll("textarea[data-count]")))
		count(field);
}

export function watchCounts() {
	document.addEventListener("input", (event) => {
		if (event.target.matches("textarea[data-count]"))
			count(event.target);
	});
	countAll();
}

// upload.js: how far files have come.
import { say } from "./notice.js";

const QUARTER = 25;	// per cent between two things said

export function countFiles(form) {
	return Array.from(form.querySelectorAll("input[type=file]")).reduce((n, field) => n + field.files.length, 0);
}

// Gives what shows a share from 0 to 1; null ends it.
export function progress(form) {
	const box = form.querySelector("[data-progress]");
	const bar = box && box.querySelector("progress");
	let said = 0;

	return (share) => {
		if (!box)
			return;
		box.hidden = share === null;
		bar.value = Math.round((share || 0) * 100);
		if (Math.floor(bar.value / QUARTER) > said) {
			said = Math.floor(bar.value / QUARTER);
			say(`${bar.value}%`);
		}
	};
}

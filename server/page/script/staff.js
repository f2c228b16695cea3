// staff.js: what the console can do more when there is a script. Without one every page works as it is.
import { takeCode } from "./fragment.js";
import { openNamed, watchLinks } from "./notice.js";
import { watchCounts } from "./count.js";
import { watchButtons } from "./code.js";
import { watchIdle } from "./idle.js";
import { watchQueue } from "./again.js";

const TWICE = 3000;	// milliseconds in which a second press is a slip

// A form that is on its way does not go again.
function watchTwice() {
	document.addEventListener("submit", (event) => {
		const form = event.target;

		if (form.dataset.sent)
			event.preventDefault();
		form.dataset.sent = "1";
		setTimeout(() => { delete form.dataset.sent; }, TWICE);
	});
}

document.documentElement.classList.add("js");
takeCode();	// before anything else can see the address
openNamed(location.hash);
watchLinks();
watchCounts();
watchButtons();
watchTwice();
watchIdle();
watchQueue();

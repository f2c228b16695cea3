// request.js: a form on its way, and the page that comes back. One at a time.
const PATIENCE = 60000;		// milliseconds without a byte in either direction
const STEP = 1024;		// bytes: how much a form weighs must not tell the network which answer was chosen
let current = null;		// { request, timer, tell }

// Unknown fields are left alone by the server.
const padded = (text) => `${text}&pad=${"-".repeat(STEP - (text.length + "&pad=".length) % STEP)}`;

export const isBusy = () => current !== null;

function finish(mine) {
	if (current !== mine)
		return false;
	current = null;
	clearTimeout(mine.timer);
	mine.tell.end();
	return true;
}

export function stop() {
	const mine = current;

	if (mine && finish(mine))
		mine.request.abort();
}

// tell.share(0…1) while it goes out; at last tell.end(), whatever came of it, and behind it tell.answer(document, status)
// or tell.failure(whether it was too slow); neither after stop().
export function send(url, body, tell) {
	const request = new XMLHttpRequest();
	const mine = { request, timer: 0, tell };
	const isForm = body instanceof FormData;
	const fail = (slow) => {
		if (!finish(mine))
			return;
		request.abort();
		tell.failure(slow);
	};
	const wait = () => {
		clearTimeout(mine.timer);
		if (current === mine)
			mine.timer = setTimeout(fail, PATIENCE, true);
	};

	stop();
	current = mine;
	request.open("POST", url);
	request.responseType = "document";
	if (!isForm)
		request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
	request.upload.onprogress = (event) => {
		wait();
		tell.share(event.total ? event.loaded / event.total : 0);
	};
	request.onprogress = wait;
	request.onerror = () => fail(false);
	request.onload = () => {
		const page = request.response;

		if (!page || !page.querySelector("main"))
			fail(false);
		else if (finish(mine))
			tell.answer(page, request.status);
	};
	wait();
	request.send(isForm ? body : padded(String(body)));
}

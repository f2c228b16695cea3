// gateway.mjs: a real gateway (serve.py), and beside it the rest of the internet: one server that answers for every
// other host and remembers who was asked for.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { here } from "./modules.mjs";

export const LEAD = "Asha Lead";		// of the first school
export const COMMUNITY = "Cara Community";	// reads what names no school
export const ADMIN = "Eve Admin", AUDITOR = "Gita Auditor";
export const WEATHER = "Sunny spells";

function outside(dir) {
	const asked = [];
	const server = createServer({
		key: readFileSync(join(dir, "tls/server.key")), cert: readFileSync(join(dir, "tls/server.pem")),
	}, (request, answer) => {
		asked.push({ host: request.headers.host, path: request.url, headers: request.headers });
		answer.setHeader("content-type", "text/html; charset=utf-8");
		answer.end(`<!DOCTYPE html><html lang="en"><title>Weather</title><h1>${WEATHER}</h1>`);
	});

	return new Promise((ready) => {
		server.listen(0, "127.0.0.1", () => ready({ asked, server, port: server.address().port }));
	});
}

class Gateway {
	constructor(child) {
		this.child = child;
		this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
		this.turn = Promise.resolve();
	}

	async hear() {
		const { value, done } = await this.lines.next();

		if (done)
			throw new Error("the gateway did not start, or ended");
		const answer = JSON.parse(value);
		if (answer.fault)
			throw new Error(answer.fault);
		return answer.value;
	}

	// One question at a time: see serve.py for what can be asked.
	ask(what, ...args) {
		const answer = this.turn.then(() => {
			this.child.stdin.write(`${JSON.stringify({ do: what, with: args })}\n`);
			return this.hear();
		});

		this.turn = answer.catch(() => {});
		return answer;
	}

	async stop() {
		this.outside.server.close();
		this.outside.server.closeAllConnections();
		this.child.stdin.end();
		if (this.child.exitCode === null && this.child.signalCode === null)
			await new Promise((ended) => this.child.once("exit", ended));
	}
}

// closed: nobody reads messages now.
export async function startGateway({ closed = false } = {}) {
	const child = spawn("/usr/bin/python3", ["-B", join(here, "serve.py"), ...closed ? ["--closed"] : []],
		{ stdio: ["pipe", "pipe", "inherit"] });
	const gateway = new Gateway(child);
	const { port, staff_port: staffPort, dir, schools } = await gateway.hear();

	gateway.url = `https://localhost:${port}`;
	gateway.staff = { url: `https://localhost:${staffPort}` };	// a Visit takes it like the gateway itself
	gateway.schools = schools;
	gateway.dir = dir;
	gateway.outside = await outside(dir);
	return gateway;
}

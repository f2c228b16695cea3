// qr.mjs: what a phone's camera reads off a screen.
import { execFileSync } from "node:child_process";

export const readQr = (png) => execFileSync("zbarimg", ["--raw", "-q", "png:-"],
	{ encoding: "utf8", input: png, stdio: ["pipe", "pipe", "ignore"] }).trim();

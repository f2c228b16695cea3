#!/usr/bin/python3
"""Measures a release build against the numbers of the design, side by side with nginx, on loopback.
Usage: CONCERN_BUILD=build tests/bench/measure.py [home|connections|handshakes|reports|check|upload|idle ...]
Needs: wrk, nginx, a release build. Prints one line a figure; everything it starts, it stops."""
import asyncio
import os
import pathlib
import re
import resource
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))
from gateway import BUILD, Gateway, free_port, multipart, until, BOUNDARY  # noqa: E402

SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


def wrk(url, clients=64, script=None, headers=(), threads=1, **environment):
    words = ["wrk", "-t%d" % threads, "-c%d" % clients, "-d%ds" % SECONDS, "--latency", "--timeout", "10s"]
    words += ["-s", str(HERE / script)] if script else []
    words += [word for header in headers for word in ("-H", header)]
    out = subprocess.run(words + [url], capture_output=True, text=True, check=True,
                         env=dict(os.environ, **environment)).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"Socket errors: (.*)", out)
    return rate, p99, (int(failed.group(1)) if failed else 0), broken.group(1) if broken else ""


def rss(pids):
    total = 0
    for pid in pids:
        text = pathlib.Path("/proc/%d/smaps_rollup" % pid).read_text()
        total += int(re.search(r"Private_Dirty:\s+(\d+)", text).group(1))
    return total


def seconds_used(gateway):
    """Processor seconds of the reporter's side and of the vault so far."""
    total = 0
    for kind in ("intake", "vault"):
        for pid in gateway.children()[kind]:
            fields = pathlib.Path("/proc/%d/stat" % pid).read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def rounds(gateway, what, script, **environment):
    """Every round and their median, with the processor time that one request took of ours."""
    rates, p99s, costs = [], [], []
    for _ in range(ROUNDS):
        before = seconds_used(gateway)
        rate, p99, failed, broken = wrk("https://localhost:%d" % gateway.port, script=script, **environment)
        costs.append((seconds_used(gateway) - before) / (rate * SECONDS) * 1e6)
        rates.append(rate)
        p99s.append(p99)
        assert failed == 0 and broken == "", (failed, broken)
    print("%s, 64 keep-alive clients: %.0f/s (rounds %s), p99 %.1f ms (best %.1f), %.0f us of processor each" % (
        what, median(rates), " ".join("%.0f" % rate for rate in rates), median(p99s), min(p99s), median(costs)))


def median(values):
    return sorted(values)[len(values) // 2]


class Nginx:
    """The same certificate, the same number of workers, the same bytes."""

    def __init__(self, gateway, page):
        self.port = free_port()
        root = gateway.dir / "nginx"
        root.mkdir()
        (root / "index.html").write_bytes(page)
        conf = root / "nginx.conf"
        conf.write_text("daemon off; worker_processes 2; pid %s/pid; error_log /dev/null;\n"
                        "events { worker_connections 4096; }\n"
                        "http { access_log off; types { text/html html; } keepalive_requests 100000000;\n"
                        " server { listen %d ssl reuseport backlog=4096; ssl_certificate %s/tls/server.pem;\n"
                        "  ssl_certificate_key %s/tls/server.key; ssl_protocols TLSv1.2 TLSv1.3;\n"
                        "  ssl_session_tickets on; root %s; } }\n"
                        % (root, self.port, gateway.dir, gateway.dir, root))
        os.chmod(root, 0o755)
        self.process = subprocess.Popen(["nginx", "-c", str(conf)], stderr=subprocess.DEVNULL)
        self.url = "https://localhost:%d/" % self.port
        until(lambda: subprocess.run(["curl", "-sk", "-o", "/dev/null", self.url]).returncode == 0)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def versus_nginx(gateway, what, **how):
    page = gateway.reporter().get("/").body
    nginx, ours, theirs = Nginx(gateway, page), [], []
    for _ in range(ROUNDS):  # in turn, so that a drifting machine hits both
        ours.append(wrk("https://localhost:%d/" % gateway.port, **how)[0])
        theirs.append(wrk(nginx.url, **how)[0])
    nginx.stop()
    print("%s: %.0f/s, nginx %.0f/s, ratio %.2f (pairs %s)" % (
        what, median(ours), median(theirs), median(ours) / median(theirs),
        " ".join("%.2f" % (a / b) for a, b in zip(ours, theirs))))


def measure_home(gateway):
    versus_nginx(gateway, "home page over keep-alive, 64 clients")


def handshakes(port):
    """Full handshakes a second: two clients that resume nothing."""
    words = ["openssl", "s_time", "-connect", "localhost:%d" % port, "-new", "-tls1_3", "-time", str(SECONDS)]
    clients = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(2)]
    return sum(int(re.search(r"(\d+) connections in \d+ real seconds", client.communicate()[0]).group(1))
               for client in clients) / SECONDS


def measure_connections(gateway):
    versus_nginx(gateway, "new TLS 1.3 connections with one request each, resumed, 16 clients", clients=16,
                 headers=["Connection: close"])


def measure_handshakes(gateway):
    nginx, ours, theirs = Nginx(gateway, b"page"), [], []
    for _ in range(ROUNDS):
        ours.append(handshakes(gateway.port))
        theirs.append(handshakes(nginx.port))
    nginx.stop()
    print("full TLS 1.3 handshakes, 2 clients: %.0f/s, nginx %.0f/s, ratio %.2f (pairs %s)" % (
        median(ours), median(theirs), median(ours) / median(theirs),
        " ".join("%.2f" % (a / b) for a, b in zip(ours, theirs))))


def measure_reports(gateway):
    rounds(gateway, "text reports, committed", "report.lua", BENCH_SCHOOL=gateway.schools[0])


def measure_check(gateway):
    codes = gateway.dir / "codes"
    client = gateway.reporter()
    codes.write_text("".join(client.report({"text": "for the check %d" % n}).json()["code"] + "\n" for n in range(500)))
    rounds(gateway, "progress checks", "check.lua", BENCH_CODES=str(codes))


def measure_upload(gateway):
    data = os.urandom(25 * 1024 * 1024)
    body = multipart("report", {"text": "a film"}, [("film.mp4", data)])
    path = gateway.dir / "body"
    path.write_bytes(body)
    url = "https://localhost:%d/api/v1/reports" % gateway.port
    words = ["curl", "-s", "--cacert", str(gateway.dir / "ca.pem"), "-H", "Expect:", "-o", "/dev/null", "-w",
             "%{http_code} %{time_total} %{time_appconnect}\n", "--data-binary", "@" + str(path), "-H",
             "Content-Type: multipart/form-data; boundary=" + BOUNDARY, url]
    intakes, speeds = gateway.children()["intake"], []
    subprocess.run(words, check=True, capture_output=True)  # first touches are not growth
    for _ in range(9):
        status, total, tls = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        assert status == "201", status
        speeds.append(25 / (float(total) - float(tls)))
    before, peak, over = rss(intakes), [0], threading.Event()  # apart: watching takes a good part of a core

    def watch():
        while not over.wait(0.005):
            peak[0] = max(peak[0], rss(intakes))
    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(3):
        subprocess.run(words, check=True, capture_output=True)
    over.set()
    watcher.join()
    print("25 MiB attachment sealed, fsynced and committed: %.0f MiB/s median, %.0f best; intakes grew %d KiB" % (
        median(speeds), max(speeds), peak[0] - before))


def measure_idle(gateway, wanted=10000):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    context, held = gateway.tls(), []
    quiet = wrk("https://localhost:%d" % gateway.port, clients=8, script="report.lua", BENCH_SCHOOL=gateway.schools[0])
    before = rss(gateway.children()["intake"])

    async def fill():
        gate = asyncio.Semaphore(64)

        async def one():
            async with gate:
                held.append(await asyncio.open_connection("localhost", gateway.port, ssl=context))
        await asyncio.gather(*(one() for _ in range(wanted)))
        grown = rss(gateway.children()["intake"]) - before
        busy = await asyncio.to_thread(wrk, "https://localhost:%d" % gateway.port, 8, "report.lua",
                                       BENCH_SCHOOL=gateway.schools[0])
        print("%d idle TLS connections: %.1f KiB each; other reporters' p99 %.1f ms before, %.1f ms with them" % (
            len(held), grown / len(held), quiet[1], busy[1]))
        for _, writer in held:
            writer.transport.abort()
    asyncio.run(fill())


def main():
    wanted = sys.argv[1:] or ["home", "connections", "handshakes", "reports", "check", "upload", "idle"]
    print("build %s, %d cores, %d s a run, median of %d" % (BUILD, os.cpu_count(), SECONDS, ROUNDS))
    for what in wanted:
        gateway = Gateway().make().start()
        try:
            globals()["measure_" + what](gateway)
        finally:
            gateway.remove()


if __name__ == "__main__":
    main()

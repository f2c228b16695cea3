-- wrk: each request asks for the progress of one of the codes in BENCH_CODES.
local codes, n = {}, 0
for line in io.lines(os.getenv("BENCH_CODES")) do codes[#codes + 1] = line end
request = function()
	n = n % #codes + 1
	return wrk.format("POST", "/api/v1/reports/check", { ["Content-Type"] = "application/json" },
		"{\"code\":\"" .. codes[n] .. "\"}")
end

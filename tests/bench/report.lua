-- wrk: each request is a new text report of about 1 KB.
local said = "there is a boy in year 9 who keeps a blade in his sock, he showed two of us after lunch. "
local n = 0
request = function()
	n = n + 1
	local text = n .. " " .. said:rep(10)
	local body = "--b\r\nContent-Disposition: form-data; name=\"report\"\r\n\r\n{\"text\":\"" .. text ..
		"\",\"school\":\"" .. os.getenv("BENCH_SCHOOL") .. "\"}\r\n--b--\r\n"
	return wrk.format("POST", "/api/v1/reports", { ["Content-Type"] = "multipart/form-data; boundary=b" }, body)
end
local bad = 0
response = function(status) if status ~= 201 then bad = bad + 1; if bad < 4 then print("status", status) end end end

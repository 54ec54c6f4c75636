-- wrk's requests: one event each, never the same twice, from a page view of a shop.
local thread = 0

function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

function init()
  math.randomseed(os.time() * 1000 + id)
  run = string.format("%08x%04x", math.random(0, 0x7fffffff), id)
  n = 0
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain;charset=UTF-8"
  wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36"
end

function request()
  n = n + 1
  return wrk.format(nil, "/p/e", nil, string.format(
    '{"v":1,"site":"bench","page":"%s%010d","seq":0,"time":1800000000000,"sent":1800000000900,' ..
    '"url":"https://shop.example/c/coffee?utm_source=news&page=%d","referrer":"https://www.google.com/",' ..
    '"events":[["page_view",0,{"title":"Coffee, whole beans"}]]}', run, n, n % 100))
end

function done(summary, latency)
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"refused":%d,"broken":%d,"p50_ms":%.2f,"p99_ms":%.2f,"max_ms":%.2f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end

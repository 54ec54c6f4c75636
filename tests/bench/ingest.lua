-- wrk's requests, never the same twice: a page view of a shop, and with PERCORSO_EVENTS=n what follows it.
local thread = 0

function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

local events = tonumber(os.getenv("PERCORSO_EVENTS") or "1")
local kinds = {
  '["touchpoint",%d,{"touchpoint":"size-guide","action":"seen"}]',
  '["click",%d,{"element":"a.teaser-%d","reaction":"mutation","react_ms":%d}]',
  '["view_item",%d,{"currency":"EUR","value":%d.5,"items":[{"item_id":"sku-%d","item_name":"Beans","price":9.5}]}]',
  '["scroll",%d,{"percent_scrolled":%d}]',
}

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
  local more = {}
  for i = 2, events do
    local r = math.random(1, 5000)
    more[i - 1] = "," .. string.format(kinds[i % 4 + 1], i * 40, r, r % 700)
  end
  return wrk.format(nil, "/p/e", nil, string.format(
    '{"v":1,"site":"bench","page":"%s%010d","seq":0,"time":1800000000000,"sent":1800000000900,' ..
    '"url":"https://shop.example/c/coffee-%d?utm_source=news&page=%d","referrer":"https://www.google.com/",' ..
    '"events":[["page_view",0,{"title":"Coffee, whole beans"}]%s]}', run, n, n % 500, n % 100, table.concat(more)))
end

function done(summary, latency)
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"refused":%d,"broken":%d,"p50_ms":%.2f,"p99_ms":%.2f,"max_ms":%.2f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end

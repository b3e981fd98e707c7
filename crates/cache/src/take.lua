-- Takes ARGV[3] from a budget of ARGV[1] that flows back at ARGV[2] a second.
-- The same rule as Bucket::take in limit.rs. Answers {allowed, remaining, retry after in ms}.
local capacity, rate, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(held[1] or capacity), tonumber(held[2] or now)
left = math.min(capacity, left + math.max(0, now - at) / 1000 * rate)
local allowed = left >= cost
if allowed then left = left - cost end
redis.call('HSET', KEYS[1], 'left', string.format('%.6f', left), 'at', string.format('%.0f', now))
local wait, full = 0, 86400000
if rate > 0 then full = math.min(full, math.ceil((capacity - left) / rate * 1000) + 1000) end
redis.call('PEXPIRE', KEYS[1], full)
if not allowed then
  if cost > capacity or rate <= 0 then wait = 86400000 else wait = math.ceil((cost - left) / rate * 1000) end
end
return {allowed and 1 or 0, math.floor(left), wait}

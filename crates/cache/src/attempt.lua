-- Counts a try: ARGV[1] tries in a window of ARGV[2] ms, locks doubling up to ARGV[3] ms (0: no
-- locks). ARGV[4] is 1 to make the try, 0 to look. The same rule as Attempts::attempt in limit.rs.
-- Answers {allowed, remaining, retry after in ms}.
local tries, window, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local memory = 86400000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'times', 'locked_until', 'locks', 'last_lock')
local locked_until = tonumber(held[2] or 0)
if now < locked_until then return {0, 0, locked_until - now} end
local times = {}
for at in string.gmatch(held[1] or '', '%d+') do
  if tonumber(at) + window > now then times[#times + 1] = at end
end
if #times >= tries then return {0, 0, times[1] and tonumber(times[1]) + window - now or window} end
if ARGV[4] ~= '1' then return {1, tries - #times, 0} end
times[#times + 1] = string.format('%.0f', now)
local remaining, wait, keep = tries - #times, 0, window
if remaining == 0 then
  if longest == 0 then
    wait = tonumber(times[1]) + window - now
  else
    local locks, last = tonumber(held[3] or 0), tonumber(held[4] or 0)
    if now - last > memory then locks = 0 end
    wait = math.min(window * 2 ^ math.min(locks, 16), math.max(longest, window))
    redis.call('HSET', KEYS[1], 'locked_until', string.format('%.0f', now + wait), 'locks', locks + 1,
      'last_lock', string.format('%.0f', now))
  end
end
if longest > 0 then keep = memory + math.max(longest, window) end
redis.call('HSET', KEYS[1], 'times', table.concat(times, ','))
redis.call('PEXPIRE', KEYS[1], keep)
return {1, remaining, wait}

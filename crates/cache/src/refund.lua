-- Gives back the latest try, and lifts the lock if that try had brought it.
-- The same rule as Attempts::refund in limit.rs.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'times', 'locked_until', 'locks')
local times = {}
for at in string.gmatch(held[1] or '', '%d+') do times[#times + 1] = at end
if #times == 0 then return 0 end
table.remove(times)
redis.call('HSET', KEYS[1], 'times', table.concat(times, ','))
if now < tonumber(held[2] or 0) then
  redis.call('HSET', KEYS[1], 'locked_until', 0, 'locks', math.max(0, tonumber(held[3] or 0) - 1))
end
return 1

/**
 * Brings a list from one board version to the next by absolute scores: what somebody had is known from the set itself, so
 * the sum stays exact however often a change is applied. KEYS: the set, what is known of it. ARGV: the version that it
 * has, the new one, then ids and points in turn; 0 points take somebody out. Answers 0 where it has another version.
 */
export const APPLY = `
if redis.call('HGET', KEYS[2], 'version') ~= ARGV[1] then return 0 end
local sum = 0
for i = 3, #ARGV, 2 do
  local old = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if old then sum = sum + tonumber(old) end
  local points = tonumber(ARGV[i + 1])
  if points > 0 then
    redis.call('ZADD', KEYS[1], -points, ARGV[i])
    sum = sum + points
  else
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
redis.call('HINCRBY', KEYS[2], 'sum', sum)
redis.call('HSET', KEYS[2], 'version', ARGV[2], 'count', redis.call('ZCARD', KEYS[1]))
return 1
`;

/** Puts a list that was filled beside in its place. KEYS: beside, the set, what is known of it. ARGV: version, sum, seconds. */
export const REPLACE = `
redis.call('DEL', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('EXPIRE', KEYS[2], ARGV[3])
end
redis.call('HSET', KEYS[3], 'version', ARGV[1], 'sum', ARGV[2], 'count', redis.call('ZCARD', KEYS[2]))
redis.call('EXPIRE', KEYS[3], ARGV[3])
return 1
`;

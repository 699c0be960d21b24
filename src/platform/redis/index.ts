export { connectRedis, type RedisClients, type RedisPurpose } from './redis-clients.js';

import express from 'express';

/*
 * The yardstick: Express 5 with one route that returns the bytes it was given at /body, and nothing else.
 * Runs as a process of its own, as the product does, so that both have the load generator as their only neighbour.
 */
const app = express();
let body = Buffer.alloc(0);
let type = 'application/json';
app.post('/body', express.raw({ type: () => true, limit: '5mb' }), (req, res) => {
  body = req.body;
  type = req.headers['content-type'] ?? type;
  res.sendStatus(204);
});
app.get('/bytes', (_req, res) => {
  res.type(type).send(body);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ port: server.address().port });
});

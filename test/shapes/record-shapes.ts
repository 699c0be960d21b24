import { appendFileSync } from 'node:fs';
import { Connection } from 'mongoose';
import type { ConnectOptions } from 'mongoose';
import type { CommandStartedEvent } from 'mongodb';
import { shapesOf } from './shape-of-command.js';

/*
 * A setup file of vitest for development: with QUERY_SHAPES=<file> every connection of the tests notes what it asks the
 * database, one line of JSON for each shape that this process had not sent before. `npm run shapes` makes the list of
 * the engine's contract tests of it.
 */
const file = process.env['QUERY_SHAPES'];
if (file !== undefined && file !== '') noteShapes(file);

function noteShapes(into: string): void {
  const noted = new Set<string>();
   
  const open = Connection.prototype.openUri;
  // Files of one process share the modules, but each runs its setup again.
  if (open.name === openNoting.name) return;
  Connection.prototype.openUri = openNoting;

  async function openNoting(this: Connection, uri: string, options?: ConnectOptions): Promise<Connection> {
    const connection = await open.call(this, uri, { ...options, monitorCommands: true });
    const client = connection.getClient();
    client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
      for (const shape of shapesOf(commandName, command)) {
        const line = JSON.stringify(shape);
        if (noted.has(line)) continue;
        noted.add(line);
        appendFileSync(into, `${line}\n`);
      }
    });
    return connection;
  }
}

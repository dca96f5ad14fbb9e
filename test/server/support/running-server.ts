import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type DatabasePlace } from '../../../src/postgres/open-server-database.ts';
import { hasPostgres, startPostgres, type PostgresServer } from './postgres-server.ts';

export { startServer, type TestServer } from './start-server.ts';

/** The same tests on the embedded database and on Debian's PostgreSQL, which is skipped where it is not installed. `place` gives a new, empty database. */
export function describeOnBoth(name: string, tests: (place: () => Promise<DatabasePlace>) => void): void {
  describe(`${name}, embedded`, () => {
    const folders: string[] = [];
    afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
    tests(() => {
      const folder = mkdtempSync(join(tmpdir(), 'pratique-server-'));
      folders.push(folder);
      return Promise.resolve({ folder });
    });
  });
  describe.skipIf(!hasPostgres)(`${name}, on PostgreSQL (Debian's package postgresql)`, () => {
    let postgres: PostgresServer | undefined;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.[Symbol.asyncDispose]());
    tests(async () => ({ url: await postgres!.createDatabase() }));
  });
}

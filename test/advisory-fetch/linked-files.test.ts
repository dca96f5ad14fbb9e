import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fetchSource, type FetchedSource } from '../../src/advisory/fetch/fetch-source.ts';
import { type FeedFolder } from '../../src/advisory/source/advisory-source.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servedFile, startFeedServer } from './feed-server.ts';

const upstream = 'https://example.org/';
const list = '<updates/>';

/** An index names a list with its checksum. */
function sourceOf(sha256: string): FetchedSource {
  return {
    id: 'made',
    files: [{ path: 'made/index.txt', upstream }],
    linkedFiles: (folder: FeedFolder) => {
      if (!folder.has('made/index.txt')) return [];
      const name = readFileSync(join(folder.path, 'made/index.txt'), 'utf8').trim();
      return [{ path: `made/${name}`, upstream: `${upstream}${name}`, sha256 }];
    },
  };
}

it('fetches what fetched files name, and checks it against the checksum that they give', async () => {
  using folder = temporaryFolder();
  await using server = await startFeedServer(
    new Map([
      ['made/index.txt', servedFile('list.xml\n')],
      ['made/list.xml', servedFile(list)],
    ]),
  );
  const options = { folder: folder.path, mirror: server.url };
  const right = sourceOf(createHash('sha256').update(list).digest('hex'));
  const { files } = await fetchSource(right, options, quietRuntime());
  expect(files.map(({ path, outcome }) => [path, outcome])).toEqual([
    ['made/index.txt', 'fetched'],
    ['made/list.xml', 'fetched'],
  ]);
  expect(readFileSync(join(folder.path, 'made/list.xml'), 'utf8')).toBe(list);
  using other = temporaryFolder();
  await expect(fetchSource(sourceOf('0'.repeat(64)), { ...options, folder: other.path }, quietRuntime())).rejects.toThrow(
    expect.objectContaining({
      code: 'FETCH_FAILED',
      message: expect.stringContaining('does not have the checksum that its index names') as string,
    }),
  );
});

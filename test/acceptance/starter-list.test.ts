import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advisorySources } from '../../src/advisory/advisory-sources.ts';
import { openFeedFolder } from '../../src/advisory/fetch/open-feed-folder.ts';
import { parseStarterRows } from '../../src/advisory/starter/parse-starter-rows.ts';
import { starterRows } from '../../src/advisory/starter/starter-rows.ts';
import { formatAdvisoryKey } from '../../src/model/advisory-key.ts';
import { type AffectedPackage } from '../../src/model/advisory.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { projectRoot } from '../support/project-root.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Real feeds beside the project, packed with xz. */
const feeds = join(projectRoot, '../shared/feeds');
const packed = ['osv/npm/all.zip', 'debian-security-tracker/tracker/data/json'];

describe.skipIf(!existsSync(feeds) || !existsSync('/usr/bin/xz'))('the starter list (needs the feeds and xz)', () => {
  const folder = temporaryFolder();
  beforeAll(() => {
    for (const path of packed) {
      mkdirSync(dirname(join(folder.path, path)), { recursive: true });
      writeFileSync(join(folder.path, path), execFileSync('/usr/bin/xz', ['-dc', join(feeds, `${path}.xz`)], { maxBuffer: 1 << 28 }));
    }
    cpSync(join(feeds, 'alpine-secdb'), join(folder.path, 'alpine-secdb'), { recursive: true });
  });
  afterAll(() => folder[Symbol.dispose]());

  it('holds nothing that a build would not take from the same feeds, such as what was withdrawn', async () => {
    const taken = new Set<string>();
    for (const sourceId of ['osv-npm', 'debian-tracker', 'alpine-secdb']) {
      const source = advisorySources.find(({ id }) => id === sourceId)!;
      for await (const item of source.parse(openFeedFolder(folder.path), quietRuntime()))
        if ('affected' in item) for (const fact of item.affected) for (const line of linesOf(item.id, fact)) taken.add(line);
    }
    const listed = [...parseStarterRows(starterRows).candidates.values()]
      .flat()
      .flatMap(({ advisory, affected }) => linesOf(advisory.id, affected));
    expect(listed.length).toBeGreaterThan(300);
    expect(listed.filter((line) => !taken.has(line))).toEqual([]);
  });
});

/** A line for each interval, because the list joins the intervals that publishers write apart. */
function linesOf(id: string, fact: AffectedPackage): readonly string[] {
  return fact.ranges.map(
    ({ introduced, fixed, lastAffected }) => `${id} ${formatAdvisoryKey(fact)} ${introduced} ${fixed ?? ''} ${lastAffected ?? ''}`,
  );
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietRuntime } from '../../../model/runtime.ts';
import { collectAsync } from '../../../../test/support/collect-async.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { openFeedFolder } from '../../fetch/open-feed-folder.ts';
import { debianTracker } from './debian-tracker.ts';

async function parse(text: string): Promise<unknown[]> {
  using folder = temporaryFolder();
  const path = join(folder.path, 'debian-security-tracker/tracker/data');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'json'), text);
  return await collectAsync(debianTracker.parse(openFeedFolder(folder.path), quietRuntime()));
}

const states = {
  bullseye: { status: 'resolved', repositories: { bullseye: '1.4.4.11-2' }, fixed_version: '0', urgency: 'unimportant' },
  bookworm: { status: 'resolved', repositories: {}, fixed_version: '1.2.3-1+deb12u1', urgency: 'medium**' },
  trixie: { status: 'open', repositories: {}, urgency: 'not yet assigned', nodsa: 'Minor issue', nodsa_reason: '' },
  forky: { status: 'open', repositories: {}, urgency: 'low', nodsa: 'Minor issue', nodsa_reason: 'postponed' },
  buster: { status: 'open', repositories: {}, urgency: 'end-of-life' },
  stretch: { status: 'open', repositories: {}, urgency: 'high', nodsa: 'Minor issue', nodsa_reason: 'ignored' },
  sid: { status: 'undetermined', repositories: {}, urgency: 'not yet assigned' },
  experimental: { status: 'open', repositories: {}, urgency: 'low' },
};

const affected = { ecosystem: 'debian', name: '389-ds-base', versions: [], status: 'affected' };
const open = { ...affected, ranges: [{ introduced: '0' }] };

describe('debianTracker', () => {
  it('reads every status, urgency and reason', async () => {
    const entry = { description: 'A text of ours.', scope: 'local', debianbug: 1, releases: states };
    const feed = { '389-ds-base': { 'CVE-2012-0833': entry, 'TEMP-0000000-ABCDEF': { releases: { bookworm: states.bookworm } } } };
    expect(await parse(JSON.stringify(feed))).toEqual([
      {
        id: 'CVE-2012-0833',
        sourceId: 'debian-tracker',
        aliases: [],
        covers: [],
        title: 'A text of ours.',
        severities: [],
        references: ['https://security-tracker.debian.org/tracker/CVE-2012-0833'],
        affected: [
          {
            ...affected,
            release: '11',
            status: 'not-affected',
            ranges: [],
            fixState: 'unknown',
            severity: { origin: 'debian', severity: 'negligible' },
          },
          {
            ...affected,
            release: '12',
            ranges: [{ introduced: '0', fixed: '1.2.3-1+deb12u1' }],
            fixState: 'fixed',
            severity: { origin: 'debian', severity: 'medium' },
          },
          { ...open, release: '13', fixState: 'wont-fix' },
          { ...open, release: '14', fixState: 'deferred', severity: { origin: 'debian', severity: 'low' } },
          { ...open, release: '10', fixState: 'end-of-life' },
          { ...open, release: '9', fixState: 'wont-fix', severity: { origin: 'debian', severity: 'high' } },
          { ...open, release: 'sid', status: 'under-investigation', fixState: 'unknown' },
        ],
      },
      {
        id: 'TEMP-0000000-ABCDEF',
        sourceId: 'debian-tracker',
        aliases: [],
        covers: [],
        severities: [],
        references: ['https://security-tracker.debian.org/tracker/TEMP-0000000-ABCDEF'],
        affected: [
          {
            ...affected,
            release: '12',
            ranges: [{ introduced: '0', fixed: '1.2.3-1+deb12u1' }],
            fixState: 'fixed',
            severity: { origin: 'debian', severity: 'medium' },
          },
        ],
      },
      { kind: 'summary', records: 2, withdrawn: 0 },
    ]);
  });

  it('a status, an urgency or a shape that it does not know is never taken for an answer [242]', async () => {
    const feed = (state: object): string => JSON.stringify({ a: { 'CVE-2024-0001': { releases: { bookworm: state } } } });
    const strange: readonly (readonly [object, string])[] = [
      [{ ...states.bookworm, status: 'fixed' }, 'the status fixed is not known'],
      [{ ...states.bookworm, urgency: 'extreme' }, 'the urgency extreme is not known'],
      [{ ...states.bookworm, fixed_version: 1 }, 'fixed_version is not a string'],
      [{ ...states.bookworm, fixed_version: undefined }, 'fixed_version is not a string'],
    ];
    for (const [state, message] of strange) {
      expect(await parse(feed(state))).toEqual([
        { code: 'RECORD_INVALID', severity: 'warning', origin: 'debian-tracker', message: `a CVE-2024-0001: ${message}` },
        { kind: 'summary', records: 1, withdrawn: 0 },
      ]);
    }
    const two = { a: { 'CVE-1': { releases: [] }, 'CVE-2': { releases: null } } };
    await expect(parse(JSON.stringify(two))).rejects.toThrow(expect.objectContaining({ code: 'FEED_REFUSED' }));
  });

  it.each(['', '{}', '<html>', '{"a":{"CVE-2024-0001":{"releases":{}}}', '[]'])('refuses %j [240, 244]', async (text) =>
    expect(parse(text)).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' })),
  );
});

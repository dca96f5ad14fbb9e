import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkSchema, type Schema, subschemas } from '../../../test/support/check-schema.ts';
import { sampleVerdicts } from '../../../test/support/sample-verdicts.ts';
import { displayWidth } from '../../lib/terminal/display-width.ts';

import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { verdictSchemaVersion, writeVerdictsJson } from './verdict-json.ts';
import { writeVerdictsTable } from './verdict-table.ts';

const verdicts = Object.values(sampleVerdicts);

function table(shown: readonly TrustVerdict[], width = 80, useColor = false): string {
  return [...writeVerdictsTable(shown, { width, useColor })].join('');
}

describe('the table', () => {
  it.each([
    ['verdicts-80.txt', 80, false],
    ['verdicts-120.txt', 120, false],
    ['verdicts-80-color.txt', 80, true],
  ] as const)('%s', async (file, width, useColor) => {
    await expect(table(verdicts, width, useColor)).toMatchFileSnapshot(`testdata/${file}`);
  });

  it.each([40, 60, 80, 120, 200])('keeps to %i columns, but for words that are longer and never cut', (width) => {
    const wide = table(verdicts, width).split('\n').filter((line) => displayWidth(line) > width && !line.includes('…'));
    expect(wide.filter((line) => displayWidth(line.trim()) <= width - 4)).toEqual([]);
    expect(table([sampleVerdicts.trusted], width)).toContain(sampleVerdicts.trusted.digest);
  }); // prettier-ignore

  it('lets nothing of an image or a signature act on the terminal', () => {
    const text = table(verdicts);
    expect(text).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    expect(stripVTControlCharacters(table(verdicts, 80, true))).toBe(text);
  });

  it('counts lookups that failed beyond the first five', () => {
    const [failure] = sampleVerdicts.unreachable.failures;
    const text = table([{ ...sampleVerdicts.unreachable, failures: Array.from({ length: 100 }, () => failure!) }]);
    expect([text.match(/lookup failed:/g)?.length, text.endsWith('    and 95 more lookups failed\n')]).toEqual([5, true]);
  });

  it('is one block for each signer: signatures of one key are counted, and each place is listed once', () => {
    const [signature] = sampleVerdicts.trusted.trusted;
    const places = ['tag a.sig', 'tag a.sig', 'referrer sha256:b', 'referrer sha256:c', 'tag d', 'tag e', 'tag f'];
    const older = new Date('2020-01-01T00:00:00Z');
    const again = places.map((foundAt) => ({ ...signature!, foundAt, signedAt: { time: older, statedBy: 'metadata' as const } }));
    const other = { ...signature!, signer: { ...signature!.signer, keyId: 'ab'.repeat(32) } };
    const lines = table([
      { ...sampleVerdicts.trusted, trusted: [...again, signature!, other], attestations: [], refused: [], notices: [] },
    ]).split('\n');
    const title = `  ✓ ${signature!.scheme}: signed by ${signature!.signer.name}`;
    expect(lines.filter((line) => line.startsWith('  ✓'))).toEqual([`${title} (8 signatures)`, title]);
    expect(lines.filter((line) => line.startsWith('    found')).map((line) => line.slice(13))).toEqual([
      'tag a.sig', 'referrer sha256:b', 'referrer sha256:c', 'tag d', 'tag e', 'and 2 more', signature!.foundAt,
    ]); // prettier-ignore
  });

  it('one identity is one signer, whatever certificate it signed with', () => {
    const [signature] = sampleVerdicts.trusted.trusted;
    const run = (certificateFingerprint: string): NonNullable<typeof signature> => ({
      ...signature!,
      signer: { name: 'me@example.com', issuer: 'https://issuer.example', subject: 'me@example.com', certificateFingerprint },
    });
    const text = table([{ ...sampleVerdicts.trusted, trusted: [run('aa'), run('bb')], attestations: [] }]);
    expect(text.match(/signed by .*/g)).toEqual(['signed by me@example.com (2 signatures)']);
  });

  it.each([
    ['trusted', 'TRUSTED  '],
    ['refused', 'NOT TRUSTED  '],
    ['warned', 'NOT TRUSTED (policy: warn)  '],
    ['unreachable', 'NOT VERIFIED (lookup failed)  '],
    ['forbidden', 'FORBIDDEN  '],
    ['ignored', 'NOT CHECKED (policy: ignore)  '],
  ] as const)('%s begins with %s', (name, start) => {
    expect(table([sampleVerdicts[name]]).startsWith(start)).toBe(true);
  });
});

describe('the JSON', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../docs/reference/verdict.schema.json', import.meta.url), 'utf8')) as Schema;
  const text = (shown: readonly TrustVerdict[]): string => [...writeVerdictsJson(shown, '0.1.0')].join('');

  it.each([
    ['none', []],
    ['all', verdicts],
    ...Object.entries(sampleVerdicts).map(([name, verdict]) => [name, [verdict]] as [string, TrustVerdict[]]),
  ])('matches its schema: %s', (_, shown) => {
    expect(checkSchema(schema, JSON.parse(text(shown)))).toEqual([]);
  });

  it('golden file', async () => {
    await expect(text(verdicts)).toMatchFileSnapshot('testdata/verdicts.json');
  });

  it('the schema closes every object and describes every member', () => {
    const all = [...subschemas(schema)];

    expect(schema.properties?.['schemaVersion']?.const).toBe(verdictSchemaVersion);
    expect(all.filter(([, each]) => each.type === 'object' && each.additionalProperties !== false).map(([at]) => at)).toEqual([]);
    expect(all.filter(([, each]) => each.description === undefined && each.$ref === undefined).map(([at]) => at)).toEqual([]);
  });
});

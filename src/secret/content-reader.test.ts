import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { makeSecretSample } from '../../test/support/secret-sample.ts';
import { writeTar } from '../cli/scan/sample/tar-writer.ts';
import { limits } from '../model/limits.ts';
import { builtInRuleSet } from './built-in-rule-set.ts';
import { ContentReader } from './content-reader.ts';
import { secretRules } from './rules/secret-rules.ts';
import { type SecretFact } from './secret-fact.ts';

const token = makeSecretSample(secretRules.find(({ id }) => id === 'gitlab-pat')!)!.value;
const text = `first\nTOKEN=${token}\n`;

function read(path: string, bytes: Uint8Array, pieceBytes = 700): readonly SecretFact[] {
  const reader = new ContentReader(builtInRuleSet(), { path, inside: [] });
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.write(Buffer.from(bytes.subarray(at, at + pieceBytes)));
  return reader.end();
}

describe('contents', () => {
  it.each([
    ['gzip', gzipSync(text), ['app.conf']],
    ['zip', zipSync({ 'conf/app.conf': strToU8(text), 'A.class': strToU8(text) }), ['conf/app.conf']],
    ['tar', writeTar([{ path: 'conf/app.conf', content: text }]), ['conf/app.conf']],
    ['tar in gzip', gzipSync(writeTar([{ path: 'conf/app.conf', content: text }])), ['app.conf', 'conf/app.conf']],
    ['zip in zip', zipSync({ 'lib/inner.jar': zipSync({ 'app.conf': strToU8(text) }) }), ['lib/inner.jar', 'app.conf']],
  ])('%s: its secrets are found with the way to them', (_name, bytes, inside) => {
    expect(read('app.conf.gz', bytes)).toMatchObject([{ ruleId: 'gitlab-pat', line: 2, name: 'TOKEN', inside }]);
    expect(read('app.conf.gz', bytes, 1)).toEqual(read('app.conf.gz', bytes));
  });

  it('archives inside archives are opened up to the limit', () => {
    const nest = (depth: number): Uint8Array => (depth === 0 ? strToU8(text) : zipSync({ [`${depth}.bin`]: nest(depth - 1) }));
    expect(read('x', nest(limits.secretArchiveDepth))).toHaveLength(1);
    expect(read('x', nest(limits.secretArchiveDepth + 1))).toEqual([]);
  });

  it('an archive that inflates to too much is cut, and says so', () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(text), Buffer.alloc(limits.secretInflatedBytes, '\n')]));
    const found = read('bomb.gz', bomb, 65_536);
    expect(found).toMatchObject([
      { ruleId: 'gitlab-pat' },
      { isCut: true, reason: `inflates to more than ${limits.secretInflatedBytes} bytes` },
    ]);
  });

  it('a damaged archive keeps what was found before the damage', () => {
    const whole = gzipSync(text + 'x\n'.repeat(2_000));
    expect(read('a.gz', whole.subarray(0, whole.length - 9))).toMatchObject([{ ruleId: 'gitlab-pat' }]);
  });
});

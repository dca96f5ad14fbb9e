import { describe, expect, it } from 'vitest';
import { makeSecretSample } from '../../../test/support/secret-sample.ts';
import { limits } from '../../model/limits.ts';
import { builtInRuleSet } from '../built-in-rule-set.ts';
import { secretRules } from '../rules/secret-rules.ts';
import { SecretStream } from './secret-stream.ts';

const rules = builtInRuleSet();
const token = makeSecretSample(secretRules.find(({ id }) => id === 'gitlab-pat')!)!.value;

const pem = ['-----BEGIN PRIVATE', `KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0B\n'.repeat(4)}-----END PRIVATE`, 'KEY-----\n'].join(' ');

function stream(pieces: readonly Buffer[]): ReturnType<SecretStream['end']> {
  const reader = new SecretStream(rules, 'a.conf');
  for (const piece of pieces) reader.write(piece);
  return reader.end();
}

describe('secrets in a stream', () => {
  it('are found wherever the pieces end [194]', () => {
    const text = Buffer.from(`one\r\nTOKEN=${token}\r\nthree\r\n`);
    const whole = SecretStream.findIn(rules, 'a.conf', text);
    expect(whole).toEqual({
      isCut: false,
      matches: [
        { ruleId: 'gitlab-pat', line: 2, column: 7, endColumn: 7 + token.length, excerpt: `${token.slice(0, 10)}****`, name: 'TOKEN' },
      ],
    });
    for (let at = 1; at < text.length; at++) expect(stream([text.subarray(0, at), text.subarray(at)])).toEqual(whole);
  });

  it('are found at the same line and column behind megabytes of text and of one line [193]', () => {
    for (const filler of ['nothing of interest\n', 'x,']) {
      const before = Buffer.alloc(700_000, filler);
      for (const shift of [0, 1, 5_000, 130_000, 131_072 - 9]) {
        const head = before.subarray(0, before.length - shift);
        const lines = head.toString('latin1').split('\n');
        const found = stream([...slices(head, 40_000), Buffer.from(` ${token} `), Buffer.alloc(200_000, filler)]);
        expect(found.matches).toMatchObject([{ ruleId: 'gitlab-pat', line: lines.length, column: lines.at(-1)!.length + 2 }]);
      }
    }
  });

  it('are listed up to the limit of a file, and the file is reported as cut behind it [193]', () => {
    const line = (at: number): string =>
      `t${at}=${
        makeSecretSample(
          secretRules.find(({ id }) => id === 'gitlab-pat')!,
          at + 2,
        )!.value
      }\n`;
    const make = (count: number): Buffer => Buffer.from(Array.from({ length: count }, (_unused, at) => line(at)).join(''));
    const under = SecretStream.findIn(rules, 'a.conf', make(limits.secretsPerFile));
    expect([under.matches.length, under.isCut]).toEqual([limits.secretsPerFile, false]);
    const over = SecretStream.findIn(rules, 'a.conf', make(limits.secretsPerFile + 50));
    expect(over.isCut).toBe(true);
    expect(over.matches.length).toBeLessThanOrEqual(limits.secretsPerFile);
  });

  it('have one finding for a private key without an end [196]', () => {
    const label = ['-----BEGIN RSA', 'PRIVATE KEY-----\n'].join(' ');
    const endless = Buffer.concat([Buffer.from(label), Buffer.alloc(10 * 1024 * 1024, 'MIIEpAIBAAKCAQEA7bq4\n')]);
    const found = stream(slices(endless, 65_536));
    expect(found.matches).toMatchObject([{ ruleId: 'private-key', line: 1, note: 'its END line is missing', severity: 'medium' }]);
  });

  it('are told once, by the rule that knows what they are', () => {
    const found = SecretStream.findIn(rules, 'a.conf', Buffer.from(`GITLAB_SECRET_TOKEN=${token}\n`));
    expect(found.matches.map(({ ruleId }) => ruleId)).toEqual(['gitlab-pat']);
  });

  it.each([
    ['base64', (text: string) => Buffer.from(text).toString('base64')],
    ['base64', (text: string) => Buffer.from(`a${text}`).toString('base64url')],
    ['base64', (text: string) => Buffer.from(`ab${text}`).toString('base64')],
    ['hexadecimal', (text: string) => Buffer.from(text).toString('hex')],
    ['percent-encoding', (text: string) => encodeURIComponent(text)],
  ])('are found in %s, and behind three encodings at most [194]', (name, encode) => {
    const secret = name === 'percent-encoding' ? pem : `token=${token} end of it`;
    const once = SecretStream.findIn(rules, 'a.conf', Buffer.from(`x\ndata: ${encode(secret)}\n`));
    expect(once.matches).toMatchObject([{ line: 2, column: 7, decoded: [name] }]);
    expect(JSON.stringify(once)).not.toContain(token.slice(-8));
    const nested = (depth: number): string => (depth === 0 ? `token=${token} end of it` : encode(nested(depth - 1)));
    if (name !== 'base64') return;
    expect(SecretStream.findIn(rules, 'a.conf', Buffer.from(nested(2))).matches).toHaveLength(0);
  });

  it('are marked where a comment on the line allows them', () => {
    const found = SecretStream.findIn(rules, 'a.conf', Buffer.from(`AAA=${token} # gitleaks:allow\nBBB=${token}\n# pratique:allow\n`));
    expect(found.matches.map(({ name, isAllowed }) => [name, isAllowed])).toEqual([
      ['AAA', true],
      ['BBB', undefined],
    ]);
  });

  it('are not what happens to be in a picture, a checksum or a longer word', () => {
    const texts = [
      `data:image/png;base64,${'A1b2'.repeat(20)}/${token.replaceAll(/[-_]/g, 'a')}/${'c3D4'.repeat(20)}`,
      `x${token}`,
      `${token}abc`,
      `sha1 ${'0a1b2c3d'.repeat(5)}`,
    ];
    for (const text of texts) expect(SecretStream.findIn(rules, 'a.conf', Buffer.from(text)).matches).toEqual([]);
  });
});

function slices(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_unused, at) => bytes.subarray(at * length, (at + 1) * length));
}

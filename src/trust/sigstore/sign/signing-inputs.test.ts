import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../model/limits.ts';
import { type PratiqueError } from '../../../model/pratique-error.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { findIdentityToken, type IdentityTokenSources } from './find-identity-token.ts';
import { parseIdentityToken } from './identity-token.ts';
import { selectServices } from './signing-config.ts';

const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1_000;

function token(claims: object): string {
  return `${encode({ alg: 'none' })}.${encode({ iss: 'https://i.example', sub: 's', aud: 'sigstore', exp: seconds + 60, ...claims })}.c2ln`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('identity tokens', () => {
  it.each([
    [{}, 's'],
    [{ aud: ['other', 'sigstore'] }, 's'],
    [{ email: 'a@b.example', email_verified: true }, 'a@b.example'],
    [{ email: 'a@b.example', email_verified: 'true' }, 'a@b.example'],
  ])('with %j are used for %s', (claims, challenge) => {
    const parsed = parseIdentityToken(` ${token(claims)}\n`, { now, audience: 'sigstore' }, 'the token');
    expect([parsed.issuer, parsed.challenge]).toEqual(['https://i.example', challenge]);
    expect(parsed.reveal()).toBe(token(claims));
    expect([inspect(parsed, { showHidden: true, depth: 9 }), JSON.stringify(parsed)].join()).not.toContain(token(claims).slice(20, 40));
  });

  it.each([
    ['nothing', '', 'is not a JSON Web Token'],
    ['two parts', 'a.b', 'is not a JSON Web Token'],
    ['no JSON', 'a.b.c', 'is not a JSON Web Token'],
    ['a list', `a.${Buffer.from('[]').toString('base64url')}.c`, 'is not a JSON Web Token'],
    ['too much', `a.${'b'.repeat(limits.identityTokenBytes)}.c`, 'is longer than 65536 bytes'],
    ['the past', token({ exp: seconds }), 'expired at 2026-11-21T12:00:00.000Z'],
    ['no end', token({ exp: undefined }), 'exp is missing'],
    ['another audience', token({ aud: 'x' }), 'is for ["x"], not for "sigstore"'],
    ['no audience', token({ aud: undefined }), 'is for [null], not for "sigstore"'],
    ['no subject', token({ sub: undefined }), 'sub is missing'],
    ['no issuer', token({ iss: 7 }), 'iss is 7, not a string'],
    ['an unverified address', token({ email: 'a@b.example' }), 'is of "a@b.example", which its issuer did not verify'],
  ])('with %s are refused', (_, text, expected) => {
    const parse = () => parseIdentityToken(text, { now, audience: 'sigstore' }, 'the token');
    expect(parse).toThrow(expected);
    try {
      parse();
    } catch (error) {
      expect((error as PratiqueError).code).toBe('IDENTITY_TOKEN_UNUSABLE');
      if (text.length > 40) expect(inspect(error, { depth: 9 })).not.toContain(text.slice(25, 40));
    }
  });
});

describe('where a token comes from', () => {
  const runtime = quietRuntime({ now: () => now });
  const find = async (sources: IdentityTokenSources): Promise<string> => {
    try {
      return (await findIdentityToken(sources, {}, runtime)).challenge;
    } catch (error) {
      return `${(error as PratiqueError).code} ${(error as Error).message}`;
    }
  };

  it('is the first that is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pratique-token-'));
    const [named, mounted] = [join(folder, 'named'), join(folder, 'mounted')];
    writeFileSync(named, token({ sub: 'named' }));
    writeFileSync(mounted, token({ sub: 'mounted' }));
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.end(request.url?.startsWith('/bad') === true ? '{"no":1}' : JSON.stringify({ value: token({ sub: 'github' }) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const githubActions = { url: `${base}/token?api=1`, bearer: 'hidden' };
    try {
      expect(await find({ file: named, token: token({ sub: 'set' }), githubActions, mountedFile: mounted })).toBe('named');
      expect(await find({ token: token({ sub: 'set' }), githubActions, mountedFile: mounted })).toBe('set');
      expect(asked).toEqual([]);
      expect(await find({ token: '', githubActions, mountedFile: mounted })).toBe('github');
      expect(asked).toEqual(['/token?api=1&audience=sigstore Bearer hidden']);
      expect(await find({ mountedFile: mounted })).toBe('mounted');
      expect(await find({ mountedFile: join(folder, 'none') })).toContain('IDENTITY_TOKEN_UNUSABLE no identity token was given');
      expect(await find({ file: join(folder, 'none'), mountedFile: mounted })).toContain('cannot be read');
      expect(await find({ githubActions: { ...githubActions, url: `${base}/bad` } })).toBe(
        'SIGNING_FAILED GitHub Actions answered without an identity token',
      );
      expect(await find({ githubActions: { ...githubActions, url: 'x' } })).toContain('is not a URL');
    } finally {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('signing configs', () => {
  const mediaType = 'application/vnd.dev.sigstore.signingconfig.v0.2+json';
  const service = (url: string, more: object = {}) => ({
    url: `https://${url}.example`,
    majorApiVersion: 1,
    validFor: { start: '2026-01-01T00:00:00Z' },
    operator: url,
    ...more,
  });
  const select = (config: object): unknown => {
    try {
      const { certificateAuthority, logs, timestampAuthorities } = selectServices(
        Buffer.from(JSON.stringify({ mediaType, ...config })),
        now,
        'c.json',
      );
      return [
        certificateAuthority?.hostname,
        logs.map(({ url, majorApiVersion }) => `${url.hostname} ${majorApiVersion}`),
        timestampAuthorities.map((url) => url.hostname),
      ];
    } catch (error) {
      return `${(error as PratiqueError).code} ${(error as Error).message}`;
    }
  };
  const later = { validFor: { start: '2026-11-21T12:00:01Z' } };
  const ended = { validFor: { start: '2026-01-01T00:00:00Z', end: '2026-11-21T11:59:59Z' } };

  it.each([
    ['nothing', {}, [undefined, [], []]],
    [
      'one of each',
      { caUrls: [service('ca')], rekorTlogUrls: [service('log')], tsaUrls: [service('tsa')] },
      ['ca.example', ['log.example 1'], ['tsa.example']],
    ],
    [
      'those that are valid now',
      { rekorTlogUrls: [service('new', later), service('old', ended), service('now')] },
      [undefined, ['now.example 1'], []],
    ],
    [
      'those of the highest version that is spoken',
      { rekorTlogUrls: [service('one'), service('two', { majorApiVersion: 2 }), service('three', { majorApiVersion: 3 })] },
      [undefined, ['two.example 2'], []],
    ],
    [
      'the newest',
      { rekorTlogUrls: [service('a'), service('b', { validFor: { start: '2026-02-01T00:00:00Z' } })] },
      [undefined, ['b.example 1'], []],
    ],
    [
      'all',
      { tsaUrls: [service('a'), service('b'), service('c', { operator: 'a' })], tsaConfig: { selector: 'ALL' } },
      [undefined, [], ['a.example', 'b.example']],
    ],
    [
      'exactly two operators',
      { tsaUrls: [service('a'), service('b'), service('c')], tsaConfig: { selector: 'EXACT', count: 2 } },
      [undefined, [], ['a.example', 'b.example']],
    ],
  ])('%s', (_, config, expected) => {
    expect(select(config)).toEqual(expected);
  });

  it.each([
    ['another version', { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.1+json' }, 'not of version 0.2'],
    ['no service that is valid now', { caUrls: [service('ca', ended)] }, 'has 0 usable caUrls, and wants 1'],
    ['all of none', { tsaUrls: [service('a', later)], tsaConfig: { selector: 'ALL' } }, 'has 0 usable tsaUrls, and wants 1'],
    [
      'more operators than there are',
      { tsaUrls: [service('a'), service('b', { operator: 'a' })], tsaConfig: { selector: 'EXACT', count: 2 } },
      'has 1 usable tsaUrls, and wants 2',
    ],
    ['none exactly', { tsaUrls: [service('a')], tsaConfig: { selector: 'EXACT', count: 0 } }, 'tsaConfig.count is 0'],
    ['another word', { tsaUrls: [service('a')], tsaConfig: { selector: 'SOME' } }, 'tsaConfig.selector is "SOME", not ANY, ALL or EXACT'],
    ['no URL', { caUrls: [service('ca', { url: 'ca' })] }, 'caUrls[0].url is not a URL'],
    ['no beginning', { caUrls: [service('ca', { validFor: {} })] }, 'caUrls[0].validFor.start is missing'],
  ])('are refused with %s', (_, config, expected) => {
    expect(select(config)).toMatch(/^CONFIG_INVALID c\.json: the signing config /);
    expect(select(config)).toContain(expected);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRegistryClient } from '../../src/oci/registry/registry-client.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { type Fault, type FakeRegistry, startFakeRegistry } from '../support/fake-registry.ts';
import { makeSmallImage, type SmallImage } from '../support/small-image.ts';

/** Two registries, each with credentials in one config.json, that answer with whatever challenges and redirects chance makes. */
const runtime = quietRuntime();
const quick = { ...limits, attempts: 2, backoffMs: 1 };
const passwords = { mine: 'password-of-mine', other: 'password-of-other' };

let image: SmallImage;
let folder: string;
let script: string[] = [];
/** Challenges by which ours named the other one as its token server. */
const challengesToOther: string[] = [];
let mine: FakeRegistry;
let other: FakeRegistry;

beforeAll(async () => {
  image = await makeSmallImage({ layerSizes: [100] });
  folder = mkdtempSync(join(tmpdir(), 'pratique-origin-'));
  const play =
    (isMine: boolean): Fault =>
    (_, response) => {
      const next = script.shift();
      if (next === undefined) return false;
      const space = next.indexOf(' ');
      const [kind, text] = [
        next.slice(0, space),
        next
          .slice(space + 1)
          .replace('MINE', mine.origin)
          .replace('OTHER', other.origin),
      ];
      if (kind === 'challenge' && isMine && text.includes(other.origin)) challengesToOther.push(text);
      if (kind === 'redirect') response.writeHead(307, { location: text }).end();
      else if (kind === 'challenge') response.writeHead(401, { 'www-authenticate': text }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      return true;
    };
  mine = await startFakeRegistry({ image, fault: play(true) });
  other = await startFakeRegistry({ image, fault: play(false) });
  const auth = (name: string, password: string): object => ({ auth: Buffer.from(`${name}:${password}`).toString('base64') });
  const auths = { [mine.host]: auth('mine', passwords.mine), [other.host]: auth('other', passwords.other) };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }));
});
afterAll(async () => {
  await mine[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const step = fc.oneof(
  fc.constantFrom('MINE', 'OTHER').map((origin) => `redirect ${origin}/v2/team/app/manifests/1`),
  fc.constantFrom('MINE', 'OTHER').map((origin) => `challenge Bearer realm="${origin}/token",service="s"`),
  fc.constantFrom('challenge Basic realm="x"', 'challenge Negotiate', 'answer {"token":"token-of-mine"}', 'answer {}'),
);

it('credentials go to the origin they belong to and to the token server that it names, nowhere else [200]', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      script = ['answer {}', ...steps];
      mine.requests.length = other.requests.length = 0;
      challengesToOther.length = 0;
      await using client = await createRegistryClient(mine.host, { limits: quick, dockerConfigDirectory: folder });
      await client.readManifest('team/app', '1', runtime).catch((error: unknown) => expect(error).toHaveProperty('code'));
      const sent = (registry: FakeRegistry): string[] =>
        registry.requests.map(({ url, headers }) => `${url} ${headers.authorization ?? ''}`);
      const basic = (name: 'mine' | 'other'): string => Buffer.from(`${name}:${passwords[name]}`).toString('base64');
      // Credentials of a registry that is not used are sent nowhere, not even to it.
      expect([...sent(mine), ...sent(other)].filter((line) => line.includes(basic('other')))).toEqual([]);
      // What belongs to ours reaches the other server only when ours named it as its token server; its tokens never do.
      const atOther = sent(other).filter((line) => !line.endsWith(' '));
      expect(challengesToOther.length > 0 ? atOther.filter((line) => !line.endsWith(basic('mine'))) : atOther).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

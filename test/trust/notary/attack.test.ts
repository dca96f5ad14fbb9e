import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { publicKeyFromPem } from '../../../src/trust/crypto/public-key-from-pem.ts';
import { addSigner } from '../../../src/trust/notary/operation/add-signer.ts';
import { listTargets } from '../../../src/trust/notary/operation/list-targets.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { openLabContext } from '../../support/notary-context.ts';
import { hasNotary, type NotaryLab, runNotary, startNotaryLab } from '../../support/notary-lab.ts';
import { type Attack, fetchReal, type MirrorAnswer, type NotaryMirror, startNotaryMirror } from '../../support/notary-mirror.ts';
import { isSlowRun } from '../../support/is-slow-run.ts';

const gun = 'localhost:5000/lab/victim';
const other = 'localhost:5000/lab/other';

interface Row {
  readonly name: string;
  readonly attack: (lab: Prepared) => Attack;
  /** Ours without and with what was seen before. `believed` stands where nobody could know better, and it is said aloud. */
  readonly ours: readonly [string, string];
}

/** Files of the repository as they were earlier, and of another one. */
interface Prepared {
  readonly old: ReadonlyMap<string, MirrorAnswer>;
  readonly current: ReadonlyMap<string, MirrorAnswer>;
  readonly foreign: ReadonlyMap<string, MirrorAnswer>;
}

const rows: readonly Row[] = [
  { name: 'nothing', attack: () => (_, answer) => answer, ours: ['believed', 'believed'] },
  { name: 'one bit of targets', attack: () => on(/^targets\./, flip), ours: ['METADATA_HASH_MISMATCH', 'served from cache'] },
  { name: 'one bit of the timestamp', attack: () => on(/^timestamp/, flip), ours: ['refused', 'refused'] },
  {
    name: 'timestamp with another signature',
    attack: () =>
      on(
        /^timestamp/,
        withSignatures(([one]) => [{ ...one, sig: Buffer.alloc(64, 1).toString('base64') }]),
      ),
    ours: ['SIGNATURES_BELOW_THRESHOLD', 'SIGNATURES_BELOW_THRESHOLD'],
  },
  {
    name: 'timestamp without signatures',
    attack: () =>
      on(
        /^timestamp/,
        withSignatures(() => []),
      ),
    ours: ['SIGNATURES_BELOW_THRESHOLD', 'SIGNATURES_BELOW_THRESHOLD'],
  },
  {
    name: 'timestamp by another algorithm',
    attack: () =>
      on(
        /^timestamp/,
        withSignatures(([one]) => [{ ...one, method: 'rsapss' }]),
      ),
    ours: ['SIGNATURES_BELOW_THRESHOLD', 'SIGNATURES_BELOW_THRESHOLD'],
  },
  {
    name: 'timestamp signed by a stranger under its key ID',
    attack: () => on(/^timestamp/, signedByStranger),
    ours: ['SIGNATURES_BELOW_THRESHOLD', 'SIGNATURES_BELOW_THRESHOLD'],
  },
  {
    name: 'timestamp of another type',
    attack: () =>
      on(
        /^timestamp/,
        edit((text) => text.replace('"Timestamp"', '"Snapshot"')),
      ),
    ours: ['METADATA_TYPE_WRONG', 'METADATA_TYPE_WRONG'],
  },
  {
    name: 'timestamp cut in two',
    attack: () => on(/^timestamp/, (answer) => ({ ...answer, body: answer.body.subarray(0, 200) })),
    ours: ['METADATA_MALFORMED', 'METADATA_MALFORMED'],
  },
  {
    name: 'timestamp with its version twice',
    attack: () =>
      on(
        /^timestamp/,
        edit((text) => text.replace('"version":', '"version":999,"version":')),
      ),
    ours: ['METADATA_MALFORMED', 'METADATA_MALFORMED'],
  },
  { name: 'everything as two versions ago', attack: ({ old }) => serve(old), ours: ['believed', 'METADATA_ROLLBACK'] },
  {
    name: 'old targets with the new snapshot',
    attack:
      ({ old }) =>
      (file, answer) =>
        file.startsWith('targets.') ? (old.get('targets') ?? answer) : answer,
    ours: ['METADATA_HASH_MISMATCH', 'served from cache'],
  },
  {
    name: 'old snapshot with the new timestamp',
    attack:
      ({ old }) =>
      (file, answer) =>
        file.startsWith('snapshot.') ? (old.get('snapshot') ?? answer) : answer,
    ours: ['METADATA_HASH_MISMATCH', 'served from cache'],
  },
  {
    name: "another repository's metadata",
    attack: ({ foreign }) => serve(foreign),
    ours: ['ROOT_CERTIFICATE_NAME', 'ROOT_CHAIN_BROKEN'],
  },
  {
    name: 'the first root, with all that came after it',
    attack:
      ({ old }) =>
      (file, answer) =>
        /^(?!1\.)\d+\.root/.test(file) ? notFound : file === 'root.json' ? (old.get('root') ?? answer) : answer,
    ours: ['METADATA_HASH_MISMATCH', 'believed'],
  },
  {
    name: 'targets/releases is not there',
    attack: () => on(/^targets\/releases/, () => notFound),
    ours: ['METADATA_MISSING', 'served from cache'],
  },
  {
    name: 'targets/releases breaks',
    attack: () => on(/^targets\/releases/, () => plain(500, 'oops')),
    ours: ['REGISTRY_REFUSED', 'served from cache'],
  },
  { name: 'the snapshot is not there', attack: () => on(/^snapshot/, () => notFound), ours: ['METADATA_MISSING', 'served from cache'] },
  { name: '500 to everything', attack: () => () => plain(500, 'oops'), ours: ['REGISTRY_REFUSED', 'REGISTRY_REFUSED'] },
  { name: '401 without a challenge', attack: () => () => plain(401, ''), ours: ['REGISTRY_UNAUTHORIZED', 'REGISTRY_UNAUTHORIZED'] },
  {
    name: '302 to a metadata service',
    attack: () => () => ({ status: 302, headers: { location: 'http://169.254.169.254/' }, body: Buffer.alloc(0) }),
    ours: ['REGISTRY_REDIRECT', 'REGISTRY_REDIRECT'],
  },
  {
    name: 'a web page with 200',
    attack: () => () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>log in</html>') }),
    ours: ['REGISTRY_PROTOCOL', 'REGISTRY_PROTOCOL'],
  },
  { name: 'nothing with 200', attack: () => () => plain(200, ''), ours: ['REGISTRY_PROTOCOL', 'REGISTRY_PROTOCOL'] },
  { name: '{} with 200', attack: () => () => plain(200, '{}'), ours: ['METADATA_MALFORMED', 'refused'] },
  {
    name: 'brackets, 200,000 deep',
    attack: () => on(/^timestamp/, () => plain(200, `{"signed":${'['.repeat(200_000)}`)),
    ours: ['METADATA_MALFORMED', 'METADATA_MALFORMED'],
  },
  { name: 'a timestamp without end', attack: () => endless, ours: ['LIMIT_EXCEEDED', 'LIMIT_EXCEEDED'] },
  { name: 'the connection cut in the timestamp', attack: () => cutShort, ours: ['REGISTRY_UNREACHABLE', 'REGISTRY_UNREACHABLE'] },
];

/** One row is slow by its nature: our own bound on a whole update is 30 seconds. */
const slowLoris: Row = { name: 'a timestamp byte by byte', attack: () => slow, ours: ['REGISTRY_UNREACHABLE', 'REGISTRY_UNREACHABLE'] };

/** The reference client and ours behind a mirror that lies, on first contact and with a cache. */
describe.skipIf(!hasNotary)('a hostile mirror', () => {
  let lab: NotaryLab;
  let mirror: NotaryMirror;
  let prepared: Prepared;
  const table: string[] = [];

  beforeAll(async () => {
    lab = await startNotaryLab({ trustService: 'remote' });
    mirror = await startNotaryMirror(lab);
    prepared = await prepare(lab);
    // What either had seen before the attack.
    await ourVerdict(lab.url, 'seen-ours');
    await theirVerdict(lab.url, 'seen-theirs');
  });
  afterAll(async () => {
    process.stdout.write(`${['attack | notary fresh | notary cached | pratique fresh | pratique cached', ...table].join('\n')}\n`);
    await mirror[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  const folder = (name: string): string => join(lab.folder, name);

  async function ourVerdict(url: string, trustDirectory: string): Promise<string> {
    await using context = await openLabContext({ gun, url, authorityFile: lab.authorityFile, trustDirectory: folder(trustDirectory) });
    try {
      const { targets } = await listTargets(context);
      return targets.map(({ name }) => name).join();
    } catch (error) {
      if (error instanceof VerificationError || error instanceof PratiqueError) return error.code;
      throw error;
    }
  }

  async function theirVerdict(url: string, trustDirectory: string, timeoutMs = 8_000): Promise<string> {
    const run = await runNotary(['list', gun], {
      url,
      authorityFile: lab.authorityFile,
      trustDirectory: folder(trustDirectory),
      timeoutMs,
    });
    if (run.status === 'killed') return 'hangs';
    if (run.status !== 0) return 'refused';
    const names = run.stdout
      .split('\n')
      .slice(2)
      .flatMap((line) => line.split(' ')[0] || []);
    return /warn|error/i.test(run.stderr) ? `${names.join()} (warned)` : names.join();
  }

  function copyOf(seen: string, name: string): string {
    mkdirSync(folder(name), { recursive: true });
    cpSync(folder(seen), folder(name), { recursive: true });
    return name;
  }

  async function verdicts({ name, attack }: Row, withReference: boolean): Promise<readonly [string, string]> {
    const id = createHash('sha256').update(name).digest('hex').slice(0, 8);
    mirror.attack = attack(prepared);
    const theirs = withReference
      ? [await theirVerdict(mirror.url, `${id}-tf`), await theirVerdict(mirror.url, copyOf('seen-theirs', `${id}-tc`))]
      : ['hangs', 'hangs'];
    const own = [await ourVerdict(mirror.url, `${id}-of`), await ourVerdict(mirror.url, copyOf('seen-ours', `${id}-oc`))] as const;
    table.push([name, ...theirs, ...own].join(' | '));
    return own;
  }

  const current = 'v1,v2,v3,v3';
  const old = 'v1';

  it.each(rows)('$name', async (row) => {
    const own = await verdicts(row, true);
    own.forEach((verdict, i) => {
      const expected = row.ours[i]!;
      if (expected === 'refused') expect(verdict).toMatch(/^[A-Z_]+$/);
      else if (expected === 'believed') expect([current, old]).toContain(verdict);
      else if (expected === 'served from cache') expect(verdict).toBe(current);
      else expect(verdict).toBe(expected);
    });
  });

  // 266 of the catalogue.
  it.skipIf(!isSlowRun)(slowLoris.name, async () => {
    expect(await verdicts(slowLoris, false)).toEqual(slowLoris.ours);
  });

  it('needs no more memory than its bounds', async () => {
    mirror.attack = endless;
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 5; i += 1) expect(await ourVerdict(mirror.url, `memory-${i}`)).toBe('LIMIT_EXCEEDED');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });
});

async function prepare(lab: NotaryLab): Promise<Prepared> {
  const files = ['root', 'targets', 'targets/releases', 'snapshot', 'timestamp'];
  const collect = async (name: string): Promise<ReadonlyMap<string, MirrorAnswer>> =>
    new Map(await Promise.all(files.map(async (file) => [file, await fetchReal(lab, name, `${file}.json`)] as const)));
  const publisher = (name: string): ReturnType<typeof openLabContext> =>
    openLabContext({ ...lab, gun: name, trustDirectory: join(lab.folder, 'publisher') });
  const tag = (name: string): { tag: string; digest: ReturnType<typeof toDigest>; size: number } => ({
    tag: name,
    digest: toDigest('sha256', createHash('sha256').update(name).digest('hex')),
    size: 1,
  });
  await using foreign = await publisher(other);
  await signTag(foreign, tag('evil'));
  await using context = await publisher(gun);
  await signTag(context, tag('v1'));
  const old = await collect(gun);
  await signTag(context, tag('v2'));
  const alice = await context.keys.create('alice');
  const pem = alice.publicKey.object.export({ type: 'spki', format: 'pem' }).toString();
  await addSigner(context, { name: 'alice', keys: [publicKeyFromPem(pem, 'alice')] });
  await rotateKey(context, { role: 'root' });
  await signTag(context, tag('v3'));
  return { old, current: await collect(gun), foreign: await collect(other) };
}

const notFound: MirrorAnswer = {
  status: 404,
  body: Buffer.from('{"errors":[{"code":"METADATA_NOT_FOUND","message":"You have requested metadata that does not exist."}]}'),
};

function plain(status: number, text: string): MirrorAnswer {
  return { status, body: Buffer.from(text) };
}

function on(pattern: RegExp, change: (answer: MirrorAnswer) => MirrorAnswer): Attack {
  return (file, answer) => (pattern.test(file) ? change(answer) : answer);
}

/** Whatever version or hash is asked for. */
function serve(files: ReadonlyMap<string, MirrorAnswer>): Attack {
  return (file, answer) =>
    /^\d+\./.test(file) && file !== '1.root.json' ? notFound : (files.get(bare(file)) ?? (answer.status === 200 ? notFound : answer));
}

function bare(file: string): string {
  return file.replace(/^\d+\./, '').replace(/(?:\.[0-9a-f]{64,128})?\.json$/, '');
}

function flip(answer: MirrorAnswer): MirrorAnswer {
  const body = Buffer.from(answer.body);
  body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
  return { ...answer, body };
}

function edit(change: (text: string) => string): (answer: MirrorAnswer) => MirrorAnswer {
  return (answer) => ({ ...answer, body: Buffer.from(change(answer.body.toString())) });
}

type Signature = Readonly<Record<string, string>>;

function withSignatures(change: (signatures: Signature[]) => readonly Signature[]): (answer: MirrorAnswer) => MirrorAnswer {
  return edit((text) => {
    const file = JSON.parse(text) as { signed: unknown; signatures: Signature[] };
    return JSON.stringify({ ...file, signatures: change(file.signatures) });
  });
}

function signedByStranger(answer: MirrorAnswer): MirrorAnswer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = answer.body.toString();
  const signed = text.slice('{"signed":'.length, text.lastIndexOf(',"signatures"'));
  const value = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
  return withSignatures(([one]) => [{ ...one, sig: value }])(answer);
}

const endless: Attack = (file, answer, response) => {
  if (!file.startsWith('timestamp')) return answer;
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  chunk[0] = 0x7b;
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
  return undefined;
};

const cutShort: Attack = (file, answer, response) => {
  if (!file.startsWith('timestamp')) return answer;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.body.length });
  response.write(answer.body.subarray(0, 100), () => response.destroy());
  return undefined;
};

const slow: Attack = (file, answer, response) => {
  if (!file.startsWith('timestamp')) return answer;
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write('{')), 500);
  return undefined;
};

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { listTargets } from '../../../src/trust/notary/operation/list-targets.ts';
import { repositoryStatus } from '../../../src/trust/notary/operation/repository-status.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { openLabContext } from '../../support/notary-context.ts';
import { hasNotary, type NotaryLab, startNotaryLab } from '../../support/notary-lab.ts';
import { bundleForNode } from '../../support/bundle-for-node.ts';
import { isSlowRun } from '../../support/is-slow-run.ts';

const moments = ['before', 'after', '0', '1', '2', '4', '8', '16'];

const trials = isSlowRun ? 1_000 : 10;

/**
 * 303: a process that signs is killed (SIGKILL) after a while that differs in each trial, then the same is asked for again. Whatever was
 * published stays; the tag is signed once, with the version one higher, whether the killed run had got there or not; keys and earlier tags
 * are all there; nothing is left half done.
 */
describe.skipIf(!hasNotary)(`publishing that is killed, ${trials} times`, () => {
  let lab: NotaryLab;
  let program: string;
  const gun = 'localhost:5000/lab/killed';

  beforeAll(async () => {
    lab = await startNotaryLab({ trustService: 'remote' });
    program = await bundleForNode(join(import.meta.dirname, '../../support/sign-once.ts'), join(lab.folder, 'sign-once.mjs'));
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  const trustDirectory = (): string => join(lab.folder, 'trust');
  const start = (tag: string, moment = ''): ChildProcess =>
    spawn(process.execPath, [program, lab.url, lab.authorityFile, trustDirectory(), gun, tag, hexOf(tag), moment], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });

  it('loses nothing and does nothing twice', async () => {
    const open = (): ReturnType<typeof openLabContext> => openLabContext({ ...lab, gun, trustDirectory: trustDirectory() });
    await using context = await open();
    const { publication } = await signTag(context, { tag: 't0', digest: toDigest('sha256', hexOf('t0')), size: 1 });
    const keyIds = (await context.keys.list()).map(({ id }) => id);
    let version = publication?.versions.get('targets') ?? 0;
    const typicalMs = await timeOf(start('warm-up'));
    version += 1;
    const states = { before: 0, pending: 0, arrived: 0 };
    for (let trial = 1; trial <= trials; trial += 1) {
      const tag = `t${trial}`;
      // Every other time at the point where most is at stake, otherwise from the middle of its start to a little after it would have ended.
      const moment = trial % 2 === 0 ? moments[(trial / 2) % moments.length] : '';
      await kill(start(tag, moment), moment === '' ? typicalMs * (0.4 + 0.7 * ((trial * 0.618) % 1)) : undefined);
      const { interrupted } = await repositoryStatus(context);
      await using retry = await open();
      const isThere = interrupted.length === 0 && (await listTargets(retry)).targets.some(({ name }) => name === tag);
      states[interrupted.length > 0 ? 'pending' : isThere ? 'arrived' : 'before'] += 1;
      await signTag(retry, { tag, digest: toDigest('sha256', hexOf(tag)), size: 1 });
      const { targets, repository } = await listTargets(retry);
      version += 1;
      expect({ trial, version: repository.targets.get('targets')?.file.content.version }).toEqual({ trial, version });
      expect(targets.length).toBe(trial + 2);
      expect(targets.every(({ name, digest }) => digest === `sha256:${hexOf(name)}`)).toBe(true);
      expect(await repositoryStatus(retry)).toMatchObject({ staged: [], interrupted: [] });
    }
    expect((await context.keys.list()).map(({ id }) => id)).toEqual(keyIds);
    for (const id of keyIds) expect((await context.keys.open(id)).publicKey.id).toBe(id);
    process.stdout.write(`killed ${trials} times: ${JSON.stringify(states)}\n`);
    expect(existsSync(trustDirectory())).toBe(true);
  });
});

function hexOf(tag: string): string {
  return createHash('sha256').update(tag).digest('hex');
}

async function timeOf(child: ChildProcess): Promise<number> {
  const started = performance.now();
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
  return performance.now() - started;
}

/** Without a time, the process kills itself. */
async function kill(child: ChildProcess, afterMs: number | undefined): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs);
  await ended;
  clearTimeout(timer);
}

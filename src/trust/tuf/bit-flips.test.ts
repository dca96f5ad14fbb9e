import { describe, expect, it } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import {
  build,
  drive,
  firstUse,
  gun,
  makeDelegation,
  makePlan,
  makeRootSigner,
  makeSigner,
  metaOf,
  now,
  rotate,
  signerOf,
  type ServedFiles,
} from '../../../test/support/notary-repository.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { canonicalJson } from '../crypto/canonical-json.ts';
import { type TrustedRepository } from './trusted-repository.ts';
import { isSlowRun } from '../../../test/support/is-slow-run.ts';

/** Whole, more than 100,000 mutants. A sample is one bit in 101, which comes to each of a byte's eight places. */
const step = isSlowRun ? 1 : 101;

const plan = makePlan();
plan.targets.targets.set('<é&>\u2028', plan.targets.targets.get('v0')!);
for (let i = 0; i < 6; i++) plan.targets.targets.set(`release-${i}`, metaOf(`${i}`));
const others = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('ed25519')].map(({ privateKey }) =>
  signerOf(privateKey),
);
const bob = makeDelegation('targets/bob', { keys: others, threshold: 2, targets: new Map([['v1', metaOf('one')]]) });
plan.targets.delegations.push(bob);
rotate(plan, { timestamp: { keys: [makeSigner()] }, root: { keys: [makeRootSigner(), makeRootSigner()], threshold: 2 } });
const files = build(plan);
const kept = new Map([['root', files.get('1.root')!]] as const);
const current = new Map([['root', files.get('root')!]] as const);
const good = contentOf(drive(files, { kept }, [], []));

/** Everything that was verified, as the bytes that were signed. */
function contentOf({ root, timestamp, snapshot, targets }: TrustedRepository): string {
  const all = [root, timestamp, snapshot, ...Array.from(targets.values(), ({ file }) => file)];
  return all.map(({ role, signed }) => `${role} ${canonicalJson(signed).toString()}`).join('\n');
}

type Outcome = 'refused' | 'same content' | 'without the role' | 'ACCEPTED' | 'CRASHED';

function outcomeOf(name: string, bytes: Buffer): Outcome {
  try {
    // Behind the root nothing depends on how the root was found.
    const root = name.endsWith('.root') ? kept : current;
    const serve = (wanted: string): Buffer | undefined => (wanted === name ? bytes : files.get(wanted));
    const trusted = drive(serve, { kept: root, gun, startedAt: now, pins: firstUse }, [], []);
    // A fault in a delegation that signs none of the tags is reported, and nothing in it is trusted.
    const [role] = trusted.refused.keys();
    if (role !== undefined && name.startsWith(`${role}.`) && !trusted.targets.has(role)) return 'without the role';
    return contentOf(trusted) === good ? 'same content' : 'ACCEPTED';
  } catch (error) {
    return error instanceof VerificationError ? 'refused' : 'CRASHED';
  }
}

function sweep(name: string): ReadonlyMap<Outcome, number> {
  const bytes = files.get(name)!;
  const outcomes = new Map<Outcome, number>();
  for (let bit = 0; bit < bytes.length * 8; bit += step) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    const outcome = outcomeOf(name, flipped);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

function outcomeWanted(role: string): Outcome {
  return role.startsWith('targets/') && role !== 'targets/releases' ? 'without the role' : 'refused';
}

function named(all: ServedFiles): readonly string[] {
  return [...all.keys()].filter((name) => name !== '1.root' && name !== 'root');
}

describe('refuses a signed file with any bit flipped', () => {
  it.each(named(files).map((name) => [name.replace(/\.[0-9a-f]{64}$/, ''), name]))('%s', (role, name) => {
    const outcomes = sweep(name);
    const mutants = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    expect(mutants).toBe(Math.ceil((files.get(name)!.length * 8) / step));
    // A file that others name by its hash has no other spelling; and what is only signed has none that a single bit makes.
    expect([...outcomes.keys()]).toEqual([outcomeWanted(role)]);
  });

  it('the root that was kept', () => {
    const bytes = kept.get('root')!;
    const outcomes = new Set<string>();
    for (let bit = 0; bit < bytes.length * 8; bit += step) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      try {
        drive(files, { kept: new Map([['root', flipped]]) }, [], []);
        outcomes.add('ACCEPTED');
      } catch (error) {
        outcomes.add(error instanceof VerificationError ? error.code : 'CRASHED');
      }
    }
    expect([...outcomes]).toEqual(['ROOT_CACHE_INVALID']);
  });
});

describe('refuses truncated, doubled and joined files', () => {
  it.each(named(files).map((name) => [name.replace(/\.[0-9a-f]{64}$/, ''), name]))('%s', (role, name) => {
    const bytes = files.get(name)!;
    const mutants = [
      ...Array.from({ length: 40 }, (_, i) => bytes.subarray(0, Math.floor((bytes.length * i) / 40))),
      Buffer.concat([bytes, bytes]),
      Buffer.concat([bytes, Buffer.from('x')]),
    ];
    const outcomes = new Set(mutants.map((mutant) => outcomeOf(name, mutant)));
    expect([...outcomes]).toEqual([outcomeWanted(role)]);
  });

  it('white space outside the signed part changes nothing', () => {
    expect(outcomeOf('timestamp', Buffer.concat([Buffer.from(' \n'), files.get('timestamp')!, Buffer.from('\n')]))).toBe('same content');
  });
});

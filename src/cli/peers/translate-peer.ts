import { existsSync } from 'node:fs';
import { peerVariables } from '../../config/peer-variables.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { clairScanner } from './clair-scanner.ts';
import { dockle } from './dockle.ts';
import { gitleaks } from './gitleaks.ts';
import { grype, severitiesFrom } from './grype.ts';
import { hadolint } from './hadolint.ts';
import { type Peer, type PeerOption } from './peer.ts';
import { scout } from './scout.ts';
import { snyk } from './snyk.ts';
import { syft } from './syft.ts';
import { trivy } from './trivy.ts';

const peers: readonly Peer[] = [trivy, grype, clairScanner, scout, syft, hadolint, dockle, gitleaks, snyk];

/** A command line of another scanner in our words. */
export interface TranslatedPeer {
  readonly words: readonly string[];
  /** What has no counterpart, a line each. */
  readonly notes: readonly string[];
  readonly exitCode: (ours: number) => number;
}

/** Throws USAGE for a verb and for an option that the peer does not have or that we do not know. */
export function translatePeer(
  name: string,
  words: readonly string[],
  environment?: Readonly<Record<string, string | undefined>>,
): TranslatedPeer | undefined {
  const peer = peers.find((each) => each.name === name);
  if (peer === undefined) return undefined;
  const { name: verbName, verb, rest } = takeVerb(peer, words);
  const ours: string[] = [];
  const notes: string[] = [];
  const given = [...fromEnvironment(peer, environment, rest), ...rest];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at]!;
    if (word === '--' || !word.startsWith('-') || word === '-') {
      ours.push(...(word === '--' ? given.slice(at + 1) : [word]));
      if (word === '--') break;
      continue;
    }
    const [flag, inline] = splitWord(word);
    const option = peer.options.find(({ flags }) => flags.includes(flag));
    if (option === undefined) throw unknownOption(peer, flag);
    const value = option.takesValue ? (inline ?? given[(at += 1)]) : (inline ?? '');
    if (value === undefined) throw new PratiqueError('USAGE', `${peer.name}: ${flag} needs a value`);
    ours.push(...apply(peer, option, flag, value, notes));
  }
  const named = ours.some((word) => word.startsWith('--ignorefile='));
  const own = named || verb[0] !== 'scan' ? [] : peer.ignoreFiles.filter((file) => existsSync(file)).map((file) => `--ignorefile=${file}`);
  const always = verb[0] === 'scan' ? [...peer.always, ...own, ...(named || own.length > 0 ? [] : ['--no-ignorefile'])] : [];
  for (const file of peer.unreadFiles ?? []) if (existsSync(file)) notes.push(`${peer.name}: ${file} is not read; give its settings as options`);
  const typed = ours.flatMap(toSeverity);
  const usual = (peer.usual ?? []).filter(({ of, unless }) => (of ?? verb[0]) === verb[0] && !unless.some((start) => typed.some((word) => word.startsWith(start))));
  const all = [...usual.map(({ word }) => word), ...typed];
  return { words: [...verb, ...always, ...(peer.arrange?.(verbName, all) ?? all)], notes, exitCode: peer.exitCode };
} // prettier-ignore

interface TakenVerb {
  /** As the peer calls it. */
  readonly name: string;
  readonly verb: readonly string[];
  readonly rest: readonly string[];
}

function takeVerb(peer: Peer, words: readonly string[]): TakenVerb {
  const bare = peer.verbs.get('');
  // A command line that needs no verb has one at its beginning, or has none.
  const first = peer.verbs.get(words[0] ?? '');
  if (bare !== undefined)
    return first === undefined || words.length === 0
      ? { name: '', verb: bare, rest: words }
      : { name: words[0]!, verb: first, rest: words.slice(1) };
  for (const [at, word] of words.entries()) {
    const name = peer.verbs.has(word) ? word : `${word} ${words[at + 1] ?? ''}`;
    const verb = peer.verbs.get(name);
    if (verb !== undefined) return { name, verb, rest: [...words.slice(0, at), ...words.slice(at + name.split(' ').length)] };
  }
  throw new PratiqueError('USAGE', `${peer.name}: no known command in ${JSON.stringify(words.join(' ').slice(0, 80))}`, {
    hint: `commands: ${[...peer.verbs.keys()].join(', ')}`,
  });
}

/** `--name=value` and `-nvalue`. */
function splitWord(word: string): readonly [string, string?] {
  const equals = word.indexOf('=');
  if (word.startsWith('--')) return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
  return word.length > 2 ? [word.slice(0, 2), word.slice(2).replace(/^=/, '')] : [word];
}

function apply(peer: Peer, { to, note }: PeerOption, flag: string, value: string, notes: string[]): readonly string[] {
  if (note !== undefined) notes.push(`${peer.name} ${flag}: ${note}`);
  return to?.(value) ?? [];
}

/** `--fail-on` stands for the severities that fail. */
function toSeverity(word: string): readonly string[] {
  const least = /^--fail-on=(.*)$/.exec(word)?.[1];
  return least === undefined ? [word] : [`--severity=${severitiesFrom(least)}`];
}

/** Options from the peer's variables, where they are not typed. */
function fromEnvironment(
  peer: Peer,
  environment: Readonly<Record<string, string | undefined>> | undefined,
  typed: readonly string[],
): readonly string[] {
  if (peer.environmentPrefix === '') return [];
  const isRead = (flag: string): boolean => peer.readsOwnVariables !== true || flag === '--format';
  const variables = peerVariables(peer.environmentPrefix, environment);
  const flagsTyped = new Set(typed.map((word) => splitWord(word)[0]));
  return peer.options.flatMap(({ flags, takesValue, to }) => {
    const [flag = ''] = flags;
    const value = variables.get(flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase());
    if (value === undefined || value === '' || to === undefined || !isRead(flag) || flags.some((each) => flagsTyped.has(each))) return [];
    return takesValue ? [`${flag}=${value}`] : value === 'true' || value === '1' ? [flag] : [];
  });
}

function unknownOption(peer: Peer, flag: string): PratiqueError {
  return new PratiqueError('USAGE', `${peer.name}: ${flag} is not known here`, {
    hint: `leave it out, or use pratique scan; see pratique help scan`,
  });
}

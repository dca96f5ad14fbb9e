import { appendFileSync, closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { formatShardName } from '../../model/advisory-key.ts';
import { type Advisory } from '../../model/advisory.ts';
import { ecosystem, type EcosystemId } from '../../model/ecosystem.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type PlaceSelector } from './collect-feed.ts';
import { explainWriteError } from './explain-write-error.ts';
import { decodeScope, encodeAdvisory, encodeFact } from '../store/advisory-codec.ts';
import { type ShardContent } from '../store/shard-content.ts';

export interface SpilledShard {
  readonly name: string;
  readonly ecosystem: EcosystemId;
  readonly release?: string;
}

/** Text that is held back for one shard before it is written: characters. */
const pendingCharacters = 256 * 1024;
const readBytes = 1024 * 1024;

/**
 * One source's facts on disk while the database is built, a file for each shard, so that no more than one shard is in
 * memory at a time and a source that fails half-way leaves nothing behind. Lines are an advisory (a JSON array) or a fact:
 * name as JSON, number of the advisory in the file, scope and range as `encodeFact` makes them, with tabs between.
 */
export class FactSpill {
  readonly #folder: string;
  readonly #output: string;
  readonly #shards = new Map<string, ShardSpill>();
  #bytesWritten = 0;

  /** Creates `folder`; `output` names the database in errors, which are OUTPUT_UNWRITABLE here and in every method that writes. */
  constructor(folder: string, output: string) {
    this.#folder = folder;
    this.#output = output;
    this.#guard(() => makeDirectory(folder));
  }

  /** Facts that `takes` refuses are left out; returns the ecosystems of the others. */
  add(advisory: Advisory, takes: PlaceSelector): ReadonlySet<EcosystemId> {
    const numbers = new Map<ShardSpill, number>();
    const seen = new Set<EcosystemId>();
    let encoded: string | undefined;
    for (const affected of advisory.affected) {
      if (!takes(affected)) continue;
      seen.add(affected.ecosystem);
      const shard = this.shard(affected.ecosystem, affected.release);
      let number = numbers.get(shard);
      if (number === undefined) {
        number = this.addAdvisory(shard, (encoded ??= encodeAdvisory(advisory)));
        numbers.set(shard, number);
      }
      const { scope, range } = encodeFact(affected);
      this.addFact(shard, JSON.stringify(affected.name), number, scope, range);
    }
    return seen;
  }

  shard(ecosystem: EcosystemId, release: string | undefined): ShardSpill {
    const name = formatShardName(ecosystem, release);
    const known = this.#shards.get(name);
    if (known !== undefined) return known;
    if (this.#shards.size >= limits.databaseShards)
      throw new PratiqueError('LIMIT_EXCEEDED', `the feeds name more than ${limits.databaseShards} releases`);
    const path = join(this.#folder, String(this.#shards.size));
    const shard = { name, ecosystem, ...(release !== undefined && { release }), path, advisories: 0, pending: [], characters: 0 };
    this.#shards.set(name, shard);
    return shard;
  }

  /** The number to give to {@link addFact}. */
  addAdvisory(shard: ShardSpill, encoded: string): number {
    this.#addLine(shard, encoded);
    return shard.advisories++;
  }

  addFact(shard: ShardSpill, encodedName: string, advisory: number, scope: string, range: string): void {
    this.#addLine(shard, `${encodedName}\t${advisory}\t${scope}\t${range}`);
  }

  /** Writes what was held back. */
  finish(): void {
    for (const shard of this.#shards.values()) this.#flush(shard);
  }

  get shards(): readonly SpilledShard[] {
    return [...this.#shards.values()];
  }

  /** Adds what was spilled for a shard to its content. Returns how many packages have facts that concern any image of the release. */
  load(name: string, content: ShardContent): number {
    const shard = this.#shards.get(name);
    if (shard === undefined) return 0;
    const advisories: number[] = [];
    const packages = new Set<string>();
    const isGeneral = rememberScopes(shard.ecosystem);
    for (const line of readLines(shard.path)) {
      if (line.startsWith('[')) {
        advisories.push(content.addAdvisory(line));
        continue;
      }
      const [encodedName, advisory, scope, range] = line.split('\t') as [string, string, string, string];
      content.add(encodedName, advisories[Number(advisory)]!, scope, range);
      if (isGeneral(scope)) packages.add(encodedName);
    }
    return packages.size;
  }

  #addLine(shard: ShardSpill, line: string): void {
    shard.pending.push(line);
    shard.characters += line.length + 1;
    if (shard.characters >= pendingCharacters) this.#flush(shard);
  }

  #flush(shard: ShardSpill): void {
    if (shard.pending.length === 0) return;
    this.#bytesWritten += shard.characters;
    this.#guard(() => appendFileSync(shard.path, `${shard.pending.join('\n')}\n`));
    shard.pending = [];
    shard.characters = 0;
  }

  #guard(write: () => unknown): void {
    try {
      write();
    } catch (error) {
      throw explainWriteError(error, this.#output, this.#bytesWritten);
    }
  }
}

export interface ShardSpill extends SpilledShard {
  readonly path: string;
  advisories: number;
  pending: string[];
  characters: number;
}

/** Whether an encoded scope is of a stream that speaks about any image of its release; scopes are few and repeat. */
function rememberScopes(id: EcosystemId): (scope: string) => boolean {
  const general = ecosystem(id).distribution?.generalStreams ?? [];
  const answers = new Map([['', true]]);
  return (scope) => {
    let answer = answers.get(scope);
    if (answer === undefined) {
      const { stream } = decodeScope(JSON.parse(scope) as Parameters<typeof decodeScope>[0]);
      answer = stream === undefined || general.includes(stream);
      answers.set(scope, answer);
    }
    return answer;
  };
}

/** Lines of a file that this process wrote, so without bounds of their own. */
function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.allocUnsafe(readBytes);
    let rest = '';
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } finally {
    closeSync(file);
  }
}

import { existsSync } from 'node:fs';
import { type EventPosition } from '../../audit/events/event-stream.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** What was sent: the position in the engine's events, and findings that were told already. */
export class EventCheckpoint {
  readonly #file: string | undefined;
  readonly #findings: Set<string>;
  #position: EventPosition | undefined;
  #savedAt = 0;
  #isChanged = false;

  private constructor(file: string | undefined, position: EventPosition | undefined, findings: Set<string>) {
    this.#file = file;
    this.#position = position;
    this.#findings = findings;
  }

  /** Throws CONFIG_INVALID for a file that is damaged: going on from now would hide what happened since. */
  static open(file: string | undefined): EventCheckpoint {
    if (file === undefined || !existsSync(file)) return new EventCheckpoint(file, undefined, new Set());
    const text = readAtMost(file, limits.documentBytes * 4)?.toString('utf8') ?? '';
    const damaged = new PratiqueError('CONFIG_INVALID', `${file} is not a checkpoint of pratique events`, { hint: 'remove it to begin from now' });
    try {
      const value: unknown = JSON.parse(text);
      if (!isJsonObject(value) || field(value, 'format') !== 1) throw damaged;
      const [nanoseconds, keys, findings] = ['nanoseconds', 'keys', 'findings'].map((name) => field(value, name));
      const position = typeof nanoseconds === 'string' && /^\d{1,20}$/.test(nanoseconds) ? { nanoseconds, keys: textsOf(keys) } : undefined;
      return new EventCheckpoint(file, position, new Set(textsOf(findings)));
    } catch {
      throw damaged;
    }
  } // prettier-ignore

  get position(): EventPosition | undefined {
    return this.#position;
  }

  reach(position: EventPosition): void {
    this.#position = position;
    this.#isChanged = true;
  }

  /** Whether a finding is told for the first time. The oldest are forgotten first. */
  isNew(finding: string): boolean {
    return !this.#findings.has(finding);
  }

  tell(finding: string): void {
    if (this.#findings.size >= limits.rememberedFindings) this.#findings.delete(this.#findings.values().next().value!);
    this.#findings.add(finding);
    this.#isChanged = true;
  }

  /** At most once a second, unless it is the last time. */
  save(now: number, isLast = false): void {
    if (this.#file === undefined || !this.#isChanged || (!isLast && now - this.#savedAt < 1_000)) return;
    this.#savedAt = now;
    this.#isChanged = false;
    writeFileAtomicallySync(this.#file, [Buffer.from(`${JSON.stringify({ format: 1, ...this.#position, findings: [...this.#findings] })}\n`)], { sync: 'content' });
  } // prettier-ignore
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

import { type AdvisoryRecord } from './osv-record.ts';

const mostHeld = 10_000;

/**
 * Holds records that call themselves a duplicate until their original was seen. A duplicate is dropped only when the original covers all of its packages;
 * otherwise it is kept as a record of its own, so that no flaw is lost.
 */
export class HeldDuplicates {
  readonly #held = new Map<string, AdvisoryRecord>();
  /** Names of the packages of every record that a duplicate can name. */
  readonly #packages = new Map<string, ReadonlySet<string>>();

  /** The record, unless it is kept back. */
  pass(record: AdvisoryRecord): AdvisoryRecord | undefined {
    const { id, affected } = record.advisory;
    if (record.duplicateOf !== undefined && this.#held.size < mostHeld && !this.#held.has(id)) {
      this.#held.set(id, record);
      return undefined;
    }
    if (id.startsWith('GHSA-') && affected.length > 0) this.#packages.set(id, new Set(affected.map(({ name }) => name)));
    return record;
  }

  /** To be called once, at the end. */
  *rest(): Generator<{ readonly record: AdvisoryRecord; readonly isToldElsewhere: boolean }> {
    for (const record of this.#held.values()) {
      const told = this.#packages.get(this.#original(record));
      yield { record, isToldElsewhere: told !== undefined && record.advisory.affected.every(({ name }) => told.has(name)) };
    }
  }

  /** A duplicate may be one of a duplicate; two of each other have none. */
  #original(record: AdvisoryRecord): string {
    const visited = new Set<string>();
    let id = record.duplicateOf ?? '';
    for (let next = this.#held.get(id); next?.duplicateOf !== undefined && !visited.has(id); next = this.#held.get(id)) {
      visited.add(id);
      id = next.duplicateOf;
    }
    return id;
  }
}

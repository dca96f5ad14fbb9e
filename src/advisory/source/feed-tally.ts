import { type FeedSummary } from './advisory-source.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';

/** Counts what became of a feed's records, and refuses the feed when too many could not be read. */
export class FeedTally {
  records = 0;
  withdrawn = 0;
  /** Records that are not about a flaw: bug-fix bulletins, notices of unmaintained packages. */
  notSecurity = 0;
  invalid = 0;
  /** Ranges that no version can be compared with; their records were kept. */
  unreadableRanges = 0;
  readonly #sourceId: string;
  readonly #runtime: Runtime;
  #newest = '';

  constructor(sourceId: string, runtime: Runtime) {
    this.#sourceId = sourceId;
    this.#runtime = runtime;
  }

  /** Call for every record, before it is read. Throws when the caller gave up. */
  count(): void {
    if ((++this.records & 0xff) === 0) this.#runtime.signal.throwIfAborted();
    if (this.records > limits.feedRecords)
      throw new PratiqueError('LIMIT_EXCEEDED', `${this.#sourceId} has more than ${limits.feedRecords} records`);
  }

  /** Date of a record, RFC 3339; the newest of all is part of the summary. */
  sawDate(date: string | undefined): void {
    if (date !== undefined && date > this.#newest) this.#newest = date;
  }

  /** `undefined` beyond the number that is reported one by one; {@link finish} reports how many more there were. */
  invalidRecord(record: string, reason: string): Issue | undefined {
    return ++this.invalid > limits.issuesPerOrigin ? undefined : this.#issue(`${record}: ${reason}`);
  }

  unreadableRange(record: string, reason: string): Issue | undefined {
    return ++this.unreadableRanges > limits.issuesPerOrigin ? undefined : this.#issue(`${record} has an unusable range: ${reason}`);
  }

  /**
   * The remaining issues and the summary. Throws FEED_DAMAGED for a feed without records, and FEED_REFUSED when more than `feedInvalidShare`
   * of them, and more than one, could not be read: then the format changed, and publishing the rest would hide flaws.
   */
  *finish(stated: Pick<FeedSummary, 'releases' | 'asOf'> = {}): Generator<Issue | FeedSummary> {
    if (this.records === 0) throw new PratiqueError('FEED_DAMAGED', `${this.#sourceId} has no records`);
    if (this.invalid > 1 && this.invalid > this.records * limits.feedInvalidShare) {
      throw new PratiqueError('FEED_REFUSED', `${this.invalid} of ${this.records} records of ${this.#sourceId} cannot be read`);
    }
    const untold = Math.max(this.invalid - limits.issuesPerOrigin, 0) + Math.max(this.unreadableRanges - limits.issuesPerOrigin, 0);
    if (untold > 0) yield this.#issue(`${untold} more records have parts that cannot be read`);
    const newest = this.#newestDate();
    yield { kind: 'summary', records: this.records, withdrawn: this.withdrawn, ...(newest !== undefined && { newest }), ...stated };
  }

  /** A publisher's clock that is ahead must not make its feed look fresher than today. */
  #newestDate(): string | undefined {
    const now = this.#runtime.now().toISOString();
    return this.#newest === '' ? undefined : this.#newest > now ? now : this.#newest;
  }

  #issue(message: string): Issue {
    return makeIssue('RECORD_INVALID', this.#sourceId, message);
  }
}

import { type TreeEntry } from '../../model/file-tree.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';

/** Collects what is wrong with the records of one database: the first {@link limits.issuesPerOrigin} one by one, the rest as a count. */
export class RecordIssues {
  readonly #origin: string;
  readonly #file: TreeEntry;
  readonly #issues: Issue[] = [];
  #untold = 0;

  constructor(origin: string, file: TreeEntry) {
    this.#origin = origin;
    this.#file = file;
  }

  add(message: string): void {
    if (this.#issues.length < limits.issuesPerOrigin) this.#issues.push(this.#make('PACKAGE_RECORD_INVALID', message));
    else this.#untold++;
  }

  /** For what keeps the whole file from being read. */
  addUnreadable(message: string): void {
    this.#issues.push(this.#make('PACKAGE_DATABASE_UNREADABLE', message));
  }

  list(): readonly Issue[] {
    if (this.#untold === 0) return this.#issues;
    return [...this.#issues, this.#make('PACKAGE_RECORD_INVALID', `${this.#untold} more records could not be read`)];
  }

  #make(code: 'PACKAGE_RECORD_INVALID' | 'PACKAGE_DATABASE_UNREADABLE', message: string): Issue {
    const { path, layerIndex } = this.#file;
    return makeIssue(code, this.#origin, `${path}: ${message}`, { path, layerIndex });
  }
}

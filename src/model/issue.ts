import { type ContentKind } from './content-kinds.ts';
import { issueCodes, type IssueCode } from './issue-codes.ts';

export type IssueSeverity = 'warning' | 'error';

/** Something that kept part of the work from being done, or made it less certain. The work went on; the report says so. */
export interface Issue {
  readonly code: IssueCode;
  readonly severity: IssueSeverity;
  /** One line: what, where, why. Hostile text is escaped by the reporter, not here. */
  readonly message: string;
  /** The stage or member that met it, such as `dpkg-status`. */
  readonly origin: string;
  /** Path inside the image, without a leading slash. */
  readonly path?: string;
  /** Which layer, counted from 0 at the base. */
  readonly layerIndex?: number;
  /** Kind of content that was not scanned, as `--allow-incomplete` names it: `python`, `go-binary`. */
  readonly contentKind?: ContentKind;
}

/** The severity comes from the table, so that one code means one thing everywhere. */
export function makeIssue(
  code: IssueCode,
  origin: string,
  message: string,
  where: Pick<Issue, 'path' | 'layerIndex' | 'contentKind'> = {},
): Issue {
  return { code, severity: issueCodes[code].severity, message, origin, ...where };
}

/** `none`: nothing could be scanned; `partial`: there are issues; `complete`: there are none. */
export type Completeness = 'complete' | 'partial' | 'none';

/** What a record says in words of its own withdrawal. */
export interface OsvWithdrawal {
  /** The advisory that describes the flaw instead. */
  readonly duplicateOf?: string;
}

/**
 * GitHub withdraws an advisory by its title (`Withdrawn Advisory: …`, `Duplicate Advisory: …`) or by the first heading of its text, and by the
 * field `withdrawn`, which OSV's exports up to 2025 leave out. Other publishers use the field. A duplicate that does not name its original may be the only
 * record of its flaw, so it is not withdrawn.
 */
export function findWithdrawal(id: string, title = '', text = ''): OsvWithdrawal | undefined {
  if (!id.startsWith('GHSA-')) return undefined;
  const words = titlePattern.exec(title)?.[1] ?? headingPattern.exec(text)?.[1];
  if (words === undefined) return undefined;
  const duplicateOf = duplicatePattern.exec(text.slice(0, longestReason))?.[1];
  if (duplicateOf !== undefined && duplicateOf !== id) return { duplicateOf };
  return words.toLowerCase() === 'withdrawn' ? {} : undefined;
}

const titlePattern = /^(withdrawn|duplicate)(?: advisory)?(?::|$)/i;
const headingPattern = /^#{1,4} ?(withdrawn|duplicate)(?: advisory)?[ \r]*\n/i;
/** `a duplicate of GHSA-…`, or of a link to it. */
const duplicatePattern = /duplicate of (?:\[|https:\/\/github\.com\/advisories\/)?(GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})/i;

/** The reason precedes the original description. */
const longestReason = 500;

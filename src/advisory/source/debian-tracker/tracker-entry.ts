import { type Advisory, type AffectedPackage, type FixState } from '../../../model/advisory.ts';
import { ecosystem } from '../../../model/ecosystem.ts';
import { type Severity } from '../../../model/severity.ts';
import { boundDescription, boundTitle } from '../bounded-text.ts';
import { RecordError } from '../record-error.ts';
import { readName, readObject, readOptionalText, readText, type RecordObject } from '../record-fields.ts';

export const debianTrackerId = 'debian-tracker';

/** Codenames become the numbers that advisories and os-release use; sid has none. */
const releaseByCodename: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ecosystem('debian').distribution?.codenames ?? {}).map(([release, codename]) => [codename, release] as const),
  ['sid', 'sid'],
]);

/** https://www.debian.org/security, "urgency" of the tracker; the stars were automatic guesses once. `not yet assigned` rates nothing. */
const urgencies: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['unimportant', 'negligible'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
]);
const unrated: ReadonlySet<string> = new Set(['not yet assigned', 'end-of-life', '']);

/**
 * One flaw of one source package. Throws RecordError for what the tracker does not write, so that a new status is never taken for
 * "not affected".
 */
export function convertTrackerEntry(source: string, id: string, value: unknown): Advisory {
  const entry = readObject(value, 'the entry');
  const name = readName(source, 'the source package');
  const text = readOptionalText(entry['description'], 'description');
  const title = boundTitle(text);
  const description = boundDescription(text, title);
  const affected: AffectedPackage[] = [];
  for (const [codename, state] of Object.entries(readObject(entry['releases'], 'releases'))) {
    const release = releaseByCodename.get(codename);
    if (release !== undefined) affected.push(convertRelease(name, release, readObject(state, codename)));
  }
  return {
    id: readName(id, 'the id'),
    sourceId: debianTrackerId,
    aliases: [],
    covers: [],
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    severities: [],
    references: [`https://security-tracker.debian.org/tracker/${encodeURIComponent(id)}`],
    affected,
  };
}

function convertRelease(name: string, release: string, state: RecordObject): AffectedPackage {
  const urgency = readOptionalText(state['urgency'], 'urgency') ?? '';
  const word = urgency.replaceAll('*', '');
  const severity = urgencies.get(word);
  if (severity === undefined && !unrated.has(word)) throw new RecordError(`the urgency ${word.slice(0, 40)} is not known`);
  const base = {
    ecosystem: 'debian',
    release,
    name,
    versions: [],
    ...(severity !== undefined && { severity: { origin: 'debian', severity } }),
  } as const;
  const status = readText(state['status'], 'status');
  if (status === 'open') return { ...base, status: 'affected', ranges: [{ introduced: '0' }], fixState: unfixedState(state, urgency) };
  if (status === 'undetermined') return { ...base, status: 'under-investigation', ranges: [{ introduced: '0' }], fixState: 'unknown' };
  if (status !== 'resolved') throw new RecordError(`the status ${status.slice(0, 40)} is not known`);
  const fixed = readName(state['fixed_version'], 'fixed_version');
  // "0" is how the tracker writes <not-affected>.
  if (fixed === '0') return { ...base, status: 'not-affected', ranges: [], fixState: 'unknown' };
  return { ...base, status: 'affected', ranges: [{ introduced: '0', fixed }], fixState: 'fixed' };
}

/** `nodsa` says that no security update comes on its own account: `postponed` ones come with the next one, all others may never. */
function unfixedState(state: RecordObject, urgency: string): FixState {
  if (urgency === 'end-of-life') return 'end-of-life';
  const reason = readOptionalText(state['nodsa_reason'], 'nodsa_reason');
  const isWithoutUpdate = readOptionalText(state['nodsa'], 'nodsa') !== undefined || reason !== undefined;
  if (reason === 'postponed') return 'deferred';
  return isWithoutUpdate ? 'wont-fix' : 'no-fix-yet';
}

import { scoreCvss } from '../../../model/cvss.ts';
import { type Advisory, type AffectedPackage } from '../../../model/advisory.ts';
import { type Severity, type SeverityRating } from '../../../model/severity.ts';
import { boundDate, boundDescription, boundReferences, boundTitle } from '../bounded-text.ts';
import { RecordError } from '../record-error.ts';
import { parseSeverityWord } from '../severity-words.ts';
import { readPlace, readState } from './tracker-states.ts';

export const ubuntuTrackerId = 'ubuntu-tracker';

/** `undefined` for a CVE that was rejected. */
export type TrackerRecord = Advisory | undefined;

/**
 * One file of the tracker: fields in RFC 822 style, and a line `RELEASE_PACKAGE: STATUS (DETAILS)` for each package and release (ubuntu-cve-tracker, README). Throws RecordError.
 */
export function convertTrackerFile(text: string): TrackerRecord {
  const fields = readFields(text);
  const id = fields.get('Candidate')?.value ?? '';
  if (!/^CVE-\d{4}-\d{4,19}$/.test(id)) throw new RecordError('it names no CVE');
  const words = fields.get('Description')?.lines.join(' ').trim();
  if (words !== undefined && /^(?:\*\* ?REJECT|Rejected reason)/i.test(words)) return undefined;
  const affected = readPackages(fields);
  const title = boundTitle(words);
  const description = boundDescription(words, title);
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(fields.get('PublicDate')?.value ?? '') ?? [];
  const published = day === undefined || time === undefined ? undefined : boundDate(`${day}T${time}Z`);
  return {
    id,
    sourceId: ubuntuTrackerId,
    aliases: [],
    covers: [],
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(published !== undefined && { published }),
    severities: readRatings(fields),
    references: boundReferences([
      `https://ubuntu.com/security/${id}`,
      ...(fields.get('References')?.lines ?? []).filter((url) => !url.includes('cve.mitre.org')),
    ]),
    affected,
  };
}

interface Field {
  readonly value: string;
  /** Indented lines that follow, trimmed. */
  readonly lines: string[];
}

function readFields(text: string): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  let last: Field | undefined;
  for (const line of text.split('\n')) {
    if (/^\s/.test(line)) last?.lines.push(line.trim());
    const [, name, value = ''] = /^([^\s:#][^\s:]*):(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    last = { value: value.trim(), lines: [] };
    fields.set(name, last);
  }
  return fields;
}

function readPackages(fields: ReadonlyMap<string, Field>): readonly AffectedPackage[] {
  const affected: AffectedPackage[] = [];
  for (const [field, { value }] of fields) {
    const line = field.indexOf('_');
    const place = line === -1 ? undefined : readPlace(field.slice(0, line));
    if (place === undefined) continue;
    const name = field.slice(line + 1);
    if (!/^[a-z0-9][a-z0-9.+~-]{0,200}$/.test(name)) throw new RecordError(`${field.slice(0, 80)} names no package`);
    if (isKernelFlavour(name)) continue;
    const [, status = '', details = ''] = /^(\S+)(?:\s+\((.*)\))?/.exec(value) ?? [];
    const state = readState(status, details.trim());
    const severity = priorityOf(fields, name, field.slice(0, line));
    if (state !== undefined)
      affected.push({
        ecosystem: 'ubuntu',
        ...place,
        name,
        versions: [],
        ...state,
        ...(severity !== undefined && { severity: { origin: 'ubuntu', severity } }),
      });
  }
  return affected;
}

/** Nine of ten lines are about kernels for clouds and boards, which no container has. */
function isKernelFlavour(name: string): boolean {
  return name.startsWith('linux-') && !/^linux-(?:firmware|base|atm|ftpd|user-chroot)/.test(name);
}

/** `Priority_curl_jammy`, then `Priority_curl`; the CVE's own is the record's. */
function priorityOf(fields: ReadonlyMap<string, Field>, name: string, release: string): Severity | undefined {
  const value = fields.get(`Priority_${name}_${release}`)?.value ?? fields.get(`Priority_${name}`)?.value;
  return parseSeverityWord(value?.split(' ')[0]);
}

function readRatings(fields: ReadonlyMap<string, Field>): readonly SeverityRating[] {
  const priority = parseSeverityWord(fields.get('Priority')?.value.split(' ')[0]);
  const vectors = (fields.get('CVSS')?.lines ?? [])
    .map((line) => /^nvd: (\S{1,500})/.exec(line)?.[1])
    .filter((vector) => vector !== undefined);
  const ratings = vectors.flatMap((vector): SeverityRating[] => {
    const scored = scoreCvss(vector);
    return scored === undefined ? [] : [{ origin: 'nvd', severity: scored.severity, vector, score: scored.score }];
  });
  return priority === undefined ? ratings : [{ origin: 'ubuntu', severity: priority }, ...ratings];
}

import { type AffectedPackage } from '../../../model/advisory.ts';
import { ecosystem } from '../../../model/ecosystem.ts';
import { RecordError } from '../record-error.ts';

type State = Pick<AffectedPackage, 'status' | 'ranges' | 'fixState'>;

const open = [{ introduced: '0' }] as const;

/**
 * A package's status in one release, `released (1.2-3ubuntu1)`; ubuntu-cve-tracker, README, "Package statuses". `undefined` where the release does not have the package. Throws
 * RecordError for one that is not known, so that it is never taken for "not affected".
 */
export function readState(status: string, details: string): State | undefined {
  switch (status) {
    case 'DNE':
      return undefined;
    case 'released':
      if (!/^[A-Za-z0-9.+~:-]+$/.test(details)) throw new RecordError('it is released in no version');
      return { status: 'affected', ranges: [{ introduced: '0', fixed: details }], fixState: 'fixed' };
    case 'not-affected':
      return { status: 'not-affected', ranges: [], fixState: 'unknown' };
    case 'needed':
    case 'needs-triage':
    case 'pending':
    case 'in-progress':
    case 'active':
      return { status: 'affected', ranges: open, fixState: 'no-fix-yet' };
    case 'deferred':
      return { status: 'affected', ranges: open, fixState: 'deferred' };
    case 'ignored':
      return { status: 'affected', ranges: open, fixState: /\b(?:end|out) of\b|\beol\b/i.test(details) ? 'end-of-life' : 'wont-fix' };
    default:
      throw new RecordError(`the status ${status.slice(0, 40)} is not known`);
  }
}

export interface TrackerPlace {
  readonly release: string;
  readonly stream?: string;
}

/** Services of Ubuntu Pro, as the tracker writes them in front of a release, and the streams that OSV calls them. */
const streams: ReadonlyMap<string, string> = new Map([
  ['esm', 'pro'],
  ['esm-infra', 'pro'],
  ['esm-infra-legacy', 'pro'],
  ['esm-apps', 'pro'],
  ['fips', 'pro-fips'],
  ['fips-updates', 'pro-fips-updates'],
  ['realtime', 'pro-realtime'],
]);

const releases: ReadonlyMap<string, string> = new Map(
  Object.entries(ecosystem('ubuntu').distribution?.codenames ?? {}).map(([release, codename]) => [codename, release] as const),
);

/** `jammy`, `esm-apps/jammy`, `trusty/esm`; `undefined` for other products, the release in development, and releases without a row. */
export function readPlace(text: string): TrackerPlace | undefined {
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  if (second === undefined) return placeOf(first);
  const [codename, service] = releases.has(first) ? [first, second] : [second, first];
  const stream = streams.get(service);
  return stream === undefined ? undefined : placeOf(codename, stream);
}

function placeOf(codename: string, stream?: string): TrackerPlace | undefined {
  const release = releases.get(codename);
  return release === undefined ? undefined : { release, ...(stream !== undefined && { stream }) };
}

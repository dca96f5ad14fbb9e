import { type Advisory } from '../../../model/advisory.ts';
import { type XmlElement } from '../../../lib/xml/parse-xml.ts';
import { boundDate, boundReferences, boundTitle } from '../bounded-text.ts';
import { readFixedBuilds } from '../oval-criteria.ts';
import { RecordError } from '../record-error.ts';
import { groupBuilds } from '../rpm-builds.ts';
import { parseSeverityWord } from '../severity-words.ts';
import { childOf, childrenOf, textOf } from '../xml-records.ts';

export const oracleOvalId = 'oracle-oval';

/** One definition: an erratum for one or more releases. `undefined` for bug fixes. Throws RecordError. */
export function convertErratum(definition: XmlElement): Advisory | undefined {
  const metadata = childOf(definition, 'metadata');
  const title = textOf(metadata, 'title')?.replaceAll(/\s+/g, ' ') ?? '';
  const [, id] = /^(EL[SB]A-\d{4}-[\w-]{1,40}?):/.exec(title) ?? [];
  if (id === undefined) throw new RecordError('its title names no erratum');
  const references = childrenOf(metadata, 'reference').map(({ attributes }) => attributes);
  const covers = [
    ...new Set(references.map((reference) => reference.get('ref_id') ?? '').filter((each) => /^CVE-\d{4}-\d{4,19}$/.test(each))),
  ];
  if (covers.length === 0 && id.startsWith('ELBA-')) return undefined;
  const releases = childrenOf(metadata === undefined ? undefined : childOf(metadata, 'affected'), 'platform').map(releaseOf);
  if (releases.length === 0) throw new RecordError('it is for no release');
  const advisory = metadata === undefined ? undefined : childOf(metadata, 'advisory');
  const severity = parseSeverityWord(textOf(advisory, 'severity'));
  const issued = dateOf(advisory, 'issued');
  const modified = dateOf(advisory, 'updated') ?? issued;
  const bounded = boundTitle(title);
  const builds = groupBuilds(readFixedBuilds(definition));
  return {
    id,
    sourceId: oracleOvalId,
    aliases: [],
    covers,
    ...(bounded !== undefined && { title: bounded }),
    ...(issued !== undefined && { published: issued }),
    ...(modified !== undefined && { modified }),
    severities: severity === undefined ? [] : [{ origin: 'oracle', severity }],
    references: boundReferences([`https://linux.oracle.com/errata/${encodeURIComponent(id)}.html`]),
    affected: releases.flatMap((release) => builds.map((build) => ({ ecosystem: 'oracle' as const, release, ...build }))),
  };
}

function releaseOf({ text }: XmlElement): string {
  const [, release] = /^Oracle Linux (\d{1,2})$/.exec(text.trim()) ?? [];
  if (release === undefined) throw new RecordError(`the platform ${text.slice(0, 80)} is not known`);
  return release;
}

function dateOf(advisory: XmlElement | undefined, name: string): string | undefined {
  const date = advisory === undefined ? undefined : childOf(advisory, name)?.attributes.get('date');
  return date === undefined ? undefined : boundDate(`${date}T00:00:00Z`);
}

import { join } from 'node:path';
import { rateScore } from '../../../model/cvss.ts';
import { type Advisory, type AffectedPackage } from '../../../model/advisory.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { readJsonElements } from '../feed-text.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { readName, readObject, readOptionalText } from '../record-fields.ts';

const sourceId = 'photon-cve';
const releases = ['1.0', '2.0', '3.0', '4.0', '5.0'] as const;

/** Each CVE in each source package of Photon OS by release: `{ cve_id, pkg, cve_score, aff_ver, res_ver, status }`. */
export const photonCve: AdvisorySource = {
  id: sourceId,
  version: 1,
  title: 'Photon OS CVE metadata',
  license: 'VMware, Inc. (Broadcom), no explicit licence; facts only',
  ecosystems: ['photon'],
  files: releases.map((release) => ({
    path: pathOf(release),
    upstream: `https://packages.vmware.com/photon/photon_cve_metadata/cve_data_photon${release}.json`,
    isOptional: true,
  })),
  filesOfRelease: (release) => photonCve.files.filter(({ path }) => path === pathOf(release)),
  parse: parsePhoton,
};

function pathOf(release: string): string {
  return `photon/cve_data_photon${release}.json`;
}

// The interface is asynchronous for sources that stream; this one reads files that are there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parsePhoton(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  const found = releases.filter((release) => folder.has(pathOf(release)));
  if (found.length === 0) throw new PratiqueError('FEED_DAMAGED', `${sourceId} has no files`);
  for (const release of found) {
    for (const { bytes } of readJsonElements(join(folder.path, pathOf(release)))) {
      tally.count();
      const outcome = convert(bytes, release, tally);
      if (outcome !== undefined) yield outcome;
    }
  }
  yield* tally.finish({ releases: found.map((release) => formatShardName('photon', release)) });
}

function convert(bytes: Buffer, release: string, tally: FeedTally): Advisory | Issue | undefined {
  try {
    const entry = readObject(JSON.parse(bytes.toString()), 'the entry');
    const id = readName(entry['cve_id'], 'cve_id');
    const score = Number(entry['cve_score']);
    return {
      id,
      sourceId,
      aliases: [],
      covers: [],
      severities: score > 0 && score <= 10 ? [{ origin: 'photon', severity: rateScore(score), score }] : [],
      references: [`https://github.com/vmware/photon/wiki/Security-Updates-${release}`],
      affected: [
        describe(
          release,
          readName(entry['pkg'], 'pkg'),
          readOptionalText(entry['res_ver'], 'res_ver') ?? '',
          readOptionalText(entry['status'], 'status') ?? '',
        ),
      ],
    };
  } catch (error) {
    if (!(error instanceof RecordError) && !(error instanceof SyntaxError)) throw error;
    return tally.invalidRecord(`entry ${tally.records} of ${release}`, error.message);
  }
}

function describe(release: string, name: string, fixed: string, status: string): AffectedPackage {
  const base = { ecosystem: 'photon', release, name, versions: [] } as const;
  if (/^not affected$/i.test(status)) return { ...base, status: 'not-affected', ranges: [], fixState: 'unknown' };
  if (fixed === '' || fixed === 'NA') return { ...base, status: 'affected', ranges: [{ introduced: '0' }], fixState: 'no-fix-yet' };
  return { ...base, status: 'affected', ranges: [{ introduced: '0', fixed }], fixState: 'fixed' };
}

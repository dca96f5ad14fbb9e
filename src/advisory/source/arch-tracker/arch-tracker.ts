import { join } from 'node:path';
import { type Advisory, type AffectedPackage } from '../../../model/advisory.ts';
import { formatShardName } from '../../../model/advisory-key.ts';
import { type Issue } from '../../../model/issue.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { boundTitle } from '../bounded-text.ts';
import { type AdvisorySource, type FeedFolder, type FeedSummary } from '../advisory-source.ts';
import { readJsonElements } from '../feed-text.ts';
import { FeedTally } from '../feed-tally.ts';
import { RecordError } from '../record-error.ts';
import { readName, readObject, readOptionalText, readText, readTexts, type RecordObject } from '../record-fields.ts';
import { parseSeverityWord } from '../severity-words.ts';

const sourceId = 'arch-tracker';
const path = 'arch/all.json';

/** Arch Linux's groups of flaws (AVG): packages with the CVEs that one version of them has, fixed or open. */
export const archTracker: AdvisorySource = {
  id: sourceId,
  version: 1,
  title: 'Arch Linux security tracker',
  license: 'Arch Linux security tracker, https://security.archlinux.org, no explicit licence; facts only',
  ecosystems: ['arch'],
  files: [{ path, upstream: 'https://security.archlinux.org/all.json' }],
  parse: parseTracker,
};

// The interface is asynchronous for sources that stream; this one reads a file that is there.
// eslint-disable-next-line @typescript-eslint/require-await
async function* parseTracker(folder: FeedFolder, runtime: Runtime): AsyncGenerator<Advisory | Issue | FeedSummary> {
  const tally = new FeedTally(sourceId, runtime);
  for (const { bytes } of readJsonElements(join(folder.path, path))) {
    tally.count();
    const outcome = convert(bytes, tally);
    if (outcome !== undefined) yield outcome;
  }
  yield* tally.finish({ releases: [formatShardName('arch', undefined)] });
}

function convert(bytes: Buffer, tally: FeedTally): Advisory | Issue | undefined {
  try {
    return convertGroup(readObject(JSON.parse(bytes.toString()), 'the group'));
  } catch (error) {
    if (!(error instanceof RecordError) && !(error instanceof SyntaxError)) throw error;
    return tally.invalidRecord(`group ${tally.records}`, error.message);
  }
}

function convertGroup(group: RecordObject): Advisory {
  const id = readName(group['name'], 'name');
  const title = boundTitle(readOptionalText(group['type'], 'type'));
  const severity = parseSeverityWord(readOptionalText(group['severity'], 'severity'));
  const state = stateOf(readText(group['status'], 'status'), readOptionalText(group['fixed'], 'fixed'));
  return {
    id,
    sourceId,
    aliases: [],
    covers: readTexts(group['issues'], 'issues').map((issue) => readName(issue, 'an issue')),
    ...(title !== undefined && { title }),
    severities: severity === undefined ? [] : [{ origin: 'arch', severity }],
    references: [`https://security.archlinux.org/${encodeURIComponent(id)}`],
    affected: readTexts(group['packages'], 'packages').map((name) => ({
      ecosystem: 'arch',
      name: readName(name, 'a package'),
      versions: [],
      ...state,
    })),
  };
}

/** https://security.archlinux.org: a fix that is being tested is not one yet. Throws RecordError for a status that is not known. */
function stateOf(status: string, fixed: string | undefined): Pick<AffectedPackage, 'status' | 'ranges' | 'fixState'> {
  const open = [{ introduced: '0' }];
  switch (status) {
    case 'Fixed':
      return fixed === undefined || fixed === ''
        ? { status: 'affected', ranges: open, fixState: 'unknown' }
        : { status: 'affected', ranges: [{ introduced: '0', fixed }], fixState: 'fixed' };
    case 'Vulnerable':
    case 'Testing':
      return { status: 'affected', ranges: open, fixState: 'no-fix-yet' };
    case 'Not affected':
      return { status: 'not-affected', ranges: [], fixState: 'unknown' };
    case 'Unknown':
      return { status: 'under-investigation', ranges: open, fixState: 'unknown' };
    default:
      throw new RecordError(`the status ${status.slice(0, 40)} is not known`);
  }
}

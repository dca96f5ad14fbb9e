import { type BuildResult } from '../../advisory/build/build-database.ts';
import { type FeedOrigin } from '../../advisory/fetch/open-feed.ts';
import { ecosystemIds, type EcosystemId } from '../../model/ecosystem.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type IssueSeverity } from '../../model/issue.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { buildIssueLines } from './build-issue-lines.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput, type CommandOption } from '../command.ts';
import { readFeedPlace } from '../words/local-advisories.ts';
import { formatStatus } from './database-status-text.ts';

/** What `db build` and `db update` both take. */
export const buildOptions: readonly CommandOption[] = [
  { name: 'only', value: 'LIST', meaning: 'ecosystems to build, such as npm,debian', default: 'all' },
  { name: 'accept-shrinking', meaning: 'accept sources that lost more than 5 % of their advisories' },
  { name: 'read-again', meaning: 'also read feeds that did not change since the last build' },
  { name: 'allow-incomplete', meaning: 'exit 0 instead of 4 if a source failed and its last good data was kept' },
];

/** Builds, prints the result, and returns the exit code: 4 if a source failed or was held back. `from` is absent for the publishers' own servers. */
export async function runDatabaseBuild(
  from: string | undefined,
  output: string,
  input: CommandInput,
  context: CommandContext,
): Promise<number> {
  const only = readOnly(optionValue(input, 'only'));
  const origin = readFeedOrigin(from, context.cacheDirectory);
  const { buildDatabase } = await import('../../advisory/build/build-database.ts');
  const { advisorySources, enrichmentSources } = await import('../../advisory/advisory-sources.ts');
  const result = await buildDatabase(
    {
      sources: advisorySources,
      enrichments: enrichmentSources,
      from: origin,
      output,
      toolVersion: context.toolVersion,
      notes: hasOption(input, 'read-again') ? 'renew' : 'use',
      acceptShrinking: hasOption(input, 'accept-shrinking'),
      ...(only !== undefined && { only }),
    },
    context.runtime,
  );
  showIssues(result, context, hasOption(input, 'verbose'));
  showUnchanged(result, context);
  const { readDatabaseStatus } = await import('../../advisory/store/database-status.ts');
  await context.output.write(
    formatStatus(readDatabaseStatus(output), { shards: hasOption(input, 'verbose'), width: context.output.width }),
  );
  const isIncomplete = result.issues.some((issue) => issue.severity === 'error');
  return isIncomplete && !hasOption(input, 'allow-incomplete') ? exitCodes.incomplete : exitCodes.passed;
}

function showIssues({ issues }: BuildResult, { output }: CommandContext, isVerbose: boolean): void {
  const ofSeverity = (severity: IssueSeverity): readonly string[] =>
    buildIssueLines(
      issues.filter((issue) => issue.severity === severity),
      { isVerbose },
    );
  for (const line of ofSeverity('warning')) output.note(line);
  for (const line of ofSeverity('error')) output.warn(line);
}

function showUnchanged({ unchanged, manifest }: BuildResult, { output }: CommandContext): void {
  const [count, all] = [unchanged.length, manifest.sources.length];
  if (count === 0) return;
  output.note(
    count === all
      ? 'no feed changed since the last build'
      : `${count} of ${all} feeds did not change since the last build and were not read`,
  );
}

/** Throws USAGE. */
function readFeedOrigin(from: string | undefined, cacheDirectory: string): FeedOrigin {
  const { folder, ...mirror } = readFeedPlace(from, '--from', cacheDirectory);
  return folder === undefined ? mirror : { folder };
}

function readOnly(list: string | undefined): readonly EcosystemId[] | undefined {
  if (list === undefined) return undefined;
  const words = list
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');
  const unknown = words.find((word) => !isEcosystem(word));
  if (unknown === undefined && words.length > 0) return words.filter(isEcosystem);
  throw new PratiqueError('USAGE', `--only: ${JSON.stringify(unknown ?? list)} is not an ecosystem`, {
    hint: `use one of ${ecosystemIds.join(', ')}`,
  });
}

function isEcosystem(word: string): word is EcosystemId {
  return (ecosystemIds as readonly string[]).includes(word);
}

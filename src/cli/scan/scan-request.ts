import { type RepositorySource } from '../../advisory/local/local-options.ts';
import { type GenerationRequest } from '../../advisory/store/database-generations.ts';
import { readEngineOptions } from '../../config/read-engine-options.ts';
import { skipsDatabaseUpdate } from '../../config/skips-database-update.ts';
import { threadCount } from '../../config/thread-count.ts';
import { type FindingKind } from '../../model/finding.ts';
import { type OpenOptions } from '../../model/image.ts';
import { hostPlatform, parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type FlagPolicyOptions } from '../../policy/flag-policy.ts';
import { hasOption, optionValue, optionValues, type CommandInput } from '../command.ts';
import { readDatabase } from './read-database.ts';
import { readGate } from '../report/read-gate.ts';
import { splitList } from '../report/split-list.ts';
import { readWrittenAs } from '../report/read-written-as.ts';
import { type WrittenAs } from '../report/write-reports.ts';
import { type FormatNames } from '../terminal/output-targets.ts';
import { refuseOptionWord } from './refuse-option-word.ts';
import { readBaselineChanges } from './read-baseline-changes.ts';
import { readScanners } from './read-scanners.ts';
import { readSbomSources } from './read-sbom-sources.ts';
import { readRepository } from '../words/repository-options.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

/** A scan request, with every argument checked. */
export interface ScanRequest extends WrittenAs {
  readonly targets: readonly string[];
  readonly open: OpenOptions;
  readonly gate: FlagPolicyOptions;
  /** A report's file, or an image. */
  readonly baseline?: string;
  /** Kinds of findings to look for; the scan's own default when absent. */
  readonly kinds?: readonly FindingKind[];
  readonly onlyPackages?: readonly string[];
  readonly cacheDirectory?: string;
  readonly database?: string;
  /** An older generation of the advisories. */
  readonly replay?: GenerationRequest;
  /** Folders of OSV records that join the advisories. */
  readonly overlays: readonly string[];
  /** Without `database`: whether missing and old advisories are downloaded. */
  readonly downloadsAdvisories: boolean;
  /** The signed repository that they are downloaded from first. */
  readonly repository?: RepositorySource;
  readonly threads?: number;
  readonly verifyDiffIds: boolean;
  /** Whether an SBOM attached to the image may stand in for its layers. */
  readonly usesAttachedSboms: boolean;
  /** Whether a policy of another tool asks about files and configuration. */
  readonly notesFacts: boolean;
  /** Whether findings say what the entrypoint reaches. */
  readonly followsEntrypoint: boolean;
}

/** Throws USAGE, PLATFORM_INVALID and CONFIG_INVALID. `formats` are those that the report can be written in. */
export function readScanRequest(
  input: CommandInput,
  given: { readonly formats: FormatNames; readonly cacheDirectory: string; readonly password?: string },
): ScanRequest {
  const targets = [...input.arguments, ...optionValues(input, 'input')];
  if (targets.includes('')) throw new PratiqueError('USAGE', 'a TARGET is empty', { hint: 'check the variable it comes from' });
  checkStandardInput(targets, input);
  for (const target of targets) refuseOptionWord(target, input);
  const onlyPackages = optionValues(input, 'only-package').flatMap(splitList);
  const { database, replay } = readDatabase(input);
  const open = readOpenOptions(input, given.password);
  const repository = database === undefined ? readRepository(input, open.registry ?? {}) : undefined;
  const threads = threadCount();
  const gate = readGate(input);
  const kinds = readScanners(input);
  const baseline = optionValue(input, 'baseline');
  const changes = readBaselineChanges(input);
  return {
    targets,
    open,
    gate: { ...gate, ...(changes === undefined ? {} : { changes }) },
    ...readWrittenAs(input, gate, given.formats),
    ...(baseline === undefined ? {} : { baseline }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(onlyPackages.length === 0 ? {} : { onlyPackages }),
    ...(hasOption(input, 'no-cache') ? {} : { cacheDirectory: given.cacheDirectory }),
    ...(database === undefined ? {} : { database }),
    ...(replay === undefined ? {} : { replay }),
    ...(threads === undefined ? {} : { threads }),
    overlays: optionValues(input, 'advisories'),
    ...(repository === undefined ? {} : { repository }),
    downloadsAdvisories: !isOffline(input) && !hasOption(input, 'skip-db-update') && !skipsDatabaseUpdate(),
    verifyDiffIds: hasOption(input, 'verify-diff-ids'),
    usesAttachedSboms: readSbomSources(input),
    notesFacts: optionValues(input, 'policy-bundle').length > 0,
    followsEntrypoint: hasOption(input, 'reach') || gate.ignoreUnreached === true,
  };
}

export function readOpenOptions(input: CommandInput, password: string | undefined): OpenOptions {
  const platform = optionValue(input, 'platform') ?? '';
  return {
    platform: platform === '' ? hostPlatform(process) : platform === 'all' ? 'all' : parsePlatform(platform),
    isPlatformOptional: platform === '' || hasOption(input, 'platform-any'),
    registry: readRegistryOptions(input, password),
    standardInput: () => process.stdin,
    engines: readEngineOptions(),
    isOffline: isOffline(input),
  };
}

function isOffline(input: CommandInput): boolean {
  return hasOption(input, 'offline-scan') || hasOption(input, 'prove-offline');
}

/** It can be read once, and by one reader. */
export function checkStandardInput(targets: readonly string[], input: CommandInput): void {
  const count = targets.filter((target) => /^(?:(?:docker|oci)-archive:|sbom:)?-$/.test(target)).length;
  if (count === 0) return;
  if (count > 1) throw new PratiqueError('USAGE', 'standard input (-) was given more than once', { hint: 'give - once' });
  if (hasOption(input, 'password-stdin'))
    throw new PratiqueError('USAGE', '- and --password-stdin both read standard input', { hint: 'leave out --password-stdin' });
  if (process.stdin.isTTY)
    throw new PratiqueError('USAGE', 'standard input (-) is a terminal', { hint: 'docker save IMAGE | pratique scan -' });
}

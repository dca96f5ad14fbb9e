import { ecosystem } from '../../../model/ecosystem.ts';
import { type Package } from '../../../model/package.ts';
import { versionSchemes } from '../../../version/version-schemes.ts';
import { unansweredTrigger, type AnchoreTrigger, type JudgedImage, type TriggerAnswer, type TriggerMatch } from '../anchore-trigger.ts';
import { type RuleParameters } from '../rule-parameters.ts';

const noFeed = 'asks about the feed of all packages, which Anchore Engine kept';

/** Triggers of the gates `packages`, `npms` and `ruby_gems`. */
export const packageTriggers: readonly AnchoreTrigger[] = [
  {
    gates: ['packages'],
    names: ['required_package'],
    parameters: { name: 'text', version: 'text', version_match_type: ['exact', 'minimum'] },
    required: ['name'],
    judge: judgeRequired,
  },
  { gates: ['packages'], names: ['blacklist', 'denylist'], parameters: { name: 'text', version: 'text' }, required: ['name'], judge: denied() },
  unansweredTrigger(['packages'], ['verify'], 'checksums of package files are not compared'),
  { gates: ['npms'], names: ['blacklisted_name_version', 'denylisted_name_version'], parameters: { name: 'text', version: 'text' }, required: ['name'], judge: denied('npm') },
  unansweredTrigger(['npms'], ['newer_version_in_feed', 'unknown_in_feeds', 'version_not_in_feeds', 'feed_data_unavailable'], noFeed),
  { gates: ['ruby_gems'], names: ['blacklist', 'denylist'], parameters: { name: 'text', version: 'text' }, required: ['name'], judge: denied('gem') },
  unansweredTrigger(['ruby_gems'], ['newer_version_found_in_feed', 'not_found_in_feed', 'version_not_found_in_feed', 'feed_data_unavailable'], noFeed),
]; // prettier-ignore

function judgeRequired(parameters: RuleParameters, image: JudgedImage): TriggerAnswer {
  const [name = '', version] = [parameters.text('name'), parameters.text('version')];
  const found = named(name, image);
  if (found.length === 0) return [{ text: `package ${name} is not installed` }];
  if (version === undefined || version === '') return [];
  const isEnough = parameters.text('version_match_type') === 'minimum' ? isAtLeast : hasVersion;
  return found.some((each) => isEnough(each, version))
    ? []
    : [{ text: `package ${name} is installed as ${versionsOf(found)}, not ${version}` }];
}

/** Packages of a name, in one version where the rule has one; of one purl type where the gate is about one. */
function denied(purlType?: string): AnchoreTrigger['judge'] {
  return (parameters, image): readonly TriggerMatch[] => {
    const version = parameters.text('version');
    return named(parameters.text('name') ?? '', image)
      .filter((found) => purlType === undefined || ecosystem(found.ecosystem).purlType === purlType)
      .filter((found) => version === undefined || version === '' || hasVersion(found, version))
      .map(({ purl }) => ({ text: `${purl} is installed` }));
  };
}

function named(name: string, { report }: JudgedImage): readonly Package[] {
  return report.packages.filter((found) => found.name === name && found.evidence !== 'claimed');
}

/** Anchore writes versions of distributions with or without epoch and release. */
function hasVersion({ version = '' }: Package, wanted: string): boolean {
  const bare = version.replace(/^\d+:/, '');
  return [version, bare, bare.replace(/-[^-]*$/, '')].includes(wanted);
}

function isAtLeast(found: Package, wanted: string): boolean {
  const scheme = versionSchemes[ecosystem(found.ecosystem).versionScheme];
  const { version = '' } = found;
  return scheme.isValid(version) && scheme.isValid(wanted) ? scheme.compare(version, wanted) >= 0 : hasVersion(found, wanted);
}

function versionsOf(found: readonly Package[]): string {
  return [...new Set(found.map(({ version = 'an unknown version' }) => version))].join(', ');
}

import { type Checked, type ImageFiles } from '../model/checker.ts';
import { type Exposure, type RuleFinding } from '../model/finding.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { makeRuleFinding } from '../model/rule-finding.ts';
import { type RuleDescription } from '../model/rule.ts';
import { type Suppression } from '../model/suppression.ts';
import { isGuess } from './describe-rule.ts';
import { findRemovals, type PlaceInLayer } from './find-removals.ts';
import { suppressionFor } from './path-context.ts';
import { type SecretMatch } from './engine/secret-match.ts';
import { ruleDescriber } from './rules-in-use.ts';
import { type SecretFact } from './secret-fact.ts';
import { secretInspector } from './secret-inspector.ts';

interface FoundInLayer extends PlaceInLayer {
  readonly rule: RuleDescription;
  readonly match: SecretMatch;
}

/** The secrets in the files of every layer, also in files that a later layer deletes or replaces. */
export function checkSecretFiles(files: ImageFiles): Checked {
  const { found, issues } = collect(files);
  const visible = new Set<string>();
  for (const { entry } of files.tree.facts(secretInspector.id)) visible.add(placeKey(entry));
  const removals = findRemovals(
    files.layers,
    found.filter((each) => !visible.has(placeKey(each))),
  );
  const seen = new Map<string, number>();
  const findings = found.map((each) => {
    // Of several secrets of one kind under one name in a file, the order tells them apart.
    const name = `${each.match.ruleId} ${each.path} ${each.match.name ?? ''}`;
    const ordinal = (seen.get(`${each.layerIndex} ${name}`) ?? 0) + 1;
    seen.set(`${each.layerIndex} ${name}`, ordinal);
    return toFinding(each, removals.get(placeKey(each)), `${each.match.name ?? ''} ${ordinal}`);
  });
  return { findings: oncePerContent(findings), issues };
}

export function placeKey({ layerIndex, path }: PlaceInLayer): string {
  return `${layerIndex} ${path}`;
}

function collect({ layers, secretSettings }: ImageFiles): { readonly found: readonly FoundInLayer[]; readonly issues: readonly Issue[] } {
  const found: FoundInLayer[] = [];
  const issues: Issue[] = [];
  const describe = ruleDescriber(secretSettings);
  for (const [layerIndex, { facts }] of layers.entries()) {
    for (const { inspectorId, path, value } of facts) {
      if (inspectorId !== secretInspector.id) continue;
      const fact = value as SecretFact;
      if ('isCut' in fact) issues.push(cutIssue(fact.reason, path, layerIndex));
      else {
        const rule = describe(fact.ruleId);
        if (rule !== undefined) found.push({ layerIndex, path, rule, match: fact });
      }
    }
  }
  return { found, issues };
}

function cutIssue(reason: string, path: string, layerIndex: number): Issue {
  return makeIssue('SECRETS_NOT_LISTED', 'secret', `${reason}; the rest was not searched`, { path, layerIndex });
}

function toFinding({ layerIndex, path, rule, match }: FoundInLayer, removedIn: number | undefined, key: string): RuleFinding {
  const exposure: Exposure = removedIn === undefined ? 'final' : 'deleted';
  const { line, endLine, column, endColumn } = match;
  const finding = makeRuleFinding(rule, {
    message: describeMatch(rule, match) + (removedIn === undefined ? '' : `; layer ${removedIn} removes it, and it can still be extracted`),
    location: { path, layerIndex, line, ...(endLine === undefined ? {} : { endLine }), column, endColumn },
    exposure,
    ...(match.excerpt === '' ? {} : { excerpt: excerptOf(match) }),
    ...(match.severity === undefined ? {} : { severity: match.severity }),
    key,
  });
  const certainty = match.note === provenNote ? 'proven' : isGuess(rule.id) ? 'guess' : 'form';
  const suppression = match.allowed ?? (match.isAllowed === true ? allowedInline(path, line) : suppressionFor(path, certainty));
  return suppression === undefined ? finding : { ...finding, suppression };
}

function allowedInline(path: string, line: number): Suppression {
  return { reason: 'a comment on the line allows it', origin: `${path}:${line}` };
}

const provenNote = 'its checksum is valid';

/** `GitHub token in GITHUB_TOKEN (its checksum is valid)`. */
export function describeMatch({ title }: RuleDescription, { name, note, decoded = [], inside = [] }: SecretMatch): string {
  const remarks = [...(note === undefined ? [] : [note]), ...(decoded.length === 0 ? [] : [`encoded as ${decoded.join(', then ')}`])];
  return [
    title,
    ...(name === undefined ? [] : [`in ${name}`]),
    ...(inside.length === 0 ? [] : [`inside ${inside.join(' > ')}`]),
    ...(remarks.length === 0 ? [] : [`(${remarks.join('; ')})`]),
  ].join(' ');
}

/** `GITHUB_TOKEN=ghp_abcd****`. */
export function excerptOf({ name, excerpt }: SecretMatch): string {
  return name === undefined ? excerpt : `${name}=${excerpt}`;
}

/**
 * A file that a later layer copies again, with a changed mode perhaps, holds the same secret in two layers. It is one finding with all its places:
 * first where the container sees it, otherwise the last layer that has it.
 */
function oncePerContent(findings: readonly RuleFinding[]): readonly RuleFinding[] {
  const byPlace = new Map<string, RuleFinding>();
  for (const finding of findings) {
    const [location] = finding.locations;
    const key = `${finding.fingerprint} ${location?.line ?? 0} ${finding.excerpt ?? ''}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, finding);
    else if (known.exposure === 'final') byPlace.set(key, { ...known, locations: [...known.locations, ...finding.locations] });
    else byPlace.set(key, { ...finding, locations: [...finding.locations, ...known.locations] });
  }
  return [...byPlace.values()];
}

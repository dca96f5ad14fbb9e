import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesRoot } from '../../../test/cases/case-suite.ts';
import { checkDockerfile } from './check-dockerfile.ts';
import { type LabelType, type LintSettings } from './lint-settings.ts';
import { namesOfRule, normalizeRuleName } from './settings/rule-names.ts';
import { type RuleFinding } from '../../model/finding.ts';

interface Expected {
  readonly rule: string;
  readonly hit: boolean;
  readonly config?: string | null;
}

interface Case extends Expected {
  readonly name: string;
  readonly text: string;
}

function readCases(folder: string): readonly Case[] {
  const root = join(casesRoot, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root).map((name) => ({
    name,
    text: readFileSync(join(root, name, 'Dockerfile'), 'utf8'),
    ...(JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as Expected),
  }));
}

/** hadolint's tests give their settings in Haskell. */
function settingsOf({ config, rule }: Expected): LintSettings {
  const text = config ?? '';
  const registries = /allowedRegistries = \[([^\]]*)\]/.exec(text)?.[1];
  const labels = /labelSchema = Map\.fromList \[(.*)\]/.exec(text)?.[1];
  const types = new Map<string, LabelType>([['RawText', 'text'], ['Url', 'url'], ['Rfc3339', 'rfc3339'], ['Spdx', 'spdx'], ['GitHash', 'hash'], ['SemVer', 'semver'], ['Email', 'email']]); // prettier-ignore
  return {
    ...(registries === undefined ? {} : { trustedRegistries: Array.from(registries.matchAll(/"([^"]*)"/g), ([, name]) => name!) }),
    ...(labels === undefined ? {} : { labelSchema: new Map(Array.from(labels.matchAll(/\("([^"]*)", (?:Rule\.)?(\w+)\)/g), ([, name, type]) => [name!, types.get(type!)!])) }),
    ...(/strictLabels = True/.test(text) ? { hasStrictLabels: true } : {}),
    // Off unless it is asked for.
    ...(rule === 'DL1001' ? { severities: new Map([['dl1001', 'medium' as const]]) } : {}),
  };
}

/** Findings of the rules that answer to the name. hadolint's DL3002 is about USER only, ours also about the missing one. */
function hits(findings: readonly RuleFinding[], rule: string): boolean {
  return findings.some((finding) => {
    if (finding.suppression !== undefined || !namesOfRule({ id: finding.ruleId, aliases: finding.aliases }).includes(normalizeRuleName(rule))) return false;
    return rule !== 'DL3002' || !finding.message.startsWith('no USER');
  });
}

describe.each(['dockerfile-rules-hadolint', 'dockerfile-rules-trivy'])('%s', (folder) => {
  const cases = readCases(folder);
  it.skipIf(cases.length === 0).each(cases)('$name', (each) => {
    const { findings } = checkDockerfile(each.text, 'Dockerfile', settingsOf(each));
    expect(hits(findings, each.rule)).toBe(each.hit);
  });
});

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { casesRoot } from '../../../test/cases/case-suite.ts';
import { dockerfileSyntax, hadolintRules, trivyRules } from '../../../test/cases/dockerfiles.ts';
import { describeCases } from '../../../test/support/describe-cases.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { checkDockerfile } from './check-dockerfile.ts';
import { type LabelType, type LintSettings } from './lint-settings.ts';
import { namesOfRule, normalizeRuleName } from './settings/rule-names.ts';
import { heredocText, type Instruction } from './syntax/dockerfile.ts';
import { parseDockerfile } from './syntax/parse-dockerfile.ts';
import { writeTree } from './syntax/testdata/write-tree.ts';

interface Case {
  readonly name: string;
  readonly text: string;
}

/** Each suite reads the members that its cases have. */
function readCases(folder: string): readonly (Case & SyntaxCase & RuleCase)[] {
  const root = join(casesRoot, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root).map((name) => ({
    name,
    text: readFileSync(join(root, name, 'Dockerfile'), 'utf8'),
    ...(JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as SyntaxCase & RuleCase),
  }));
}

/** Whether a finding that is not set aside is of a rule with this name. */
function isOf(finding: RuleFinding, rule: string): boolean {
  const names = namesOfRule({ id: finding.ruleId, aliases: finding.aliases });
  return finding.suppression === undefined && names.includes(normalizeRuleName(rule));
}

interface SyntaxCase {
  readonly kind: 'dockerfile-ast' | 'dockerfile-lines' | 'dockerfile-instruction' | 'dockerfile-lint';
  readonly sexp?: string;
  readonly error?: boolean;
  readonly lines?: readonly (readonly [number, number])[];
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly findings?: readonly { readonly rule: string; readonly line: number | object }[];
}

describeCases(dockerfileSyntax, () => {
  const cases = readCases('dockerfile-syntax');
  const rules = [...new Set(cases.flatMap(({ findings }) => (findings ?? []).map(({ rule }) => rule)))];

  it('are all there', () => expect(cases.length).toBe(dockerfileSyntax.count));

  it.each(cases.filter(({ name }) => !(name in dockerfileSyntax.exceptions)))('$name', (each) => {
    const file = parseDockerfile(each.text);
    if (each.error === true) expect(file.faults).not.toEqual([]);
    else if (each.kind === 'dockerfile-ast') expect(writeTree(file.instructions)).toBe(each.sexp);
    else if (each.kind === 'dockerfile-lines') expect(file.instructions.map(({ line, endLine }) => [line, endLine])).toEqual(each.lines);
    else if (each.kind === 'dockerfile-instruction') expect(readAs(file.instructions[0]!, Object.keys(each.expect!))).toEqual(each.expect);
    else
      expect(hitsOf(each.text, rules)).toEqual(
        each.findings!.map(({ rule, line }) => `${rule} ${typeof line === 'number' ? line : '?'}`).sort(),
      );
  });

  /** Of several repeated instructions the case does not know the lines. */
  function hitsOf(text: string, names: readonly string[]): readonly string[] {
    const { findings } = checkDockerfile(text, 'Dockerfile');
    return findings
      .flatMap((finding) =>
        names
          .filter((name) => isOf(finding, name))
          .map((name) => `${name} ${name === 'MultipleInstructionsDisallowed' ? '?' : finding.locations[0]!.line!}`),
      )
      .sort();
  }

  /** The members that a case names, as this parser reads them. */
  function readAs(first: Instruction, members: readonly string[]): Readonly<Record<string, unknown>> {
    const names = first.heredocs.map(({ name }) => name);
    const all: Readonly<Record<string, unknown>> = {
      heredocNames: names.length === 0 ? null : names,
      command: first.values.map(({ text }) => text),
      ['shell']: !first.isJson,
      files: first.heredocs.map((each) => ({ Data: heredocText(each), Name: each.name })),
      sourcesAndDest: {
        DestPath: first.values.at(-1)?.text ?? '',
        SourceContents: first.heredocs.map((each) => ({ Data: heredocText(each), Expand: each.isExpanded, Path: each.name })),
      },
    };
    return Object.fromEntries(members.map((member) => [member, all[member]]));
  }
});

interface RuleCase {
  readonly rule: string;
  readonly hit: boolean;
  readonly config?: string | null;
}

/** hadolint's tests give their settings in Haskell. */
function settingsOf({ config, rule }: RuleCase): LintSettings {
  const text = config ?? '';
  const registries = /allowedRegistries = \[([^\]]*)\]/.exec(text)?.[1];
  const labels = /labelSchema = Map\.fromList \[(.*)\]/.exec(text)?.[1];
  const schema = Array.from(
    (labels ?? '').matchAll(/\("([^"]*)", (?:Rule\.)?(\w+)\)/g),
    ([, name, type]) => [name!, labelTypes.get(type!)!] as const,
  );
  return {
    ...(registries === undefined ? {} : { trustedRegistries: Array.from(registries.matchAll(/"([^"]*)"/g), ([, name]) => name!) }),
    ...(labels === undefined ? {} : { labelSchema: new Map(schema) }),
    ...(text.includes('strictLabels = True') ? { hasStrictLabels: true } : {}),
    // Off unless it is asked for.
    ...(rule === 'DL1001' ? { severities: new Map([['dl1001', 'medium' as const]]) } : {}),
  };
}

const labelTypes: ReadonlyMap<string, LabelType> = new Map([
  ['RawText', 'text'],
  ['Url', 'url'],
  ['Rfc3339', 'rfc3339'],
  ['Spdx', 'spdx'],
  ['GitHash', 'hash'],
  ['SemVer', 'semver'],
  ['Email', 'email'],
]);

describeRules(hadolintRules, 'dockerfile-rules-hadolint');
describeRules(trivyRules, 'dockerfile-rules-trivy');

function describeRules(suite: typeof hadolintRules, folder: string): void {
  describeCases(suite, () => {
    const cases = readCases(folder);

    it('are all there', () => expect(cases.length).toBe(suite.count));

    it.each(cases.filter(({ name }) => !(name in suite.exceptions)))('$name', (each) => {
      const { findings } = checkDockerfile(each.text, 'Dockerfile', settingsOf(each));
      // hadolint's DL3002 is about USER root only, ours also about a file without USER.
      const own = findings.filter(({ message }) => each.rule !== 'DL3002' || !message.startsWith('no USER'));
      expect(own.some((finding) => isOf(finding, each.rule))).toBe(each.hit);
    });
  });
}

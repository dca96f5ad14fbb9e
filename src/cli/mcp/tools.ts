import { type JsonSchema } from '../../lib/json/find-schema-fault.ts';
import { countOf } from '../../report/table/words.ts';
import { type CommandInput } from '../command.ts';
import { pageOf, quoted } from './clean-data.ts';
import { type McpTool, type ToolArguments } from './mcp-tool.ts';

const target: JsonSchema = { type: 'string', description: 'Image reference, path of an archive, OCI layout, directory or SBOM' };
const paging: Readonly<Record<string, JsonSchema>> = {
  offset: { type: 'integer', minimum: 0, maximum: 100_000, description: 'Where the page begins; default 0' },
  limit: { type: 'integer', minimum: 1, maximum: 50, description: 'Items of the page; default 20' },
};

function schema(required: readonly string[], properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', additionalProperties: false, required, properties };
}

/** Arguments and options of a command as they are after parsing: nothing that an assistant gives can become another option. */
function input(operands: readonly unknown[], options: Readonly<Record<string, unknown>>): CommandInput {
  const all: Readonly<Record<string, unknown>> = { format: 'json', ...options };
  const given = Object.entries(all).flatMap(([name, value]): [string, readonly string[]][] => {
    if (value === undefined || value === false) return [];
    return [[name, value === true ? [''] : [value].flat().map(text)]];
  });
  return { arguments: operands.map(text), options: new Map(given) };
}

/** The schema of the tool let only text through. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

type Json = Readonly<Record<string, unknown>>;

function list(value: unknown, name: string): readonly Json[] {
  const found = typeof value === 'object' && value !== null ? (value as Json)[name] : undefined;
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function pick(value: Json, ...names: readonly string[]): Json {
  return Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));
}

/** A finding without its long texts. */
function briefFinding(finding: Json): Json {
  const found = finding['package'] as Json | undefined;
  return {
    ...pick(finding, 'kind', 'id', 'ruleId', 'severity', 'lane', 'title', 'message', 'fixState', 'fixedVersion', 'upgradeTo', 'remediation', 'setting', 'exposure'),
    ...(found === undefined ? {} : { package: pick(found, 'name', 'version', 'purl') }),
    locations: list(finding, 'locations').slice(0, 3),
  };
} // prettier-ignore

function shapeReports(document: unknown, args: ToolArguments): ReturnType<McpTool['shape']> {
  const [report = {}] = list(document, 'reports');
  const findings = pageOf(list(report, 'findings').map(briefFinding), args);
  const issues = list(report, 'issues');
  const counts = new Map<string, number>();
  for (const { severity } of list(report, 'findings')) counts.set(String(severity), (counts.get(String(severity)) ?? 0) + 1);
  const bySeverity = Object.fromEntries(counts);
  const words = Array.from(counts, ([severity, count]) => `${count} ${severity}`).join(', ');
  return {
    text: `${countOf(findings.total, 'finding')}${words === '' ? '' : ` (${words})`}; the scan is ${String(report['completeness'])}, with ${countOf(issues.length, 'issue')}. ${nextPage(findings)}`,
    data: { ...pick(report, 'target', 'completeness', 'decision'), bySeverity, findings, issues: issues.slice(0, 20), actions: list(report, 'plan').length },
  };
} // prettier-ignore

function nextPage({ nextOffset }: { readonly nextOffset?: number }): string {
  return nextOffset === undefined ? '' : `The next page begins at offset ${nextOffset}.`;
}

function shapePlan(document: unknown, args: ToolArguments): ReturnType<McpTool['shape']> {
  const plan = list(document, 'plan').map(({ findings, ...action }) => ({
    ...action,
    removes: Array.isArray(findings) ? findings.length : 0,
    findings: Array.isArray(findings) ? findings.slice(0, 10) : [],
  }));
  const patches = list(document, 'patches');
  const page = pageOf(plan, args);
  const first = (plan[0] as Json | undefined)?.['text'];
  const notes = (document as Json)['notes'] ?? [];
  return {
    text: `${countOf(page.total, 'action')}${first === undefined ? '' : `; first: ${quoted(first)}`}. ${patches.length === 0 ? '' : `${countOf(patches.length, 'file')} patched in "patches". `}${nextPage(page)}`,
    data: { plan: page, patches, notes, ...pick(document as Json, 'target', 'completeness') },
  };
} // prettier-ignore

function shapeComparison(document: unknown, args: ToolArguments): ReturnType<McpTool['shape']> {
  const [added, fixed, changed, packages] = ['new', 'fixed', 'changed', 'packages'].map((name) => pageOf(list(document, name), args));
  return {
    text: `${added?.total ?? 0} new, ${fixed?.total ?? 0} fixed and ${changed?.total ?? 0} changed findings; ${packages?.total ?? 0} packages differ.`,
    data: { new: added, fixed, changed, packages, ...pick(document as Json, 'before', 'after', 'settings', 'unchanged') },
  };
}

function shapeRecommendation(document: unknown): ReturnType<McpTool['shape']> {
  const { base, isCurrent, daysBehindTag, advice } = document as { base?: Json; isCurrent?: boolean; daysBehindTag?: number; advice?: Json };
  const state = isCurrent === undefined ? 'its tag could not be read' : isCurrent ? 'its tag holds it' : `it is ${daysBehindTag ?? 'some'} days behind its tag`;
  const { tool: _tool, schemaVersion: _version, ...data } = document as Json;
  return { text: `The base is ${quoted(base?.['reference'])}; ${state}. ${advice === undefined ? 'There is no better base.' : `Use ${quoted(advice['from'])}.`}`, data };
} // prettier-ignore

function shapeWhole(text: string): McpTool['shape'] {
  return (document) => {
    const { tool: _tool, schemaVersion: _version, ...data } = (Array.isArray(document) ? { answer: document } : document) as Json;
    return { text, data };
  };
}

const fixProperties: Readonly<Record<string, JsonSchema>> = {
  target,
  dockerfile: { type: 'string', description: 'Dockerfile that the image was built from' },
  stage: { type: 'string', description: 'Stage of the Dockerfile that was built' },
  manifests: { type: 'array', items: { type: 'string' }, description: 'Folders with package.json, requirements.txt, go.mod and the like' },
};

function fixInput({ target: image, dockerfile, stage, manifests }: ToolArguments, apply: boolean): CommandInput {
  return input(image === undefined ? [] : [image], { dockerfile, target: stage, lock: manifests, apply });
}

export const tools: readonly McpTool[] = [
  {
    name: 'scan',
    title: 'Scan an image',
    description: 'Finds vulnerabilities, misconfiguration, secrets and licence problems of an image, archive, directory or SBOM. Findings are paged.',
    inputSchema: schema(['target'], {
      target,
      severities: { type: 'array', items: { enum: ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] }, description: 'Only these' },
      onlyFixed: { type: 'boolean', description: 'Leave out findings without a fix' },
      scanners: { type: 'array', items: { enum: ['vuln', 'misconfig', 'secret', 'license'] }, description: 'Kinds of findings' },
      ...paging,
    }),
    command: 'scan',
    toInput: ({ target: image, severities, onlyFixed, scanners }) => input([image], { severity: join(severities), 'ignore-unfixed': onlyFixed, scanners: join(scanners) }),
    shape: shapeReports,
  },
  {
    name: 'explain_finding',
    title: 'Explain a finding',
    description: 'Says why an image has a vulnerability, or why not: advisories, compared versions, and what became of each.',
    inputSchema: schema(['id', 'target'], { id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9:._-]{2,80}$', description: 'Id of a CVE or an advisory' }, target }),
    command: 'explain',
    toInput: ({ id, target: image }) => input([id, image], {}),
    shape: shapeWhole('The advisories that were considered, and what was decided.'),
  },
  {
    name: 'plan',
    title: 'Plan what to do',
    description: 'Groups the findings of an image into actions with commands, those that remove most first. Use it before proposing a change.',
    inputSchema: schema(['target'], { target, ...paging }),
    command: 'fix',
    toInput: (args) => fixInput(args, false),
    shape: shapePlan,
  },
  {
    name: 'propose_fix',
    title: 'Propose the diff',
    description: 'Writes the plan as a unified diff of the Dockerfile and the manifests of the project. Nothing is changed.',
    inputSchema: schema(['dockerfile'], { ...fixProperties, ...paging }),
    command: 'fix',
    toInput: (args) => fixInput(args, false),
    shape: shapePlan,
  },
  {
    name: 'compare',
    title: 'Compare two images',
    description: 'New, fixed and changed findings, packages, size and configuration between two images, reports or SBOMs. Lists are paged.',
    inputSchema: schema(['before', 'after'], { before: target, after: target, ...paging }),
    command: 'compare',
    toInput: ({ before, after }) => input([before, after], {}),
    shape: shapeComparison,
  },
  {
    name: 'recommend_base',
    title: 'Recommend a base image',
    description: 'Finds the base of an image and scans what could replace it.',
    inputSchema: schema(['target'], { target, base: { type: 'string', description: 'The base, where it is known' } }),
    command: 'recommend',
    toInput: ({ target: image, base }) => input([image], { base }),
    shape: shapeRecommendation,
  },
  {
    name: 'layers',
    title: 'Show layers',
    description: 'What each layer of an image adds, wastes and brings in.',
    inputSchema: schema(['target'], { target }),
    command: 'layers',
    toInput: ({ target: image }) => input([image], {}),
    shape: shapeWhole('Layers, base first.'),
  },
  {
    name: 'lint',
    title: 'Check a Dockerfile, Compose file or manifest',
    description: 'Checks a Dockerfile, a Compose file or Kubernetes manifests for errors and bad practice. Findings are paged.',
    inputSchema: schema(['file'], { file: { type: 'string', description: 'Path of the file' }, ...paging }),
    command: 'lint',
    toInput: ({ file }) => input([file], {}),
    shape: shapeReports,
  },
  {
    name: 'verify',
    title: 'Verify signatures',
    description: 'Verifies the signatures of an image against pratique.yaml, or against a public key, and explains the verdict.',
    inputSchema: schema(['image'], { image: { type: 'string', description: 'Image reference, or oci-dir:FOLDER' }, key: { type: 'string', description: 'File with a public key' } }),
    command: 'verify',
    toInput: ({ image, key }) => input([image], { key }),
    shape: shapeWhole('The verdict on the signatures.'),
  },
  {
    name: 'apply_fix',
    title: 'Apply the diff',
    description: 'Writes what propose_fix shows to the Dockerfile and the manifests. Only files below the folder of --allow-write are changed.',
    inputSchema: schema(['dockerfile'], fixProperties),
    command: 'fix',
    writes: true,
    toInput: (args) => fixInput(args, true),
    shape: shapePlan,
  },
]; // prettier-ignore

function join(words: unknown): string | undefined {
  return Array.isArray(words) && words.length > 0 ? words.join(',') : undefined;
}

import { type RuleFinding } from '../../../model/finding.ts';
import { type DockerfileRule, type DockerfileSubject } from '../dockerfile-rule.ts';
import { type Comment } from '../syntax/dockerfile.ts';
import { namesOfRule, normalizeRuleName } from './rule-names.ts';

/** Lines on which rules are set aside, and the comment that says so. */
interface Ignore {
  /** `undefined`: every rule. */
  readonly names?: ReadonlySet<string>;
  readonly reason: string;
  readonly origin: string;
}

type Suppress = (rule: Pick<DockerfileRule, 'id' | 'aliases'>, finding: RuleFinding) => RuleFinding;

/** Marks findings that a comment or the user's settings set aside; they stay in the report. */
export function readIgnores(subject: DockerfileSubject): Suppress {
  const { path, settings, build } = subject;
  const forFile: Ignore[] = [];
  const byLine = new Map<number, Ignore[]>();
  const addTo = (from: number, to: number, ignore: Ignore): void => {
    for (let line = from; line <= to; line++) {
      const known = byLine.get(line);
      if (known === undefined) byLine.set(line, [ignore]);
      else known.push(ignore);
    }
  };
  if (settings.disablesIgnores !== true) {
    for (const comment of build.file.comments) if (forFile.length < mostGlobal) forFile.push(...readGlobal(comment, path));
    for (const { name, value, line } of build.file.directives) if (name === 'check') forFile.push(...readCheck(value, `${path}:${line}`));
    for (const instruction of build.file.instructions)
      for (const comment of instruction.comments.slice(-mostComments))
        for (const ignore of readLocal(comment, path)) addTo(instruction.line, instruction.endLine, ignore);
    for (const stage of build.stages) {
      const begin = stage.from?.instruction;
      const last = stage.steps.at(-1)?.instruction ?? begin;
      for (const comment of begin?.comments.slice(-mostComments) ?? [])
        for (const ignore of readStage(comment, path)) addTo(begin!.line, last!.endLine, ignore);
    }
  }
  return (rule, finding) => {
    const names = namesOfRule(rule);
    const asked = names.map((name) => settings.ignored?.get(name)).find((origin) => origin !== undefined);
    if (asked !== undefined) return { ...finding, suppression: { reason: 'ignored', origin: asked } };
    const line = finding.locations[0]?.line;
    const ignores = [...forFile, ...(line === undefined ? [] : (byLine.get(line) ?? []))];
    const found = ignores.find((ignore) => ignore.names === undefined || names.some((name) => ignore.names!.has(name)));
    return found === undefined ? finding : { ...finding, suppression: { reason: found.reason, origin: found.origin } };
  };
}

/** Comments above an instruction that are read; each may hold for as many lines as the file has. */
const mostComments = 50;
const mostGlobal = 1_000;

/** `# hadolint global ignore=DL3003,DL3006` holds for the file. */
function readGlobal(comment: Comment, path: string): readonly Ignore[] {
  return readHadolint(/^hadolint\s+global\s+ignore\s*=\s*(.*)$/, comment, path);
}

/** `# hadolint stage ignore=…` before a FROM holds for its stage. */
function readStage(comment: Comment, path: string): readonly Ignore[] {
  return readHadolint(/^hadolint\s+stage\s+ignore\s*=\s*(.*)$/, comment, path);
}

/** `# hadolint ignore=… # reason` and `# check=skip=… // reason` hold for the instruction below. */
function readLocal(comment: Comment, path: string): readonly Ignore[] {
  const check = /^check\s*=\s*(.*)$/i.exec(comment.text)?.[1];
  return [
    ...readHadolint(/^hadolint\s+ignore\s*=\s*(.*)$/, comment, path),
    ...(check === undefined ? [] : readCheck(check, `${path}:${comment.line}`)),
  ];
}

function readHadolint(pattern: RegExp, { text, line }: Comment, path: string): readonly Ignore[] {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) return [];
  const [list = '', ...reason] = value.split('#');
  return [{ names: readNames(list), reason: reason.join('#').trim() || 'ignored in the file', origin: `${path}:${line}` }];
}

/** `skip=all`, `skip=Name,Name;error=true`. */
function readCheck(value: string, origin: string): readonly Ignore[] {
  const [settings = '', ...reason] = value.split('//');
  const skip = settings.split(';').map((part) => /^\s*skip\s*=\s*(.*)$/i.exec(part)?.[1]).find((list) => list !== undefined); // prettier-ignore
  if (skip === undefined) return [];
  const said = reason.join('//').trim() || 'skipped in the file';
  return skip.trim().toLowerCase() === 'all' ? [{ reason: said, origin }] : [{ names: readNames(skip), reason: said, origin }];
}

function readNames(list: string): ReadonlySet<string> {
  return new Set(list.split(/[\s,]+/).filter((name) => name !== '').map(normalizeRuleName)); // prettier-ignore
}

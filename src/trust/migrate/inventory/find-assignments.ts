import { isTrustVariable, type AssignedValue } from './trust-variables.ts';

/** A variable of Content Trust that a line sets, passes on or unsets. */
export interface Assignment {
  readonly name: string;
  readonly value: AssignedValue;
}

const namePattern = /(?<![A-Za-z0-9_])(?:DOCKER_CONTENT_TRUST|NOTARY)[A-Z_]*(?![A-Za-z0-9_])/g;

/**
 * The trust variables that one line of a shell script, profile, unit, Dockerfile, Jenkinsfile, Makefile or settings file sets. Reading one (`$NAME`,
 * comparisons) does not count. One scanner serves all formats, because their notations do not conflict.
 */
export function findAssignments(line: string): readonly Assignment[] {
  if (isComment(line)) return [];
  const found: Assignment[] = [];
  for (const match of line.matchAll(namePattern)) {
    const [name] = match;
    if (!isTrustVariable(name)) continue;
    const value = readValue(line.slice(Math.max(0, match.index - 80), match.index), line.slice(match.index + name.length));
    if (value !== undefined) found.push({ name, value });
  }
  return found;
}

export function isComment(line: string): boolean {
  return /^\s*(?:#|\/\/|;|::|\*|rem\b|<!--)/i.test(line);
}

/** `undefined` when the line only reads it. */
function readValue(before: string, after: string): AssignedValue | undefined {
  if (
    /\b(?:unset|unsetenv|set\s+-\w*e\w*|Remove-Item\s+Env:)[\s\w-]*$|Env:\\?$/i.test(before) &&
    /^\s*(?:$|[;&|)])/.test(after) &&
    !/\$env:$/i.test(before)
  )
    return { kind: 'unset' };
  if (/\$\{?$|%$|![^\s]?$/.test(before)) return undefined;
  const assigned = /^["'\])]*\s*(?::=|\?=|\+=|=>|=(?!=|~)|:(?!=)|,(?=\s*["']))\s*(.*)$/.exec(after);
  if (assigned !== null) return { kind: 'text', text: readText(assigned[1] ?? '') };
  if (/\b(?:setenv|set\s+(?:-\w+\s+|--export\s+)+|ENV|ARG|[Ss]etx)\s*["']?$/.test(before)) {
    const rest = after.replace(/^["']/, '').trim();
    return rest === '' ? { kind: 'elsewhere' } : { kind: 'text', text: readText(rest) };
  }
  if (/(?:\bexport\s+|\s-e\s+|--env[\s=]|--build-arg[\s=]|PassEnvironment=[\w\s]*)["']?$/.test(before)) return { kind: 'elsewhere' };
  return undefined;
}

/** Up to the closing quote or the end of the word; `credentials('x')` and `${{ x }}` are kept whole. */
function readText(rest: string): string {
  const quote = rest[0];
  if (quote === '"' || quote === "'") {
    const end = rest.indexOf(quote, 1);
    return rest.slice(1, end === -1 ? undefined : end);
  }
  const whole = /^(?:\$\{\{.*?\}\}|\$\(.*?\)|\$\{[^}]*\}|credentials\([^)]*\))/.exec(rest);
  return whole === null ? (/^[^\s;&|,)}\]"'`]*/.exec(rest)?.[0] ?? '') : whole[0];
}

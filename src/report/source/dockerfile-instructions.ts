/** One instruction of a Dockerfile, as far as it is needed to find the layer that it makes. */
export interface DockerfileInstruction {
  /** Upper case: `RUN`. */
  readonly verb: string;
  /** What follows, on one line, without the flags that builders leave out of an image's history. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  readonly endLine: number;
}

/** More make no image that anybody builds. */
const maxInstructions = 10_000;

/** Splits a Dockerfile into instructions: continuations are joined, comments left out, here-documents skipped. */
export function readInstructions(text: string): readonly DockerfileInstruction[] {
  const lines = text.split(/\r?\n/);
  const escape = escapeOf(lines);
  const found: DockerfileInstruction[] = [];
  for (let at = 0; at < lines.length && found.length < maxInstructions; at++) {
    const start = at;
    let joined = '';
    for (; at < lines.length; at++) {
      const line = lines[at] ?? '';
      if (/^\s*#/.test(line) || (joined !== '' && line.trim() === '')) continue;
      const isContinued = line.trimEnd().endsWith(escape);
      joined += isContinued ? `${line.trimEnd().slice(0, -1)} ` : line;
      if (!isContinued) break;
    }
    for (const end of heredocEnds(joined)) {
      while (at + 1 < lines.length && lines[at + 1]?.replace(/^\t+/, '') !== end) at++;
      at++;
    }
    const [, verb, rest] = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(joined) ?? [];
    if (verb === undefined || rest === undefined) continue;
    const first = firstLine(lines, start);
    found.push({ verb: verb.toUpperCase(), text: withoutFlags(rest), line: first + 1, endLine: Math.max(first, Math.min(at, lines.length - 1)) + 1 });
  }
  return found;
} // prettier-ignore

/** The parser directive is one of the comments before everything else. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    if (!/^\s*#/.test(line)) break;
    if (/^\s*#\s*escape\s*=\s*`\s*$/i.test(line)) return '`';
  }
  return '\\';
}

function firstLine(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && /^\s*(#|$)/.test(lines[at] ?? '')) at++;
  return at;
}

function heredocEnds(text: string): readonly string[] {
  if (!/^\s*(RUN|COPY|ADD)\s/i.test(text)) return [];
  return [...text.matchAll(/<<-?(["']?)([A-Za-z_]\w*)\1/g)].map(([, , word = '']) => word);
}

function withoutFlags(text: string): string {
  return text.replace(/^(\s*--[a-z-]+(?:=\S*)?)+\s+/, '').trim();
}

import { type SuppressionEntry, type UnusableEntry } from './suppression-entry.ts';

/** The text of a `suppressions` section, and what it cannot say. */
export interface WrittenSuppressions {
  readonly text: string;
  readonly left: readonly UnusableEntry[];
}

/** Writes entries of any file as `pratique.yaml` has them. What cannot be said there is left out and listed, so that nothing is covered that was not before. */
export function writeSuppressions(entries: readonly SuppressionEntry[]): WrittenSuppressions {
  const left: UnusableEntry[] = [];
  const items: string[] = [];
  for (const entry of entries) {
    const problem = findProblem(entry);
    if (problem === undefined) items.push(writeEntry(entry));
    else left.push({ origin: entry.origin, message: problem });
  }
  return { text: items.length === 0 ? 'suppressions: []\n' : `suppressions:\n${items.join('')}`, left };
}

function findProblem({ ids, packages, images, unmatched }: SuppressionEntry): string | undefined {
  if (unmatched !== undefined) return unmatched;
  const what = ids?.join(', ') ?? 'the entry';
  const unwritten = packages?.find(({ written }) => written === undefined);
  if (unwritten !== undefined) return `${what} names the package ${unwritten.text} without its type; write its purl`;
  if (images?.some(({ text }) => /\*\/|,/.test(text)) === true)
    return `${what} holds for images by mapping (${images.map(({ text }) => text).join('; ')}); write its image`;
  const versions = new Set(packages?.map(({ written }) => written?.versions));
  return versions.size > 1 ? `${what} has packages with different versions; write an entry for each` : undefined;
}

function writeEntry(entry: SuppressionEntry): string {
  const { ids, kinds, packages, paths, line, images, fixStates, reason, owner, ticket, expires, until, origin } = entry;
  const members: readonly (readonly [string, string | undefined])[] = [
    ['id', list(ids)],
    ['purl', list(packages?.map(({ written }) => written?.purl ?? ''))],
    ['version', scalar(packages?.[0]?.written?.versions)],
    ['path', list(paths?.map(({ text }) => text))],
    ['line', line?.toString()],
    ['image', list(images?.map(({ text }) => text))],
    ['kind', ids === undefined || kinds?.includes('vulnerability') === false ? list(kinds) : undefined],
    ['fix-state', list(fixStates)],
    ['reason', scalar(reason)],
    ['owner', scalar(owner)],
    ['ticket', scalar(ticket)],
    ['expires', expires === undefined ? undefined : lastDay(expires.text, expires.atMs)],
    ['until', until],
  ];
  const lines = members.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return `  # ${origin.replaceAll(/[\r\n]/g, ' ')}\n${lines.map((text, at) => `  ${at === 0 ? '- ' : '  '}${text}\n`).join('')}`;
}

/** Ours hold through the day that is written; a date of another tool that ends where the day begins is the day before. */
function lastDay(text: string, atMs: number): string {
  return text.length > 10 ? scalar(new Date(atMs).toISOString())! : new Date(atMs - 1).toISOString().slice(0, 10);
}

function list(values: readonly string[] | undefined): string | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return values.length === 1 ? scalar(values[0]) : `[${values.map((value) => scalar(value)).join(', ')}]`;
}

/** Plain where no reader of YAML can take it for something else. */
function scalar(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return /^[A-Za-z][\w./-]*(?: [\w./-]+)*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

import { type FindingChange } from '../model/finding-change.ts';
import { type Lane } from '../model/finding.ts';
import { severities as allSeverities, type Severity } from '../model/severity.ts';

/** `37 findings of severity critical or high with a fix`, `no findings in lane fix now`. */
export function describeGate(
  gate: {
    readonly severities?: readonly Severity[];
    readonly ignoreUnfixed: boolean;
    readonly ignoreUnreached?: boolean;
    readonly lanes?: readonly Lane[];
    readonly changes?: readonly FindingChange[] | undefined;
  },
  count: number,
): string {
  const { severities, ignoreUnfixed, ignoreUnreached, lanes, changes } = gate;
  const chosen = severities === undefined ? [] : allSeverities.filter((severity) => severities.includes(severity));
  const isAny = severities === undefined || chosen.length === allSeverities.length;
  return describeWith(
    count,
    isAny ? '' : `of severity ${joinWords(chosen)}`,
    ignoreUnfixed ? 'with a fix' : '',
    ignoreUnreached === true ? 'that the entrypoint may reach' : '',
    lanes === undefined ? '' : `in lane ${joinWords(lanes.map((lane) => lane.replaceAll('-', ' ')))}`,
    describeChanges('', changes),
  );
}

/** `introduced since the baseline`, after other words. */
export function describeChanges(words: string, changes: readonly FindingChange[] | undefined): string {
  if (changes === undefined) return words;
  return [words, `${joinWords(changes)} since the baseline`].filter((part) => part !== '').join(', ');
}

/** `no findings …`, `1 finding …`, `2 findings …`. */
export function describeWith(count: number, ...which: readonly string[]): string {
  const counted = count === 0 ? 'no findings' : count === 1 ? '1 finding' : `${count} findings`;
  return [counted, ...which.filter((part) => part !== '')].join(' ');
}

function joinWords(words: readonly string[]): string {
  if (words.length === 0) return 'none';
  return words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

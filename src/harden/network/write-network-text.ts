import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { describeWay, type JudgedAssertion } from './judge-assertion.ts';
import { hostItself, type NetworkSegment, type NetworkView, outside, type Reach } from './network-view.ts';

export interface NetworkTextOptions {
  readonly width: number;
  readonly strong: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** What a person reads: what is open to other machines, the networks, who reaches whom, and the assertions. */
export function* writeNetworkText(view: NetworkView, judged: readonly JudgedAssertion[], options: NetworkTextOptions): Generator<string> {
  const { strong, width } = options;
  yield `${strong(escapeControl(view.subject))}: ${counted(view.members.length, 'member')}, ${counted(view.segments.length, 'network')}\n`;
  yield* block('OPEN TO OTHER MACHINES', exposedLines(view, width), strong);
  yield* block('NETWORKS', segmentLines(view, width), strong);
  yield* block('WHO REACHES WHOM', reachLines(view, width), strong);
  yield* block(
    'ASSERTIONS',
    judged.flatMap((one) => assertionLines(one, options)),
    strong,
  );
  yield* block(
    `INCOMPLETE: ${counted(view.issues.length, 'thing')} could not be read`,
    view.issues.flatMap(({ message, path }) => wrapWords(escapeControl(path === undefined ? message : `${path}: ${message}`), width, '  ! ', '    ')),
    strong,
  ); // prettier-ignore
}

function* block(title: string, lines: readonly string[], strong: (text: string) => string): Generator<string> {
  if (lines.length === 0) return;
  yield `\n${strong(title)}\n`;
  for (const line of lines) yield `${line}\n`;
}

function exposedLines({ reaches }: NetworkView, width: number): readonly string[] {
  const open = reaches.filter(({ from }) => from === outside);
  if (open.length === 0) return ['  none'];
  return open.flatMap(({ to, ways }) => entry(to, ways.map(describeWay).join(', '), width));
}

function segmentLines({ segments, members, source }: NetworkView, width: number): readonly string[] {
  if (source === 'kubernetes') return [];
  return segments.flatMap((segment) => {
    const names = members.filter((member) => member.segments.includes(segment.name)).map(({ name }) => name);
    return entry(segment.name, `${describeSegment(segment)}: ${names.length === 0 ? 'nobody' : names.join(', ')}`, width);
  });
}

export function describeSegment({ driver, isInternal, isExternal, isEncrypted, isIsolating, isAttachable }: NetworkSegment): string {
  return [
    driver,
    ...(isInternal ? ['internal'] : []),
    ...(isExternal ? ['external'] : []),
    ...(isEncrypted === undefined ? [] : [isEncrypted ? 'encrypted' : 'not encrypted']),
    ...(isIsolating ? ['members isolated'] : []),
    ...(isAttachable ? ['attachable'] : []),
  ].join(', ');
}

function reachLines({ reaches, members }: NetworkView, width: number): readonly string[] {
  const between = reaches.filter(({ from, to }) => from !== outside && from !== hostItself && to !== hostItself);
  return members.flatMap(({ name }) => {
    const own = between.filter(({ from }) => from === name);
    return entry(name, own.length === 0 ? 'nothing' : own.map(describeTarget).join(' · '), width);
  });
}

/** `db (back)`: how it is reached is short where it is a network. */
function describeTarget({ to, ways }: Reach): string {
  return `${to === outside ? 'other machines' : to} (${ways.map((way) => describeWay(way).replace(/^network /, '')).join(', ')})`;
}

function assertionLines({ assertion, verdict, reasons }: JudgedAssertion, { width, good, bad }: NetworkTextOptions): readonly string[] {
  const sign = { pass: good('✓'), fail: bad('✗'), unknown: bad('?') }[verdict];
  const [first = '', ...rest] = wrapWords(escapeControl(assertion.text), width - 4);
  return [
    `  ${sign} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...reasons.flatMap((reason) => wrapWords(escapeControl(reason), width, '      ', '      ')),
  ];
}

const nameWidth = 16;

/** A name, and a text that is wrapped beside it. */
function entry(name: string, text: string, width: number): readonly string[] {
  const shown = escapeControl(name);
  const margin = ' '.repeat(nameWidth + 4);
  if (shown.length > nameWidth) return [`  ${shown}`, ...wrapWords(escapeControl(text), width, margin, margin)];
  return wrapWords(escapeControl(text), width, `  ${shown.padEnd(nameWidth)}  `, margin);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

import { escapeControl } from '../../lib/terminal/escape-control.ts';

/** As much as fits a line of `docker run`. */
const mostCharacters = 300;

/** One line of at most about 300 characters, without anything that a terminal obeys; `report` is always whole. */
export function describeRefusal(subject: string, reasons: readonly string[], report?: string): string {
  const end = report === undefined ? '' : `; report: ${report}`;
  const room = Math.max(120, mostCharacters - end.length);
  let text = `${subject}: `;
  for (const [index, reason] of reasons.entries()) {
    const next = `${index === 0 ? '' : '; '}${reason}`;
    if (index > 0 && text.length + next.length > room - 24) {
      text += `; … and ${reasons.length - index} more`;
      break;
    }
    text += next;
  }
  const line = escapeControl(text.replace(/\s+/g, ' '));
  return escapeControl(`${line.length > room ? `${line.slice(0, room - 1).replace(/[\s,;]+$/, '')}…` : line}${end}`);
}

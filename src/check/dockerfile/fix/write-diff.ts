const context = 3;

/**
 * A unified diff between a file and its lines as they are now: `undefined` where one was removed, with line ends where some were added. Empty where
 * nothing changed. Both are what dividing at line ends gives, so a file that ends with one has an empty last line.
 */
export function writeDiff(path: string, before: readonly string[], after: readonly (string | undefined)[]): string {
  const endsWithLine = before.at(-1) === '' && after.at(-1) === '';
  const length = endsWithLine ? before.length - 1 : before.length;
  const changed = before.flatMap((line, at) => (after[at] === line ? [] : [at]));
  if (changed.length === 0) return '';
  const parts = [`--- ${path}\n+++ ${path}\n`];
  let shift = 0;
  for (const { from, to } of hunksOf(changed, length)) {
    const old = before.slice(from, to);
    const lines = old.map((line, at) => {
      const [now, mark] = [after[from + at], !endsWithLine && from + at === before.length - 1 ? noNewline : ''];
      if (now === line) return ` ${line}\n${mark}`;
      if (mark === '' && now?.startsWith(`${line}\n`) === true) return ` ${line}\n${added(now.slice(line.length + 1))}`;
      return `-${line}\n${mark}${now === undefined ? '' : added(now) + mark}`;
    });
    const count = after.slice(from, to).reduce((sum, line) => sum + (line === undefined ? 0 : line.split('\n').length), 0);
    parts.push(`@@ -${from + 1},${old.length} +${from + 1 + shift},${count} @@\n`, lines.join(''));
    shift += count - old.length;
  }
  return parts.join('');
}

const noNewline = '\\ No newline at end of file\n';

function added(lines: string): string {
  return lines.split('\n').map((line) => `+${line}\n`).join('');
} // prettier-ignore

/** Changed lines with those around them; neighbours share a hunk. */
function hunksOf(changed: readonly number[], length: number): readonly { readonly from: number; readonly to: number }[] {
  const hunks: { from: number; to: number }[] = [];
  for (const at of changed) {
    const [from, to] = [Math.max(0, at - context), Math.min(length, at + context + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else hunks.push({ from, to });
  }
  return hunks;
}

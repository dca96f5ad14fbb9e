import { displayWidth, fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type ProgressEvent } from '../../model/runtime.ts';

/** Draws what long work is doing as a few lines that are redrawn in place. */
export interface Progress {
  report(event: ProgressEvent): void;
  /** Removes the lines from the screen; the next event draws them again. */
  clear(): void;
}

export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** Columns, asked anew at each drawing. */
  readonly width: () => number;
  readonly nowMs: () => number;
}

/** At most this often, and at most this many lines: redrawing costs more than it is worth. */
const intervalMs = 100;
const maxLines = 6;

export const noProgress: Progress = { report: () => undefined, clear: () => undefined };

export function terminalProgress(options: ProgressOptions): Progress {
  const running = new Map<string, ProgressEvent>();
  let drawnLines = 0;
  let drawnAtMs = -Infinity;

  const clear = (): void => {
    if (drawnLines > 0) options.write(`\u001b[${drawnLines}A\u001b[0J`);
    drawnLines = 0;
  };
  return {
    clear,
    report: (event) => {
      if (event.finished === true) running.delete(event.id);
      else running.set(event.id, event);
      if (running.size > 0 && options.nowMs() - drawnAtMs < intervalMs) return;
      clear();
      if (running.size === 0) return;
      drawnAtMs = options.nowMs();
      const lines = drawLines([...running.values()], options.width());
      drawnLines = lines.length;
      options.write(lines.map((line) => `${line}\n`).join(''));
    },
  };
}

function drawLines(events: readonly ProgressEvent[], width: number): string[] {
  const shown = events.slice(0, events.length > maxLines ? maxLines - 1 : maxLines);
  const lines = shown.map((event) => drawLine(event, width));
  if (shown.length < events.length) lines.push(`… and ${events.length - shown.length} more`);
  return lines;
}

function drawLine(event: ProgressEvent, width: number): string {
  const amount = event.unit === 'bytes' ? megabytes : String;
  const done = event.total === undefined ? amount(event.done) : `${amount(event.done)} of ${amount(event.total)}`;
  const share = event.total ? ` ${String(Math.min(100, Math.floor((event.done / event.total) * 100))).padStart(3)} %` : '';
  const figures = `${share}  ${done}`;
  // One column is left free: some terminals wrap when the last one is written.
  const room = Math.max(10, width - displayWidth(figures) - 1);
  return fitWidth(`${fitWidth(escapeControl(event.label), room)}${figures}`, Math.max(10, width - 1));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

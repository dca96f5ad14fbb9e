import { type Logger } from '../../model/runtime.ts';
import { type Output } from '../command.ts';

/** Warnings are always shown, each once; notices unless `--quiet`; the rest with `--verbose`. Fields follow the message as `key=value`. */
export function outputLogger(output: Output, isVerbose: boolean): Logger {
  const say =
    (write: (line: string) => void, prefix = 'pratique: ') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      write([`${prefix}${message}`, ...Object.entries(fields).map(([key, value]) => `${key}=${formatField(value)}`)].join(' '));
    };
  const silent = (): void => undefined;
  const warned = new Set<string>();
  return {
    warn: say((line) => {
      if (warned.has(line)) return;
      warned.add(line);
      output.warn(line);
    }, 'pratique: warning: '),
    notice: say((line) => output.note(line)),
    info: isVerbose ? say((line) => output.note(line)) : silent,
    debug: isVerbose ? say((line) => output.note(line)) : silent,
  };
}

function formatField(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  if (typeof value === 'string') return /[\s"=]/.test(value) ? JSON.stringify(value) : value;
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

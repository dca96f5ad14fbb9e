import { readSetting, type Environment } from './settings.ts';

/** What the questions below need to know of a stream. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Whether to write colour to a stream: FORCE_COLOR, then NO_COLOR (no-color.org), then whether it is a terminal that can. */
export function useColor(stream: Terminal, environment: Environment = process.env): boolean {
  const forced = readSetting('FORCE_COLOR', environment);
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (readSetting('NO_COLOR', environment)) return false;
  return stream.isTTY === true && readSetting('TERM', environment) !== 'dumb';
}

/** Terminals that know links in text (OSC 8), by what they set TERM_PROGRAM or TERM to; VTE's since 0.50, Windows Terminal and Konsole set variables of their own. */
const linkingPrograms: ReadonlySet<string> = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio', 'Tabby']);
const linkingTerms: readonly string[] = ['xterm-kitty', 'xterm-ghostty', 'foot', 'alacritty', 'wezterm'];

/** Whether to write links in text: FORCE_HYPERLINK, then whether it is a terminal that is known to show them; others would show them as rubbish. */
export function useHyperlinks(stream: Terminal, environment: Environment = process.env): boolean {
  const forced = readSetting('FORCE_HYPERLINK', environment);
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (stream.isTTY !== true || isContinuousIntegration(environment)) return false;
  const term = readSetting('TERM', environment) ?? '';
  if (term === 'dumb') return false;
  if (linkingPrograms.has(readSetting('TERM_PROGRAM', environment) ?? '')) return true;
  if (linkingTerms.some((name) => term === name || term.startsWith(`${name}-`))) return true;
  if (Number(readSetting('VTE_VERSION', environment)) >= 5000) return true;
  return [readSetting('WT_SESSION', environment), readSetting('KONSOLE_VERSION', environment)].some((value) => (value ?? '') !== '');
}

/** Progress redraws lines, so it needs a terminal that is not recorded. */
export function useProgress(stream: Terminal, environment: Environment = process.env): boolean {
  return stream.isTTY === true && readSetting('TERM', environment) !== 'dumb' && !isContinuousIntegration(environment);
}

/** Columns to write in, 40 to 200. */
export function terminalWidth(stream: Terminal, environment: Environment = process.env): number {
  const asked = Number(readSetting('COLUMNS', environment));
  const columns = stream.isTTY === true && stream.columns ? stream.columns : Number.isInteger(asked) && asked > 0 ? asked : 80;
  return Math.min(200, Math.max(40, columns));
}

/** Whether this is not an interactive terminal: CI is set, and not to a false value. */
export function isContinuousIntegration(environment: Environment = process.env): boolean {
  const value = readSetting('CI', environment);
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { cutText } from '../text/cut-text.ts';

/** What is longer helps nobody, and thousands of such messages make a file that is refused. */
const maxCharacters = 1_000;

/** Text from outside in a plain-text message, where `[text](1)` would be a link (SARIF 2.1.0 §3.11.6). */
export function sarifText(text: string): string {
  return cutText(escapeControl(text), maxCharacters).replace(/[\\[\]]/g, '\\$&');
}

import { RE2JS } from 're2js';
import { limits } from '../../model/limits.ts';

/** Ready to be looked for in bytes of UTF-8. Throws an `Error` that says what is wrong with the pattern. */
export function compileUserPattern(source: string): RE2JS {
  if (source.length > limits.customPatternCharacters)
    throw new Error(`the pattern has more than ${limits.customPatternCharacters} characters`);
  return RE2JS.compile(source);
}

/** What is wrong with a pattern; `undefined` for one that can be used. */
export function findPatternFault(source: string): string | undefined {
  try {
    compileUserPattern(source);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^error parsing regexp: /, '');
  }
}

import { PratiqueError } from '../../model/pratique-error.ts';

/** Longest answer: characters. */
const maxCharacters = 1_024;

/** A terminal to ask a person on: questions go to standard error, answers come from standard input. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Whether the answer begins with `y`; anything else is no. Only where {@link canAsk}. */
export async function askYesOrNo(question: string): Promise<boolean> {
  return /^\s*y(?:es)?\s*$/i.test(await ask(`${question} [y/N] `, true));
}

/** An answer that is not shown. Only where {@link canAsk}. Throws ABORTED when it is ended with Ctrl-C or Ctrl-D. */
export function askSecret(question: string): Promise<string> {
  return ask(question, false);
}

/** The terminal is in raw mode while the answer is typed, and is always restored. */
function ask(question: string, isShown: boolean): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise<string>((resolve, reject) => {
    const typed: string[] = [];
    const finish = (work: () => void): void => {
      stdin.off('data', take).setRawMode(false).pause();
      stderr.write('\n');
      work();
    };
    const take = (chunk: Buffer): void => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n') {
          finish(() => resolve(typed.join('')));
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          finish(() => reject(new PratiqueError('ABORTED', 'the prompt was not answered')));
          return;
        }
        if (character === '\u007f' || character === '\b') {
          if (typed.pop() !== undefined && isShown) stderr.write('\b \b');
        } else if (character >= ' ' && typed.length < maxCharacters) {
          typed.push(character);
          if (isShown) stderr.write(character);
        }
      }
    };
    stdin.on('data', take);
  });
} // prettier-ignore

import { readBuild } from './build/read-build.ts';
import { shellTextOf } from './build/read-instruction-script.ts';
import { type ScriptText } from './shell/shell-script.ts';
import { parseDockerfile } from './syntax/parse-dockerfile.ts';

export interface ShellText extends ScriptText {
  /** The language, as ShellCheck names it. */
  readonly language: 'sh' | 'bash' | 'dash' | 'ksh';
}

/** What RUN gives to shells whose language ShellCheck knows, in the order of the file. */
export function findShellTexts(text: string): readonly ShellText[] {
  const { stages } = readBuild(parseDockerfile(text));
  return stages.flatMap(({ steps }) =>
    steps.flatMap(({ instruction, interpreter }) => {
      const language = languages.get(interpreter.name);
      const script = shellTextOf(instruction, interpreter);
      return script === undefined || language === undefined ? [] : [{ ...script, language }];
    }),
  );
}

/** busybox is `ash`, which ShellCheck takes for dash. */
const languages: ReadonlyMap<string, ShellText['language']> = new Map([
  ['sh', 'sh'],
  ['bash', 'bash'],
  ['ash', 'dash'],
  ['dash', 'dash'],
  ['busybox', 'dash'],
  ['ksh', 'ksh'],
]);

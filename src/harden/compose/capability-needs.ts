import { elfBytes, isElf } from '../../lib/elf/elf-file.ts';
import { readElfImports } from '../../lib/elf/read-elf.ts';
import { type StartedProgram, type Startup } from './started-programs.ts';

/** A capability that a program needs, and the fact it follows from. */
export interface CapabilityNeed {
  readonly capability: string;
  readonly reason: string;
}

/** What a program that imports these functions may need as root; capabilities(7). */
const calls: readonly { readonly capability: string; readonly functions: readonly string[]; readonly does: string }[] = [
  { capability: 'CHOWN', functions: ['chown', 'fchown', 'lchown', 'fchownat'], does: 'gives files to another user' },
  { capability: 'SETGID', functions: ['setgid', 'setregid', 'setresgid', 'setegid', 'setgroups', 'initgroups'], does: 'changes to another group' },
  { capability: 'SETUID', functions: ['setuid', 'setreuid', 'setresuid', 'seteuid'], does: 'changes to another user' },
  { capability: 'SYS_CHROOT', functions: ['chroot'], does: 'changes its root directory' },
]; // prettier-ignore

/** Commands of scripts that change users, as root; and what goes with `chown`. */
const switches = /(?:^|[\s;&|(`/])(?:gosu|su-exec|setpriv|setuidgid|s6-setuidgid|s6-applyuidgid|chpst|runuser|su|start-stop-daemon)[ \t]/m;
const owns = /(?:^|[\s;&|(`/])chown[ \t]/m;
const ownsTree = /(?:^|[\s;&|(`/])(?:chown[ \t]+(?:-\w*R|--recursive)|find[ \t])/m;
const setsMode = /(?:^|[\s;&|(`/])chmod[ \t]/m;

/** Programs that offer these functions to what they run; that is in their scripts. */
const interpreters =
  /^(?:(?:ba|da|a|k|z)?sh|busybox|node(?:js)?|python[\d.]*|ruby[\d.]*|perl[\d.]*|php[\d.]*|java|deno|bun|lua(?:jit)?[\d.]*|env|tini(?:-static)?|dumb-init|catatonit|gosu|su-exec|setpriv|su|sudo|chown|chmod|find|mkdir|install|cp|mv|rm|ls|cat|sed|grep|awk|id|test|sleep|chroot|runuser)$/;

export function isInterpreter(name: string): boolean {
  return interpreters.test(name);
}

/** Programs that start as root and signal workers of another user, for which they need KILL; nginx has a channel for that. */
const signalling = /^(?:php-fpm[\d.]*|apache2|httpd|sshd|master|crond?)$/;

/** What started programs need where the container starts as root. */
export function capabilityNeeds({ programs, scripts }: Startup): readonly CapabilityNeed[] {
  const needs = new Map<string, string>();
  const add = (capability: string, reason: string): void => {
    if (!needs.has(capability)) needs.set(capability, reason);
  };
  for (const program of programs) {
    const imports = importsOf(program);
    for (const { capability, functions, does } of calls) {
      const called = functions.find((name) => imports.has(name));
      if (called !== undefined) add(capability, `${program.name} ${does} (it calls ${called})`);
    }
    if (signalling.test(program.name) && needs.has('SETUID')) add('KILL', `${program.name} stops workers of another user`);
  }
  for (const text of scripts) {
    if (switches.test(text)) {
      add('SETUID', 'its start script changes to another user');
      add('SETGID', 'its start script changes to another group');
    }
    if (!owns.test(text)) continue;
    add('CHOWN', 'its start script gives files to another user');
    if (setsMode.test(text)) add('FOWNER', 'its start script changes the mode of files of another user');
    if (ownsTree.test(text)) add('DAC_READ_SEARCH', 'its start script goes through folders of another user');
  }
  return [...needs].map(([capability, reason]) => ({ capability, reason }));
}

/** Programs whose functions are not known: static ones and those that could not be read. */
export function opaquePrograms({ programs }: Startup): readonly string[] {
  return programs.filter((program) => !isInterpreter(program.name) && isOpaque(program)).map(({ name }) => name);
}

function isOpaque({ content }: StartedProgram): boolean {
  if (content === undefined) return true;
  return isElf(content) && (readElfImports(elfBytes(content)) ?? []).length === 0 && !isGo(content);
}

/** Go's programs are static, and do not change users by themselves. */
function isGo(content: Uint8Array): boolean {
  return Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 16_384)).includes('Go\0\0');
}

function importsOf({ name, content }: StartedProgram): ReadonlySet<string> {
  if (content === undefined || isInterpreter(name) || !isElf(content)) return new Set();
  return new Set(readElfImports(elfBytes(content)) ?? []);
}

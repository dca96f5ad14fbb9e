import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { readSeccompProfile } from '../read-seccomp-profile.ts';
import { isSyscall, syscallName } from '../syscall-names.ts';
import { permissive } from '../vocabulary.ts';

/** System calls that were seen, and lines that say nothing of one. */
export interface Trace {
  readonly kind: 'strace' | 'audit' | 'profile';
  readonly names: ReadonlySet<string>;
  /** Lines with a call that is not known: its number or its name. */
  readonly unknown: ReadonlySet<string>;
}

/**
 * Output of strace (also `-f`, `-c` and with times), an audit log (types SECCOMP and SYSCALL, as numbers or as `ausearch -i` shows them), or a profile
 * that an OCI hook recorded. `undefined` for a text without any call.
 */
export function readTrace(bytes: Uint8Array): Trace | undefined {
  const text = new TextDecoder().decode(bytes);
  if (text.trimStart().startsWith('{')) return readHookOutput(bytes);
  const names = new Set<string>();
  const unknown = new Set<string>();
  let kind: Trace['kind'] = 'strace';
  for (const line of text.split('\n')) {
    const audited = auditRecord.exec(line);
    const found = audited === null ? (straceCall.exec(line) ?? straceResumed.exec(line) ?? straceCount.exec(line))?.[1] : undefined;
    if (audited !== null) {
      kind = 'audit';
      const name = auditedName(audited[1]!, audited[2]!);
      if (name === undefined) unknown.add(`${audited[1]!} ${audited[2]!}`.slice(0, 60));
      else names.add(name);
    } else if (found !== undefined && found !== 'total') {
      if (isSyscall(found)) names.add(found);
      else unknown.add(found.slice(0, 60));
    }
  }
  return names.size + unknown.size === 0 ? undefined : { kind, names, unknown };
}

function readHookOutput(bytes: Uint8Array): Trace {
  parseJsonBounded(bytes, { maxBytes: limits.documentBytes, maxDepth: 16 });
  const { rules } = readSeccompProfile(bytes).profile;
  const names = rules.filter(({ action }) => permissive.has(action)).flatMap((rule) => rule.names);
  return { kind: 'profile', names: new Set(names.filter(isSyscall)), unknown: new Set(names.filter((name) => !isSyscall(name))) };
}

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 of linux/audit.h. */
const auditArchitectures = new Map([['c000003e', 'amd64'], ['x86_64', 'amd64'], ['c00000b7', 'arm64'], ['aarch64', 'arm64']] as const); // prettier-ignore

function auditedName(architecture: string, call: string): string | undefined {
  if (!/^\d+$/.test(call)) return isSyscall(call) ? call : undefined;
  const known = (auditArchitectures as ReadonlyMap<string, 'amd64' | 'arm64'>).get(architecture);
  return known === undefined ? undefined : syscallName(known, Number(call));
}

const auditRecord = /\btype=(?:SECCOMP|SYSCALL|1326|1300)\b.*?\barch=([0-9a-z_]+)\b.*?\bsyscall=([0-9a-z_]+)/;
/** `[pid 12] 10:00:00.1 openat(AT_FDCWD, …`, and with `-n` the number before it. */
const straceCall = /^(?:\[pid\s+\d+\]\s*|\d+\s+)?(?:\d[\d:.]*\s+)?(?:\[\s*\d+\]\s*)?([a-z_][a-z0-9_]*)\(/;
const straceResumed = /<\.\.\. ([a-z_][a-z0-9_]*) resumed>/;
/** A row of `-c`. */
const straceCount = /^\s*\d+\.\d+\s+\d+\.\d+\s+\d+\s+\d+\s+(?:\d+\s+)?([a-z_][a-z0-9_]*)\s*$/;

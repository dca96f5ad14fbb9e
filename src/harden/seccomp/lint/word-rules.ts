import { closestWord } from '../../../lib/text/closest-word.ts';
import { closestSyscall, isSyscall } from '../syscall-names.ts';
import { actions, architectures, flags, members, operators } from '../vocabulary.ts';
import { allow, exampleProfile, type ProfileRule, references, violationAt } from './profile-rule.ts';

const base = { kind: 'misconfiguration', references, aliases: [] } as const;
const start = allow('execve', 'read', 'exit_group', 'clone3');

export const unknownSyscall: ProfileRule = {
  ...base,
  id: 'seccomp-unknown-syscall',
  title: 'A name is no system call',
  rationale: 'Runtimes skip names that libseccomp does not know, so a misspelt name allows, or denies, nothing.',
  remediation: 'Correct the name, or remove it.',
  severity: 'medium',
  examples: { bad: [exampleProfile([allow('execve', 'clone3', 'raed')])], good: [exampleProfile([start])] },
  *check(read) {
    for (const [index, { names }] of read.profile.rules.entries())
      for (const [at, name] of names.entries()) {
        if (isSyscall(name)) continue;
        const meant = closestSyscall(name.trim().toLowerCase());
        const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
        yield violationAt(read, `syscalls[${index}].names[${at}]`, `${quote(name)} is no system call${hint}`, name);
      }
  },
};

export const unknownWord: ProfileRule = {
  ...base,
  id: 'seccomp-unknown-word',
  title: 'An action, operator, architecture or flag is unknown',
  rationale: 'Runtimes refuse a profile with a word that they do not know, and no container starts with it.',
  remediation: 'Correct the word.',
  severity: 'high',
  examples: {
    bad: [
      exampleProfile([start], { defaultAction: 'SCMP_ACT_DENY' }),
      exampleProfile([start], { architectures: ['x86_64'] }),
      exampleProfile([start], { flags: ['TSYNC'] }),
      exampleProfile([start, { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 1, op: '==' }] }]),
    ],
    good: [exampleProfile([start])],
  },
  *check(read) {
    const { defaultAction, architectures: listed, archMap, flags: given, rules } = read.profile;
    const words: (readonly [path: string, word: string, known: readonly string[]])[] = [
      ['defaultAction', defaultAction, actions],
      ...listed.map((word, at) => [`architectures[${at}]`, word, architectures] as const),
      ...archMap.map(({ architecture }, at) => [`archMap[${at}].architecture`, architecture, architectures] as const),
      ...archMap.flatMap(({ subArchitectures }, at) => subArchitectures.map((word, sub) => [`archMap[${at}].subArchitectures[${sub}]`, word, architectures] as const)),
      ...given.map((word, at) => [`flags[${at}]`, word, flags] as const),
      ...rules.map(({ action }, at) => [`syscalls[${at}].action`, action, actions] as const),
      ...rules.flatMap(({ conditions }, at) => conditions.map(({ op }, arg) => [`syscalls[${at}].args[${arg}].op`, op, operators] as const)),
    ]; // prettier-ignore
    for (const [path, word, known] of words) {
      if (known.includes(word)) continue;
      const meant = closestWord(word, known);
      const hint =
        meant === undefined ? `; known are ${known.slice(0, 4).join(', ')}${known.length > 4 ? ', …' : ''}` : `; did you mean ${meant}?`;
      yield violationAt(read, path, word === '' ? `is missing${hint}` : `${quote(word)} is unknown${hint}`, `${path} ${word}`);
    }
  },
};

export const unknownMember: ProfileRule = {
  ...base,
  id: 'seccomp-unknown-member',
  title: 'A member is read by no runtime',
  rationale: 'Runtimes drop members that they do not know, without a word.',
  remediation: 'Correct the name of the member, or remove it.',
  severity: 'medium',
  examples: { bad: [exampleProfile([{ ...start, arg: [] }])], good: [exampleProfile([start])] },
  *check(read) {
    for (const path of read.unknownMembers) {
      const name = path.slice(path.lastIndexOf('.') + 1);
      const meant = closestWord(name, Object.values(members).flat());
      yield violationAt(
        { ...read, prefix: '' },
        path,
        `no runtime reads ${quote(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      );
    }
  },
};

function quote(word: string): string {
  return JSON.stringify(word.slice(0, 60));
}

export const wordRules: readonly ProfileRule[] = [unknownSyscall, unknownWord, unknownMember];

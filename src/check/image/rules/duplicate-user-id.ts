import { readAccountFile } from '../account-file.ts';
import { type FileRule } from '../image-rule.ts';

export const duplicateUserId: FileRule = {
  id: 'duplicate-user-id',
  kind: 'misconfiguration',
  title: 'Two accounts or groups have one number or one name',
  rationale: 'The kernel knows numbers only: both have the same rights, and an account with number 0 is root.',
  remediation: 'Give each account and group a number and a name of its own.',
  severity: 'medium',
  references: ['https://man7.org/linux/man-pages/man5/passwd.5.html'],
  aliases: ['DKL-LI-0002'],
  examples: {
    bad: ['FILE 644 etc/passwd\n| root:x:0:0::/root:/bin/sh\n| toor:x:0:0::/root:/bin/sh', 'FILE 644 etc/group\n| a:x:10:\n| b:x:10:', 'FILE 644 etc/passwd\n| a:x:1:1::/:\n| a:x:2:2::/:'],
    good: ['FILE 644 etc/passwd\n| root:x:0:0::/root:/bin/sh\n| app:x:1000:1000::/app:/bin/sh', 'FILE 644 etc/group\n| a:x:10:\n| b:x:11:a'],
  },
  *check(files) {
    for (const path of ['etc/passwd', 'etc/group']) {
      const file = readAccountFile(files, path);
      const what = path === 'etc/passwd' ? 'accounts' : 'groups';
      const byId = new Map<string, string>();
      const names = new Set<string>();
      for (const { line, fields } of file?.lines ?? []) {
        const [name = '', , id = ''] = fields;
        const location = { path, layerIndex: file!.entry.layerIndex, line };
        const other = byId.get(id);
        if (names.has(name)) yield { message: `two ${what} are named ${name}`, location, key: name };
        // Alpine and its like share no number but by mistake; operator, shutdown and halt of Red Hat have their own.
        else if (other !== undefined && id !== '')
          yield { message: `the ${what} ${other} and ${name} are both number ${id}`, location, key: name, ...(id === '0' && what === 'accounts' ? { severity: 'high' as const } : {}) };
        names.add(name);
        if (other === undefined) byId.set(id, name);
      }
    }
  },
}; // prettier-ignore

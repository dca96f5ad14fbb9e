import { readAccountFile } from '../account-file.ts';
import { type FileRule } from '../image-rule.ts';

export const emptyPassword: FileRule = {
  id: 'empty-password',
  kind: 'misconfiguration',
  title: 'An account has an empty password',
  rationale: 'Anyone in the container can become that user: su and login ask for nothing.',
  remediation: 'Lock the account: RUN passwd -l NAME, or usermod -p "!" NAME.',
  severity: 'high',
  references: ['https://man7.org/linux/man-pages/man5/shadow.5.html'],
  aliases: ['DKL-LI-0001'],
  examples: {
    bad: ['FILE 640 etc/shadow\n| root:::0:::::', 'FILE 644 etc/passwd\n| app::1000:1000::/:/bin/sh'],
    good: ['FILE 640 etc/shadow\n| root:*:::::::\n| app:!:19000:0:99999:7:::', 'FILE 644 etc/passwd\n| root:x:0:0:root:/root:/bin/sh', 'FILE 640 etc/shadow\n| #root::'],
  },
  *check(files) {
    for (const path of ['etc/passwd', 'etc/shadow']) {
      const file = readAccountFile(files, path);
      for (const { line, fields } of file?.lines ?? []) {
        const [name = '', password] = fields;
        if (password !== '' || name === '') continue;
        const location = { path, layerIndex: file!.entry.layerIndex, line };
        yield { message: `the password of ${name} is empty`, location, key: name };
      }
    }
  },
}; // prettier-ignore

import { type FileSelector } from '../../model/file-selector.ts';
import { limits } from '../../model/limits.ts';

/** What the rules about images read. */
export const imageSelectors: readonly FileSelector[] = [
  { paths: ['etc/passwd', 'etc/shadow', 'etc/group', 'etc/gshadow'], maxBytes: limits.accountFileBytes },
];

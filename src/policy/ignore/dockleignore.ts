import { type IgnoreFormat } from './ignore-format.ts';
import { readIdLines } from './trivyignore.ts';

/** One code of a checkpoint a line: `CIS-DI-0001`, `DKL-DI-0005`. */
export const dockleignore: IgnoreFormat = {
  id: 'dockleignore',
  title: 'dockle',
  fileNames: ['.dockleignore'],
  looksLike: () => false,
  read: (text, file) => ({
    entries: readIdLines(text, file).map((entry) => ({ ...entry, kinds: ['misconfiguration', 'secret'] })),
    unusable: [],
  }),
};

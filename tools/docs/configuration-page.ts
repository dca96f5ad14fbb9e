import { settings } from '../../src/config/settings.ts';
import { code, page, table } from './markdown.ts';

export function configurationPage(): string {
  return page(
    'Configuration',
    'src/config/settings.ts',
    'Environment variables that Pratique reads. A command-line option overrides its variable.',
    table(
      ['variable', 'meaning', 'when it is not set', 'defined by'],
      Object.entries(settings).map(([name, row]) => [code(name), row.meaning, row.default, 'origin' in row ? row.origin : 'Pratique']),
    ),
  );
}

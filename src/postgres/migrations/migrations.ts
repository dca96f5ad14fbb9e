import { type Migration } from 'kysely';
import { bases } from './0006-bases.ts';
import { images } from './0001-images.ts';
import { people } from './0002-people.ts';
import { notices } from './0004-notices.ts';
import { peers } from './0005-peers.ts';
import { submissions } from './0007-submissions.ts';
import { policies } from './0008-policies.ts';
import { bundles } from './0009-bundles.ts';
import { notifications } from './0010-notifications.ts';
import { retention } from './0011-retention.ts';
import { gaps } from './0012-gaps.ts';
import { rematch } from './0003-rematch.ts';

/** Every step, by the name that the database remembers; in alphabetical order. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-images': images,
  '0002-people': people,
  '0003-rematch': rematch,
  '0004-notices': notices,
  '0005-peers': peers,
  '0006-bases': bases,
  '0007-submissions': submissions,
  '0008-policies': policies,
  '0009-bundles': bundles,
  '0010-notifications': notifications,
  '0011-retention': retention,
  '0012-gaps': gaps,
};

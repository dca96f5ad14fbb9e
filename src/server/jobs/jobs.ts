import { type Job } from './job.ts';
import { deliverNotices } from './deliver-notices.ts';
import { judge } from './judge.ts';
import { prune } from './prune.ts';
import { watchRepositories } from './watch-repositories.ts';
import { rematch } from './rematch.ts';
import { indexLayer } from './index-layer.ts';
import { judgeBundle } from './judge-bundle.ts';
import { scanImage } from './scan-image.ts';
import { scanLayers } from './scan-layers.ts';
import { scanSubmitted } from './scan-submitted.ts';
import { updateAdvisories } from './update-advisories.ts';

/** Every kind of job, each in a queue of its own. */
export const jobs: readonly Job[] = [
  scanImage,
  scanLayers,
  scanSubmitted,
  indexLayer,
  judgeBundle,
  rematch,
  judge,
  updateAdvisories,
  watchRepositories,
  deliverNotices,
  prune,
];

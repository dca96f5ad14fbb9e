import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { type LocatedLayer } from '../../model/located-layer.ts';
import { Problem } from '../http/problem.ts';
import { enqueueJob } from '../jobs/job.ts';
import { scanLayers } from '../jobs/scan-layers.ts';
import { type ServerContext } from '../server-context.ts';
import { indexerState } from './indexer-state.ts';
import { sealLayers } from './sealed-layers.ts';
import { waitForJob } from './wait-for-job.ts';

/** A person or a build waits. */
const priority = 10;

export interface NamedImage {
  readonly project: number;
  readonly name: string;
  readonly digest: string;
  readonly layers: readonly LocatedLayer[];
}

/**
 * The id of an image that a client names as its layers: scanned now, unless this version of the scanner has scanned the very same layers. Its packages are matched again
 * whenever advisories change, so that what is known is current. Throws a problem where the digest belongs to an image with other layers.
 */
export async function requestScan(
  { project, name, digest, layers }: NamedImage,
  context: ServerContext,
  signal: AbortSignal,
): Promise<number> {
  const digests = layers.map((layer) => layer.digest);
  const known = await findScanned(project, digest, context);
  if (known !== undefined && known.layers.join() !== digests.join())
    throw new Problem(400, `${digest} is known with other layers; delete its index report first if these are right`);
  if (known?.isCurrent === true) return known.id;
  const job = await enqueueJob(
    context,
    scanLayers,
    {
      project,
      subject: name,
      input: { digest, name, layers: sealLayers(context.keys, layers, `${project} ${digest}`), state: indexerState(context) },
    },
    // Requests with other layers or other tokens are other jobs.
    { key: `${project} ${digest} ${hash('sha256', JSON.stringify(layers))}`, priority },
  );
  await waitForJob(job, context, signal);
  const scanned = await findScanned(project, digest, context);
  if (scanned === undefined) throw new Problem(500, `${digest} was deleted while it was scanned`);
  return scanned.id;
}

interface Scanned {
  readonly id: number;
  readonly layers: readonly string[];
  readonly isCurrent: boolean;
}

/** An image that was scanned in its registry counts, too: its manifest was verified. */
export async function findScanned(project: number, digest: string, { db, settings }: ServerContext): Promise<Scanned | undefined> {
  const { rows } = await sql<{ id: number; layers: (string | null)[]; state: string | null; origin: string }>`
    select i.id, i.origin, m.state,
      array(select y.digest from image_layer l join layer y on y.id = l.layer_id where l.image_id = i.id and y.digest is not null order by l.position) as layers
    from image i left join layer_manifest m on m.project_id = i.project_id and m.digest = i.digest
    where i.project_id = ${project} and i.digest = ${digest}`.execute(db);
  const [row] = rows;
  // What other clients said of it, by an SBOM or by indexes of layers, is no scan of these layers.
  if (row === undefined || (row.origin !== 'pulled' && row.state === null)) return undefined;
  const isCurrent = row.origin === 'pulled' || row.state === indexerState({ settings });
  return { id: row.id, layers: row.layers.map(String), isCurrent };
}

import { type ReactNode } from 'react';
import { DataTable } from '../parts/data-table.tsx';
import { Link } from '../parts/link.tsx';
import { Listed } from '../parts/listed.tsx';
import { usePages } from '../parts/more.tsx';
import { counted, CountsLine } from '../parts/severity.tsx';
import { Empty } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { type Base } from '../server-api.ts';
import { useClient } from '../session.tsx';

/** What the images are built on, and which of these bases are behind their tag. */
export function BasesPage(): ReactNode {
  const client = useClient();
  const query = usePages(['bases'], (cursor) => client.bases({ cursor }));
  return (
    <>
      <h1>Base images</h1>
      <Listed
        query={query}
        empty={
          <Empty title="No image says what it is built on.">
            <p>
              The base of an image is known where its history tells it, as that of images built with Buildah or on an official image does.
            </p>
          </Empty>
        }
      >
        {(bases) => (
          <DataTable
            rows={bases}
            keyOf={({ layer }) => layer}
            columns={[
              { title: 'Base', cell: (base) => <Name base={base} /> },
              {
                title: 'Images',
                cell: ({ layer, images }) => <Link to={`/images?base=${encodeURIComponent(layer)}`}>{counted(images, 'image')}</Link>,
              },
              { title: 'Vulnerabilities', cell: ({ image }) => image !== undefined && <CountsLine counts={image.counts} /> },
              { title: 'Made', cell: ({ image }) => image?.created !== undefined && <Time at={image.created} /> },
              { title: 'Its tag now', cell: (base) => <Newer base={base} /> },
            ]}
          />
        )}
      </Listed>
    </>
  );
}

function Name({ base: { image, layer, createdBy } }: { readonly base: Base }): ReactNode {
  if (image !== undefined) return <Link to={`/images/${image.digest}`}>{image.name}</Link>;
  return (
    <>
      <span title="Scan the base image to see its name and what it brings.">not scanned here</span>
      <div className="faint line">
        {layer.slice(0, 19)} {createdBy}
      </div>
    </>
  );
}

function Newer({ base: { image, newer } }: { readonly base: Base }): ReactNode {
  if (image === undefined) return null;
  if (newer === undefined) return <span className="met">✓ the same image</span>;
  const { tag, digest, counts, created } = newer;
  return (
    <>
      <span className="warned">! another image</span>{' '}
      {counts === undefined ? (
        <span className="faint">{tag}, not scanned yet</span>
      ) : (
        <>
          <Link to={`/compare?from=${image.digest}&to=${digest}`}>compare</Link>
          <div>
            <CountsLine counts={counts} /> {created !== undefined && <Time at={created} />}
          </div>
        </>
      )}
    </>
  );
}

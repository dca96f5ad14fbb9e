import { type ReactNode } from 'react';
import { type ImageSummary } from '../server-api.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Link } from '../parts/link.tsx';
import { Listed } from '../parts/listed.tsx';
import { usePages } from '../parts/more.tsx';
import { CountsLine, number } from '../parts/severity.tsx';
import { Empty } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { VerdictWord } from '../parts/verdict.tsx';
import { Choice, SearchBox } from '../parts/filters.tsx';
import { useClient } from '../session.tsx';
import { useAddress } from '../use-address.ts';

/** Every image, filtered and sorted as the address says. */
export function ImagesPage(): ReactNode {
  const client = useClient();
  const { values, set } = useAddress();
  const filter = {
    order: values.get('order') ?? 'urgency',
    verdict: values.get('verdict') ?? '',
    severity: values.get('severity') ?? '',
    name: values.get('name') ?? '',
    base: values.get('base') ?? '',
  };
  const query = usePages(['images', filter], (cursor) => client.images({ ...filter, cursor }));
  return (
    <>
      <h1>Images</h1>
      <div className="filters">
        <SearchBox label="Name begins with" value={filter.name} onChange={(name) => set({ name })} />
        <Choice label="Verdict" value={filter.verdict} choices={['fail', 'pass', 'not-asked']} onChange={(verdict) => set({ verdict })} />
        <Choice
          label="Has"
          value={filter.severity}
          choices={['critical', 'high', 'medium', 'low']}
          onChange={(severity) => set({ severity })}
        />
        <Choice label="Order" value={filter.order} choices={['urgency', 'scanned', 'name']} isNeeded onChange={(order) => set({ order })} />
      </div>
      {filter.base !== '' && (
        <p>
          Only images on the base that ends with <code>{filter.base.slice(0, 19)}</code>.{' '}
          <button type="button" onClick={() => set({ base: '' })}>
            Show all
          </button>
        </p>
      )}
      <Listed query={query} empty={<Empty title="No image matches." />}>
        {(images) => <ImageTable images={images} />}
      </Listed>
    </>
  );
}

interface ImageTableProps<Row extends ImageSummary> {
  readonly images: readonly Row[];
  /** A column of the page's own. */
  readonly extra?: Column<Row>;
}

export function ImageTable<Row extends ImageSummary>({ images, extra }: ImageTableProps<Row>): ReactNode {
  return (
    <DataTable
      rows={images}
      keyOf={({ project, digest }) => `${project} ${digest}`}
      columns={[
        { title: 'Image', cell: (image) => <Name image={image} /> },
        { title: 'Verdict', cell: (image) => <VerdictWord {...image} /> },
        ...(extra === undefined ? [] : [extra]),
        { title: 'Vulnerabilities', cell: ({ counts }) => <CountsLine counts={counts} /> },
        { title: 'Urgent fixes', isCount: true, cell: ({ counts }) => <Urgent counts={counts} /> },
        { title: 'Packages', isCount: true, cell: ({ packages }) => number(packages) },
        { title: 'Scanned', cell: ({ scannedAt }) => <Time at={scannedAt} /> },
      ]}
    />
  );
}

function Name({ image: { digest, name, platform, tags, project } }: { readonly image: ImageSummary }): ReactNode {
  const notes = [platform, tags.includes(name) ? undefined : 'not tagged now', project === 'default' ? undefined : project];
  return (
    <>
      <Link to={`/images/${digest}`}>{name}</Link>
      <div className="faint line">{notes.filter((note) => note !== undefined).join(' · ')}</div>
    </>
  );
}

function Urgent({ counts: { urgent, exploited } }: Pick<ImageSummary, 'counts'>): ReactNode {
  return (
    <>
      {number(urgent)} {exploited > 0 && <span className="badge">{number(exploited)} exploited</span>}
    </>
  );
}

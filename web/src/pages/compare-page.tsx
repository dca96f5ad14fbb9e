import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { DataTable } from '../parts/data-table.tsx';
import { Choice } from '../parts/filters.tsx';
import { ImagePicker } from '../parts/image-picker.tsx';
import { Link } from '../parts/link.tsx';
import { Listed } from '../parts/listed.tsx';
import { usePages } from '../parts/more.tsx';
import { counted, number, SeverityWord } from '../parts/severity.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { VerdictWord } from '../parts/verdict.tsx';
import { type ComparedFinding, type Comparison } from '../server-api.ts';
import { useClient } from '../session.tsx';
import { useAddress } from '../use-address.ts';

const changes = ['introduced', 'fixed', 'kept'] as const;

/** What another image, or a newer build of the same, brings and what it takes away. */
export function ComparePage(): ReactNode {
  const { values, set } = useAddress();
  const [from, to] = [values.get('from') ?? '', values.get('to') ?? ''];
  return (
    <>
      <h1>Compare</h1>
      <div className="pickers">
        <ImagePicker label="From" value={from} other={to} onChange={(digest) => set({ from: digest })} />
        <ImagePicker label="To" value={to} other={from} onChange={(digest) => set({ to: digest })} />
        <button type="button" disabled={from === '' && to === ''} onClick={() => set({ from: to, to: from })}>
          Swap
        </button>
      </div>
      {from === '' || to === '' ? (
        <Empty title="Which two images?">
          <p>Compare a new build with what runs now, or an image with the base that it could have.</p>
        </Empty>
      ) : (
        <Body key={`${from} ${to}`} from={from} to={to} />
      )}
    </>
  );
}

interface Pair {
  readonly from: string;
  readonly to: string;
}

function Body({ from, to }: Pair): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['comparison', from, to], queryFn: () => client.comparison(from, to) });
  return (
    <Loaded query={query}>
      {(comparison) => (
        <>
          <p className="lead">{sentenceOf(comparison)}</p>
          <DataTable
            rows={[comparison.from, comparison.to]}
            keyOf={({ digest }, at) => `${at} ${digest}`}
            columns={[
              { title: 'Image', cell: ({ digest, name }) => <Link to={`/images/${digest}`}>{name}</Link> },
              { title: 'Verdict', cell: (image) => <VerdictWord {...image} /> },
              { title: 'Critical', isCount: true, cell: ({ counts: { critical } }) => number(critical) },
              { title: 'High', isCount: true, cell: ({ counts: { high } }) => number(high) },
              { title: 'Medium', isCount: true, cell: ({ counts: { medium } }) => number(medium) },
              { title: 'Low', isCount: true, cell: ({ counts: { low } }) => number(low) },
              { title: 'Packages', isCount: true, cell: ({ packages }) => number(packages) },
              { title: 'Scanned', cell: ({ scannedAt }) => <Time at={scannedAt} /> },
            ]}
          />
          <h2>Findings</h2>
          <Findings from={from} to={to} comparison={comparison} />
          <h2>Packages</h2>
          <Packages comparison={comparison} />
        </>
      )}
    </Loaded>
  );
}

function countOf({ counts }: Comparison, wanted: ComparedFinding['change']): number {
  return counts.reduce((sum, { change, findings }) => (change === wanted ? sum + findings : sum), 0);
}

function sentenceOf(comparison: Comparison): string {
  const [introduced, fixed, kept] = changes.map((change) => countOf(comparison, change)) as [number, number, number];
  if (introduced === 0 && fixed === 0) return `No finding differs; ${counted(kept, 'finding')} in both.`;
  return `${counted(introduced, 'finding')} more, ${number(fixed)} fewer, ${number(kept)} in both.`;
}

function Findings({ from, to, comparison }: Pair & { readonly comparison: Comparison }): ReactNode {
  const client = useClient();
  const { values, set } = useAddress();
  const change = values.get('change') ?? '';
  const query = usePages(['compared', from, to, change], (cursor) => client.comparedFindings(from, to, { change, cursor }));
  return (
    <>
      <div className="filters">
        <Choice label="Change" value={change} choices={changes} onChange={(next) => set({ change: next })} />
        <ul className="counts plain" aria-label="Findings by change">
          {changes.map((name) => (
            <li key={name}>
              {changeWord(name)}: {severitiesOf(comparison, name)}
            </li>
          ))}
        </ul>
      </div>
      <Listed query={query} empty={<Empty title="No finding matches." />}>
        {(findings) => (
          <DataTable
            rows={findings}
            keyOf={({ fingerprint }) => fingerprint}
            columns={[
              { title: 'Finding', cell: (finding) => <Name finding={finding} /> },
              { title: 'Change', cell: (finding) => changeWord(finding.change) },
              { title: 'Severity', cell: ({ severity }) => <SeverityWord severity={severity} /> },
              { title: 'Package', cell: ({ package: found }) => (found === undefined ? '' : `${found.name} ${found.version ?? ''}`) },
              { title: 'Fixed in', cell: ({ fixedVersion }) => fixedVersion ?? '' },
            ]}
          />
        )}
      </Listed>
    </>
  );
}

function Name({ finding: { id, kind, title } }: { readonly finding: ComparedFinding }): ReactNode {
  return (
    <>
      {kind === 'vulnerability' ? <Link to={`/vulnerabilities/${encodeURIComponent(id)}`}>{id}</Link> : id}
      {title !== undefined && <div className="faint line">{title}</div>}
    </>
  );
}

const marks = { introduced: '+', fixed: '−', kept: '=' } as const;
const classes = { introduced: 'nowrap unmet', fixed: 'nowrap met', kept: 'nowrap faint' } as const;

function changeWord(change: ComparedFinding['change']): ReactNode {
  return (
    <span className={classes[change]}>
      <span aria-hidden="true">{marks[change]}</span> {change}
    </span>
  );
}

function severitiesOf({ counts }: Comparison, wanted: ComparedFinding['change']): string {
  const words = counts.filter(({ change }) => change === wanted).map(({ severity, findings }) => `${number(findings)} ${severity}`);
  return words.length === 0 ? 'none' : words.join(', ');
}

function Packages({ comparison: { packages, packagesInAll } }: { readonly comparison: Comparison }): ReactNode {
  if (packagesInAll === 0) return <p className="faint">Both have the same packages.</p>;
  return (
    <>
      <p>
        {counted(packagesInAll, 'package')} {packagesInAll === 1 ? 'differs' : 'differ'}
        {packages.length < packagesInAll && `; the first ${packages.length} are shown`}.
      </p>
      <DataTable
        rows={packages}
        keyOf={({ ecosystem, name }) => `${ecosystem} ${name}`}
        sortKey="packages"
        columns={[
          { title: 'Package', sortBy: ({ name }) => name, cell: ({ name }) => name },
          { title: 'Ecosystem', sortBy: ({ ecosystem }) => ecosystem, cell: ({ ecosystem }) => ecosystem },
          { title: 'From', cell: ({ from }) => from.join(', ') },
          { title: 'To', cell: ({ to }) => (to.length === 0 ? <span className="met">removed</span> : to.join(', ')) },
        ]}
      />
    </>
  );
}

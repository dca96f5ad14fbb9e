import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { type Overview } from '../server-api.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Link } from '../parts/link.tsx';
import { counted, number, SeverityWord } from '../parts/severity.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { ScanForm } from '../parts/scan-form.tsx';
import { useClient } from '../session.tsx';

/** What to do first, over all images. */
export function TodayPage(): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['overview'], queryFn: client.overview, refetchInterval: 30_000 });
  return (
    <>
      <h1>Today</h1>
      <Loaded query={query}>
        {(overview) => (overview.images.total === 0 ? <FirstStep overview={overview} /> : <Body overview={overview} />)}
      </Loaded>
    </>
  );
}

function FirstStep({ overview: { jobs } }: { readonly overview: Overview }): ReactNode {
  return (
    <Empty title={jobs.running > 0 ? 'The first scan is running.' : 'No image has been scanned yet.'}>
      <p>Scan one now, or let a registry say when images are pushed: docs/guide/server.md shows how.</p>
      <ScanForm />
    </Empty>
  );
}

function Body({ overview }: { readonly overview: Overview }): ReactNode {
  const { images, fixes, news, blindSpots, jobs, advisories } = overview;
  return (
    <>
      <dl className="figures">
        <Figure title="images" value={images.total} to="/images" />
        <Figure title="fail their policy" value={images.failing} to="/images?verdict=fail" isBad />
        <Figure title="with urgent fixes" value={images.urgent} to="/images" isBad />
        <Figure title="known to be exploited" value={images.exploited} to="/images" isBad />
        <Figure title="scanned in part" value={images.incomplete} to="/images?order=scanned" />
        <Figure title="jobs failed" value={jobs.failed} to="/jobs?state=failed" isBad />
      </dl>
      <section aria-labelledby="fixes">
        <h2 id="fixes">Fix first</h2>
        <Fixes fixes={fixes} />
      </section>
      <section aria-labelledby="news">
        <h2 id="news">New here</h2>
        {news.length === 0 ? <p className="faint">Nothing new.</p> : <News news={news} />}
      </section>
      {blindSpots.length > 0 && (
        <section aria-labelledby="blind">
          <h2 id="blind">Blind spots</h2>
          <p>Parts of these images could not be scanned. What is in them is not known.</p>
          <ul className="plain">
            {blindSpots.map(({ digest, name, issues }) => (
              <li key={digest}>
                <Link to={`/images/${digest}?tab=issues`}>{name}</Link> <span className="faint">{counted(issues, 'issue')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="scan">
        <h2 id="scan">Scan an image</h2>
        <ScanForm />
      </section>
      <p className="faint">
        Advisories of <Link to="/advisories">generation {number(advisories.generation)}</Link>, <Time at={advisories.at} />.{' '}
        {counted(jobs.running, 'job')} running.
      </p>
    </>
  );
}

function Figure({
  title,
  value,
  to,
  isBad = false,
}: {
  readonly title: string;
  readonly value: number;
  readonly to: string;
  readonly isBad?: boolean;
}): ReactNode {
  return (
    <div className={isBad && value > 0 ? 'figure bad' : 'figure'}>
      <dt>{title}</dt>
      <dd>
        <Link to={to}>{number(value)}</Link>
      </dd>
    </div>
  );
}

function Fixes({ fixes }: Pick<Overview, 'fixes'>): ReactNode {
  if (fixes.length === 0) return <p className="faint">No critical or high finding has a fix.</p>;
  const most = Math.max(...fixes.map(({ findings }) => findings));
  return (
    <ol className="fixes">
      {fixes.map(({ ecosystem, name, version, vulnerabilities, findings, images, isExploited }) => (
        <li key={`${ecosystem} ${name}`}>
          <span className="fix-name">
            <Link to={`/packages?ecosystem=${encodeURIComponent(ecosystem)}&name=${encodeURIComponent(name)}`}>
              upgrade <strong>{name}</strong>
              {version === undefined ? '' : ` to ${version}`}
            </Link>
            {isExploited && <span className="badge">exploited</span>}
          </span>
          <span className="bar" aria-hidden="true">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none">
              <rect width={(100 * findings) / most} height="6" />
            </svg>
          </span>
          <span className="faint">
            removes {counted(findings, 'finding')} ({counted(vulnerabilities, 'vulnerability', 'vulnerabilities')}) in{' '}
            {counted(images, 'image')}
          </span>
        </li>
      ))}
    </ol>
  );
}

function News({ news }: Pick<Overview, 'news'>): ReactNode {
  return (
    <DataTable
      rows={news}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Vulnerability',
          cell: ({ id, title }) => (
            <>
              <Link to={`/vulnerabilities/${encodeURIComponent(id)}`}>{id}</Link>
              {title !== undefined && <div className="faint line">{title}</div>}
            </>
          ),
        },
        { title: 'Severity', cell: ({ severity }) => <SeverityWord severity={severity} /> },
        { title: 'Images', isCount: true, cell: ({ images }) => number(images) },
        { title: 'First seen here', cell: ({ firstSeenAt }) => <Time at={firstSeenAt} /> },
      ]}
    />
  );
}

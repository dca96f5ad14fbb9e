import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { AdvisoriesPage } from './pages/advisories-page.tsx';
import { ImagePage } from './pages/image-page.tsx';
import { ImagesPage } from './pages/images-page.tsx';
import { JobsPage } from './pages/jobs-page.tsx';
import { PackagesPage } from './pages/packages-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { TodayPage } from './pages/today-page.tsx';
import { VulnerabilityPage } from './pages/vulnerability-page.tsx';
import { Link } from './parts/link.tsx';
import { makeServerApi } from './server-api.ts';
import { ClientContext, storedToken } from './session.tsx';
import { useAddress } from './use-address.ts';

const sections = [
  { address: '/', title: 'Today' },
  { address: '/images', title: 'Images' },
  { address: '/packages', title: 'Packages' },
  { address: '/jobs', title: 'Jobs' },
  { address: '/advisories', title: 'Advisories' },
] as const;

export function App(): ReactNode {
  const [token, setToken] = useState(storedToken.read);
  const queries = useQueryClient();
  const client = useMemo(() => makeServerApi(token), [token]);
  const { path } = useAddress();
  if (token === '') return <SignInPage onToken={setToken} />;
  const signOut = (): void => {
    storedToken.remove();
    queries.clear();
    setToken('');
  };
  return (
    <ClientContext.Provider value={client}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link className="mark" to="/">
          Pratique
        </Link>
        <nav aria-label="Pages">
          {sections.map(({ address, title }) => (
            <Link key={address} to={address} isCurrent={address === '/' ? path === '/' : path.startsWith(address)}>
              {title}
            </Link>
          ))}
        </nav>
        <button type="button" className="quiet" onClick={signOut}>
          Sign out
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <Page path={path} />
      </main>
    </ClientContext.Provider>
  );
}

function Page({ path }: { readonly path: string }): ReactNode {
  const [, section = '', rest] = path.split('/');
  const name = decodeURIComponent(rest ?? '');
  if (section === '') return <TodayPage />;
  if (section === 'images') return name === '' ? <ImagesPage /> : <ImagePage digest={name} />;
  if (section === 'vulnerabilities') return <VulnerabilityPage id={name} />;
  if (section === 'packages') return <PackagesPage />;
  if (section === 'jobs') return <JobsPage />;
  if (section === 'advisories') return <AdvisoriesPage />;
  return <p>There is no page at this address.</p>;
}

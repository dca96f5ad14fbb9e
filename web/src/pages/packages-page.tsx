import { type FormEvent, type ReactNode, useState } from 'react';
import { ImageTable } from './images-page.tsx';
import { More, usePages } from '../parts/more.tsx';
import { counted } from '../parts/severity.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { useClient } from '../session.tsx';
import { useAddress } from '../use-address.ts';

/** Which images have a package, in which versions. */
export function PackagesPage(): ReactNode {
  const { values, set } = useAddress();
  const [ecosystem, name] = [values.get('ecosystem') ?? '', values.get('name') ?? ''];
  const [from, below] = [values.get('from') ?? '', values.get('below') ?? ''];
  const [typed, setTyped] = useState({ ecosystem, name, from, below });
  const find = (event: FormEvent): void => {
    event.preventDefault();
    set(typed);
  };
  const field = (key: keyof typeof typed, label: string, placeholder: string, isNeeded = false): ReactNode => (
    <span className="filter">
      <label htmlFor={key}>{label}</label>
      <input
        id={key}
        placeholder={placeholder}
        required={isNeeded}
        value={typed[key]}
        onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
      />
    </span>
  );
  return (
    <>
      <h1>Packages</h1>
      <form className="filters" onSubmit={find}>
        {field('ecosystem', 'Ecosystem', 'debian, npm, pypi …', true)}
        {field('name', 'Package', 'openssl', true)}
        {field('from', 'From version', 'any')}
        {field('below', 'Below version', 'any')}
        <button type="submit" className="primary">
          Find images
        </button>
      </form>
      {name === '' || ecosystem === '' ? (
        <Empty title="Which images have a package?">
          <p>Nothing is pulled for the answer: packages of every scanned image are in the index.</p>
        </Empty>
      ) : (
        <Images ecosystem={ecosystem} name={name} from={from} below={below} />
      )}
    </>
  );
}

function Images(filter: Readonly<Record<'ecosystem' | 'name' | 'from' | 'below', string>>): ReactNode {
  const client = useClient();
  const query = usePages(['package-images', filter], (cursor) => client.packageImages({ ...filter, cursor }));
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const total = pages[0]?.total ?? 0;
        if (total === 0) return <Empty title={`No image has ${filter.name}.`} />;
        return (
          <>
            <p>
              {counted(total, 'image')} with <strong>{filter.name}</strong>
            </p>
            <ImageTable
              images={pages.flatMap(({ items }) => items)}
              extra={{ title: 'Version', cell: ({ matches }) => matches.map(({ version }) => version).join(', ') }}
            />
            <More query={query} />
          </>
        );
      }}
    </Loaded>
  );
}

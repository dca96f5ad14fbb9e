import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { type ImageSummary, type ServerApi } from '../server-api.ts';
import { useClient } from '../session.tsx';
import { SearchBox } from './filters.tsx';

interface Props {
  readonly label: string;
  /** Digest; empty while none is chosen. */
  readonly value: string;
  /** Digest of the image beside it: without a search, the images of its repository are offered first. */
  readonly other: string;
  readonly onChange: (digest: string) => void;
}

const offered = 50;

/** Finds an image by the beginning of its name. */
export function ImagePicker({ label, value, other, onChange }: Props): ReactNode {
  const client = useClient();
  const id = useId();
  const [search, setSearch] = useState('');
  const chosen = useImage(client, value);
  const beside = useImage(client, other);
  const name = search === '' ? repositoryOf(beside?.name) : search;
  const { data } = useQuery({
    queryKey: ['images', 'offered', name],
    queryFn: () => client.images({ name, order: 'scanned', limit: offered }),
  });
  const images = (data?.items ?? []).filter(({ digest }) => digest !== value);
  return (
    <fieldset className="picker">
      <legend>{label}</legend>
      <SearchBox label="Name begins with" value={search} onChange={setSearch} />
      <span className="filter">
        <label htmlFor={id}>Image</label>
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">choose …</option>
          {value !== '' && <option value={value}>{chosen === undefined ? value.slice(0, 19) : titleOf(chosen)}</option>}
          {images.map((image) => (
            <option key={`${image.project} ${image.digest}`} value={image.digest}>
              {titleOf(image)}
            </option>
          ))}
        </select>
      </span>
    </fieldset>
  );
}

function useImage(client: ServerApi, digest: string): ImageSummary | undefined {
  return useQuery({ queryKey: ['image', digest], queryFn: () => client.image(digest), enabled: digest !== '' }).data;
}

function repositoryOf(name: string | undefined): string {
  return name === undefined ? '' : name.replace(/@[^/]*$|:[^:/]*$/, '');
}

function titleOf({ name, digest, scannedAt }: ImageSummary): string {
  return `${name} · ${digest.slice(7, 19)} · ${scannedAt.slice(0, 10)}`;
}

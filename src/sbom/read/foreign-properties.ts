import { readSourceRpm } from '../read-upstream.ts';
import { type SbomComponent } from './sbom-document.ts';

/** Names and values that another tool attached to one component; the same name may occur several times. */
export type Properties = ReadonlyMap<string, readonly string[]>;

type Told = Pick<SbomComponent, 'source' | 'layer' | 'isDevelopment'> & Partial<Pick<SbomComponent, 'locations'>>;

/** What Trivy, Syft, cdxgen and the CycloneDX plugins say beside a purl, in names of their own. */
export function readForeignProperties(properties: Properties): Told {
  const pick = (name: string): string | undefined => properties.get(name)?.[0];
  const source = trivySource(pick) ?? syftSource(pick);
  const layer = pick('aquasecurity:trivy:LayerDiffID') ?? pick('aquasecurity:trivy:LayerDigest') ?? pick('syft:location:0:layerID');
  const locations = [...syftLocations(pick), ...plainLocations(properties)];
  return {
    ...(source === undefined ? {} : { source }),
    ...(layer === undefined ? {} : { layer }),
    ...(locations.length === 0 ? {} : { locations }),
    ...(pick('cdx:npm:package:development') === 'true' ? { isDevelopment: true } : {}),
  };
}

type Pick1 = (name: string) => string | undefined;

function trivySource(pick: Pick1): SbomComponent['source'] {
  const name = pick('aquasecurity:trivy:SrcName');
  const version = pick('aquasecurity:trivy:SrcVersion');
  if (name === undefined) return undefined;
  if (version === undefined) return { name };
  const epoch = pick('aquasecurity:trivy:SrcEpoch');
  const release = pick('aquasecurity:trivy:SrcRelease');
  const whole = `${epoch === undefined || epoch === '0' ? '' : `${epoch}:`}${version}${release === undefined ? '' : `-${release}`}`;
  return { name, version: whole };
}

function syftSource(pick: Pick1): SbomComponent['source'] {
  const file = pick('syft:metadata:sourceRpm');
  if (file !== undefined) return readSourceRpm(file);
  const name = pick('syft:metadata:source') ?? pick('syft:metadata:originPackage');
  const version = pick('syft:metadata:sourceVersion');
  return name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) };
}

/** A package of Syft lists its files one by one; the first few prove it as well as all. */
const maxLocations = 16;

function syftLocations(pick: Pick1): SbomComponent['locations'] {
  const locations: { readonly path: string; readonly layer?: string }[] = [];
  for (let at = 0; at < maxLocations; at++) {
    const path = pick(`syft:location:${at}:path`);
    if (path === undefined) break;
    const layer = pick(`syft:location:${at}:layerID`);
    locations.push({ path, ...(layer === undefined ? {} : { layer }) });
  }
  return locations;
}

function plainLocations(properties: Properties): SbomComponent['locations'] {
  return ['aquasecurity:trivy:FilePath', 'SrcFile', 'cdx:npm:package:path']
    .flatMap((name) => properties.get(name) ?? [])
    .filter((path) => path !== '')
    .slice(0, maxLocations)
    .map((path) => ({ path }));
}

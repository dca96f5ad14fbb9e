import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger } from '../catalog-lock.ts';
import { textOf } from '../text-of.ts';
import { parseCartfileResolved } from './cartfile-resolved.ts';
import { parsePackageResolved } from './package-resolved.ts';

/** What Swift's package manager and Carthage chose; both name packages by their repositories. */
export const swiftLock: FileCataloger = lockCataloger({
  id: 'swift-lock',
  ecosystems: ['swift'],
  details: [],
  files: { names: ['Package.resolved', '.package.resolved', 'Cartfile.resolved'] },
  parse: (content, { path }) =>
    path.endsWith('Cartfile.resolved') ? parseCartfileResolved(textOf(content)) : parsePackageResolved(content),
});

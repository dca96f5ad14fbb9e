import { type Image } from '../../model/image.ts';
import { formatPlatform, mayBeForPlatform, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

export interface WantedPlatform {
  readonly platform: Platform | 'all';
  readonly isPlatformOptional?: boolean;
}

/** Throws PLATFORM_NOT_FOUND when the only image is for another platform than the requested one. An image without a platform passes. */
export function checkPlatform(image: Pick<Image, 'name' | 'platform'>, { platform: wanted, isPlatformOptional }: WantedPlatform): void {
  const { name, platform } = image;
  if (wanted === 'all' || isPlatformOptional === true || mayBeForPlatform(wanted, platform)) return;
  throw new PratiqueError('PLATFORM_NOT_FOUND', `${name} has no image for ${formatPlatform(wanted)}; it has ${formatPlatform(platform)}`, {
    hint: 'leave out --platform, or add --platform-any to scan it anyway',
  });
}

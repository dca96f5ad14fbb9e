import { type Image, type ImageSource, type OpenOptions } from '../../model/image.ts';
import { type Runtime } from '../../model/runtime.ts';

/** A store of images on this machine: plain names are looked up there before a registry is asked. */
export interface LocalImageSource extends ImageSource {
  /** As people call it: `Docker`. */
  readonly program: string;
  /** Looks an image up. Costs next to nothing where the store does not exist. Throws ABORTED only. */
  find(target: string, options: OpenOptions, runtime: Runtime): Promise<LocalAnswer>;
}

export type LocalAnswer = FoundLocally | AbsentLocally;

export interface FoundLocally {
  readonly kind: 'found';
  open(): Promise<readonly Image[]>;
}

export interface AbsentLocally {
  readonly kind: 'absent';
  /** `missing`: no such store · `empty`: no such image in it · `unusable`: it could not be queried, which users with the image there need to know. */
  readonly store: 'missing' | 'empty' | 'unusable';
  /** Completes a sentence that begins with the program. */
  readonly reason: string;
}

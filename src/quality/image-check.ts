import type { StageContext } from '#core/stage.ts';
import type { ImageType } from './sniff-image.ts';

/** Whether a URL leads to a picture. `bytes` is the size of the whole picture, when the server says it. */
export type ImageVerdict =
  | { readonly ok: true; readonly type: ImageType; readonly bytes?: number }
  | { readonly ok: false; readonly reason: string };

export interface ImageChecker {
  /**
   * Trouble with the network is a verdict with a reason. Throws only when the context's signal aborts.
   *
   * @param url absolute.
   */
  check(url: string, context: StageContext): Promise<ImageVerdict>;
}

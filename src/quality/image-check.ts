import type { StageContext } from '#core/stage.ts';
import type { ImageType } from './sniff-image.ts';

/**
 * Whether a URL leads to a picture. `bytes` is the size of the whole picture, when the server says it; `etag` and
 * `lastModified` are what it gave to ask by whether the picture has changed.
 */
export type ImageVerdict =
  | {
      readonly ok: true;
      readonly type: ImageType;
      readonly bytes?: number;
      readonly etag?: string;
      readonly lastModified?: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface ImageChecker {
  /**
   * Trouble with the network is a verdict with a reason. Throws only when the context's signal aborts.
   *
   * @param url absolute.
   * @param earlier what came of it before: it is only asked whether that still holds, if the server can say so.
   */
  check(url: string, context: StageContext, earlier?: ImageVerdict): Promise<ImageVerdict>;
}

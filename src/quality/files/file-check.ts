import type { StageContext } from '#core/stage.ts';
import type { DocumentType } from './sniff-document.ts';
import type { ImageType } from './sniff-image.ts';

/** The beginning of a file, and what its server says of it. */
export type FileBeginning = {
  readonly url: string;
  readonly bytes: Uint8Array;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
  /** Bytes of the whole file, when the server says it or all of it is here. */
  readonly size: number | undefined;
  /** As the server calls it, without parameters; empty when it does not. */
  readonly mediaType: string;
};

/** A picture that shows something. Width and height are pixels as it is shown, or units of an SVG's own. */
export type ImageFound = {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
  readonly bytes?: number;
};

export type DocumentFound = { readonly type: DocumentType; readonly bytes?: number };

/** What a server gave to ask by whether the file has changed. */
type Tags = { readonly etag?: string; readonly lastModified?: string };

/** Of trouble that passes (a slow or busy server) nothing follows for the file itself: it may be good. */
export type FileVerdict<Found> =
  ({ readonly ok: true } & Found & Tags) | { readonly ok: false; readonly reason: string; readonly passing?: true };
export type ImageVerdict = FileVerdict<ImageFound>;
export type DocumentVerdict = FileVerdict<DocumentFound>;

export interface FileChecker<Found> {
  /**
   * Trouble with the network is a verdict with a reason. Throws only when the context's signal aborts.
   *
   * @param url absolute.
   * @param earlier what came of it before: it is only asked whether that still holds, if the server can say so.
   */
  check(url: string, context: StageContext, earlier?: FileVerdict<Found>): Promise<FileVerdict<Found>>;
}

/** Tells what the file is from its beginning; `more` when that is too little and there is more of it. */
export type Inspect<Found> = (file: FileBeginning) => FileVerdict<Found> | 'more';

import { type Source, proposal } from '../proposal.ts';

/** A number of five digits or more at the end of the path is most often the shop's number of the product. Doubtful. */
export const urlSource: Source = ({ url, canonicalUrl }) => {
  const last =
    URL.parse(canonicalUrl ?? url)
      ?.pathname.split('/')
      .findLast((part) => part !== '') ?? '';
  const found = /(?:^|[-_.])(?:p|id|art)?[-_]?(\d{5,14})(?:\.\w{2,5})?$/i.exec(last)?.[1];
  return proposal('sku', found, 'url', 'path', 0.35);
};

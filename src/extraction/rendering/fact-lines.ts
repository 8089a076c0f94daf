import type { Document } from '#html/document.ts';
import type { Entity } from '#structured-data/structured-data.ts';
import { type EntityGroup, entityGroups, singleMarks } from '../entity-groups.ts';
import { entityLines, entitySummary, trailLine } from './entity-lines.ts';
import type { Line, Rank } from './line.ts';
import type { Said } from './said.ts';

/** Meta tags that describe the thing on the page; the others steer browsers and crawlers. */
const telling =
  /^(?:description$|keywords$|og:(?!image|video|locale|url|type)|product:|twitter:(?:title|description|label|data)|price|sku|brand|availability)/u;
const longestMeta = 300;
const most = { entities: 12, unclear: 3 };
/** Characters from which a value is the same wherever it stands. */
const shortestValue = 25;

/** First of the page's own product, then what describes the page, then everything else. */
export function factLines(document: Document, said: Said): readonly Line[] {
  const groups = entityGroups(document).map(partedEntities);
  const marks = singleMarks(document).map(({ field, value }) => `${field}: ${value}`);
  const trails = groups.flatMap(({ trails: own }) => own.map(trailLine));
  const facts = [...groups.flatMap(({ own }) => own.flatMap((entity) => entityLines(entity))), ...trails, ...marks];
  const metas = Object.entries(document.structured.meta)
    .filter(([name]) => telling.test(name))
    .map(([name, values]) => `${name}: ${[...new Set(values)].join(', ').slice(0, longestMeta)}`);
  const others = groups.flatMap(({ others: rest }) => rest.slice(0, most.entities));
  const summaries = (some: readonly Entity[]) => some.map(titledSummary);
  const once = (text: string) => text !== '' && !isSaidByValue(text, said) && !said.again(text, shortestValue);
  const line =
    (rank: Rank) =>
    (text: string): Line => ({ section: "Facts from the page's data", rank, text: text.toWellFormed() });
  return [
    ...facts.filter(once).map(line("facts of the product in the page's own data")),
    ...metas.filter(once).map(line("facts of the product in the page's own data")),
    ...summaries(others.filter((one) => !isProduct(one)))
      .filter(once)
      .map(line("other things in the page's own data")),
    ...summaries(others.filter(isProduct)).filter(once).map(line('other products')),
  ];
}

/** Whether the value alone has been said: `og:description` repeats the description. What is short may mean another thing. */
function isSaidByValue(line: string, said: Said): boolean {
  const value = line.slice(line.indexOf(': ') + 2);
  return value.length >= shortestValue && said.has(value);
}

type Parted = {
  readonly own: readonly Entity[];
  readonly trails: readonly Entity[];
  readonly others: readonly Entity[];
};

function partedEntities({ main, all }: EntityGroup): Parted {
  const trails = all.filter(({ types }) => types.includes('BreadcrumbList'));
  const rest = all.filter((entity) => !trails.includes(entity));
  if (main !== undefined) return { own: [main], trails, others: rest.filter((entity) => !isNamed(entity, main)) };
  const own = rest.filter(isProduct).slice(0, most.unclear);
  return { own, trails, others: rest.filter((entity) => !own.includes(entity)) };
}

/** Several descriptions of the product have been put together as the main one. */
function isNamed({ properties }: Entity, main: Entity): boolean {
  const [name] = properties['name'] ?? [];
  return typeof name === 'string' && name === main.properties['name']?.[0];
}

const isProduct = ({ types }: Entity) => types.some((type) => /product/iu.test(type));

function titledSummary(entity: Entity): string {
  const summary = entitySummary(entity);
  return summary === '' ? '' : `${entity.types.join(', ') || 'something'}: ${summary}`;
}

import { type ChildNode, type Element, type ParentNode, hasChildren, isTag } from 'domhandler';
import { remembered } from '#core/remembered.ts';

const boilerplateTags = new Set(['nav', 'footer']);
const boilerplateRoles = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'search',
  'dialog',
  'alertdialog',
  'menu',
  'menubar',
]);

/** How the class or id of a part begins that is the same on every page of a site, or is about other products. */
const boilerplateNames = new RegExp(
  `^(js-|c-|o-|block-)?(${[
    'cookie',
    'consent',
    'gdpr',
    'onetrust',
    'newsletter',
    'mega-?menu',
    'main-?(menu|nav)',
    'site-?(nav|menu|header|footer)',
    'page-?(header|footer)$',
    'nav-?bar',
    'global-?(nav|header|footer)',
    'skip-?(link|to|nav)',
    'mini-?(cart|basket)',
    'cart-drawer',
    'footer',
    'off-?canvas',
    'related-?(product|item)',
    'up-?sell',
    'cross-?sell',
    'recommend',
    'recently-?viewed',
    'similar-?(product|item)',
    'also-?(like|bought|viewed)',
    'you-?may-?also',
    'social-?(share|links|icons)',
    'country-?select',
    'lang(uage)?-?(select|switch)',
  ].join('|')})`,
  'i',
);
const newsletterForm = /newsletter|subscri|mailing|mailchimp/i;
const isBoilerplateClass = remembered(
  (names) => names !== '' && names.split(/\s+/).some((name) => boilerplateNames.test(name)),
);

/**
 * Takes navigation, footers, site headers, cookie banners, sign-up forms and shelves of other products out of
 * the tree. What one of the main headings stands in is never taken out, however it is named.
 */
export function pruneBoilerplate(root: ParentNode, headings: readonly Element[]): void {
  const kept = around(headings);
  const parents: ParentNode[] = [root];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    const isKept = (child: ChildNode): boolean => !isTag(child) || kept.has(child) || !isBoilerplate(child);
    const children = parent.children.every(isKept) ? parent.children : parent.children.filter(isKept);
    if (children.length < parent.children.length) relink(parent, children);
    for (const child of children) if (hasChildren(child)) parents.push(child);
  }
}

/** A trail of links from the start page to this one. */
export function isBreadcrumb({ attribs }: Element): boolean {
  return (
    isTrail(attribs['class']) ||
    isTrail(attribs['id']) ||
    isTrail(attribs['aria-label']) ||
    isTrail(attribs['itemtype'])
  );
}

function isTrail(name: string | undefined): boolean {
  return name !== undefined && /crumb/i.test(name) && /bread-?crumb/i.test(name);
}

const notShown = /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden/i;

/**
 * Not shown by a browser, or shown a second time for people who see (`aria-hidden`). A whole page that hides itself
 * waits for its scripts.
 */
export function isHidden(element: Element): boolean {
  const { attribs } = element;
  if (element.name === 'body' || element.name === 'html') return false;
  return (
    attribs['hidden'] !== undefined ||
    attribs['aria-hidden'] === 'true' ||
    (attribs['style'] !== undefined && notShown.test(attribs['style'])) ||
    (element.name === 'input' && attribs['type'] === 'hidden')
  );
}

function isBoilerplate(element: Element): boolean {
  const { name, attribs } = element;
  if (name === 'body' || name === 'html' || name === 'main') return false;
  if (name === 'nav' || attribs['role'] === 'navigation') return !isBreadcrumb(element);
  if (boilerplateTags.has(name) || boilerplateRoles.has(attribs['role'] ?? '')) return true;
  if (name === 'header') return !isInsideContent(element);
  if (
    name === 'form' &&
    newsletterForm.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['action'] ?? ''}`)
  )
    return true;
  return isBoilerplateClass(attribs['class'] ?? '') || isBoilerplateClass(attribs['id'] ?? '');
}

function isInsideContent(element: Element): boolean {
  for (let parent = element.parent; parent !== null && isTag(parent); parent = parent.parent)
    if (parent.name === 'main' || parent.name === 'article' || parent.name === 'section') return true;
  return false;
}

function around(elements: readonly Element[]): ReadonlySet<ParentNode> {
  const found = new Set<ParentNode>();
  for (const element of elements)
    for (let at: ParentNode | null = element; at !== null && !found.has(at); at = at.parent) found.add(at);
  return found;
}

function relink(parent: ParentNode, children: ChildNode[]): void {
  parent.children = children;
  children.forEach((child, index) => {
    child.prev = children[index - 1] ?? null;
    child.next = children[index + 1] ?? null;
  });
}

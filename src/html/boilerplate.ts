import { type ChildNode, type Element, type ParentNode, hasChildren, isTag } from 'domhandler';
import { isBoilerplateName } from './class-traits.ts';
import { pageElement } from './page-element.ts';

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

const newsletterForm = /newsletter|subscri|mailing|mailchimp/i;

/**
 * Takes navigation, footers, site headers, cookie banners, sign-up forms and shelves of other products out of
 * the tree. What one of the main headings stands in is never taken out, however it is named.
 */
export function pruneBoilerplate(root: ParentNode, headings: readonly Element[]): void {
  const kept = around(headings);
  const parents: ParentNode[] = [root];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    let isWhole = true;
    for (const child of parent.children) {
      if (isDropped(child, kept)) isWhole = false;
      else if (hasChildren(child) && child.children.length > 0) parents.push(child);
    }
    if (!isWhole)
      relink(
        parent,
        parent.children.filter((child) => !isDropped(child, kept)),
      );
  }
}

function isDropped(child: ChildNode, kept: ReadonlySet<ParentNode>): boolean {
  return isTag(child) && isBoilerplate(child) && !kept.has(child);
}

function isBoilerplate(element: Element): boolean {
  const { name, attribs } = element;
  if (name === 'body' || name === 'html' || name === 'main') return false;
  if (name === 'nav' || attribs['role'] === 'navigation') return !pageElement(element).isBreadcrumb;
  if (boilerplateTags.has(name) || (attribs['role'] !== undefined && boilerplateRoles.has(attribs['role'])))
    return true;
  if (name === 'header') return !isInsideContent(element);
  if (
    name === 'form' &&
    newsletterForm.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['action'] ?? ''}`)
  )
    return true;
  return (
    pageElement(element).traits.isBoilerplate ||
    (attribs['id'] !== undefined && isBoilerplateName(attribs['id'].trim()))
  );
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

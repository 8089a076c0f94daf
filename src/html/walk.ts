import { type ChildNode, type Element, type ParentNode, hasChildren, isTag } from 'domhandler';

export type Visitor = {
  /** False when what is inside the node is not to be visited; `leave` is not called for it then. */
  enter(node: ChildNode): boolean;
  leave?(element: Element): void;
};

/** Visits everything inside a node in document order, without recursion. */
export function walk(root: ParentNode, visitor: Visitor): void {
  let node: ChildNode | null = root.children[0] ?? null;
  while (node !== null) {
    if (visitor.enter(node)) {
      const first: ChildNode | undefined = hasChildren(node) ? node.children[0] : undefined;
      if (first !== undefined) {
        node = first;
        continue;
      }
      if (isTag(node)) visitor.leave?.(node);
    }
    node = following(node, root, visitor);
  }
}

function following(node: ChildNode, root: ParentNode, visitor: Visitor): ChildNode | null {
  let current: ChildNode = node;
  while (current.next === null) {
    const parent: ParentNode | null = current.parent;
    if (parent === null || parent === root) return null;
    if (isTag(parent)) visitor.leave?.(parent);
    current = parent;
  }
  return current.next;
}

import type { Location } from "./errors.js";
import type { XmlLimits } from "./limits.js";
import type { Refuse, XmlHandler } from "./tokens.js";
import type { XmlElement } from "./xml.js";

/** An element while it is being read. */
interface OpenElement extends XmlElement {
  children: XmlElement[];
  text: string;
}

const NO_CHILDREN: XmlElement[] = [];

/** Builds the tree of one element out of what the tokenizer tells, and counts what it holds. */
export class TreeBuilder implements XmlHandler {
  #root: OpenElement | undefined;
  #elements = 0;
  #characters = 0;
  readonly #open: OpenElement[] = [];

  constructor(
    private readonly refuse: Refuse,
    private readonly limits: XmlLimits,
  ) {}

  /** the outermost element, once it was opened */
  get root(): XmlElement | undefined {
    return this.#root;
  }

  /** how many elements are open */
  get depth(): number {
    return this.#open.length;
  }

  /** Lets go of the children of the root that were read; they stay counted. */
  drop(): void {
    if (this.#root !== undefined) this.#root.children = NO_CHILDREN;
  }

  open(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void {
    if (++this.#elements > this.limits.elements) throw this.refuse("elements in one part", "elements");
    for (const value of attributes.values()) this.#count(value);
    const element: OpenElement = { name, namespace, attributes, children: NO_CHILDREN, text: "", line };
    const parent = this.#open[this.#open.length - 1];
    if (parent === undefined) this.#root = element;
    // Most elements have no child: they share one empty list.
    else if (parent.children === NO_CHILDREN) parent.children = [element];
    else parent.children.push(element);
    this.#open.push(element);
  }

  text(text: string): void {
    const element = this.#open[this.#open.length - 1];
    if (element === undefined) return;
    this.#count(text);
    element.text += text;
    if (element.text.length > this.limits.text) throw this.refuse("characters in one text or tag", "text");
  }

  close(): void {
    this.#open.pop();
  }

  where(): Pick<Location, "entry" | "path"> {
    return {};
  }

  #count(text: string): void {
    this.#characters += text.length;
    if (this.#characters > this.limits.characters) throw this.refuse("characters in one part", "characters");
  }
}

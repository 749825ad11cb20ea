/**
 * Stands in for `lit` where the element is one file for a script tag. Its templates are Lit's own. Lit's base class is as
 * heavy as they are, and half of what a phone evaluates before the first picture; this is what the element needs of it.
 */
import { render } from 'lit/html.js';

export { html, nothing } from 'lit/html.js';

interface Property {
  name: string;
  /** False where there is none. */
  attribute?: string | false;
  type?: BooleanConstructor;
  reflect?: boolean;
}

export const css = ({ raw }: TemplateStringsArray): string => raw.join('');

export class LitElement extends HTMLElement {
  static styles: string;
  static declared: Property[] = [];
  /** All elements on the page share one. */
  static sheet: CSSStyleSheet | undefined;

  static get observedAttributes(): string[] {
    return this.declared.flatMap(({ attribute }) => attribute || []);
  }

  static createProperty(name: string, options?: Omit<Property, 'name'>): void {
    this.declared.push({ name, attribute: name.toLowerCase(), ...options });
    Object.defineProperty(this.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: LitElement) {
        return this.#values[name];
      },
      set(this: LitElement, value: unknown) {
        const old = this.#values[name];
        this.#values[name] = value;
        if (!Object.is(old, value)) this.requestUpdate(name, old);
      },
    });
  }

  hasUpdated = false;
  renderRoot: ShadowRoot | undefined;
  /** Resolves once all that was asked for has been drawn; never before the element is on a page. */
  updateComplete: Promise<boolean>;
  #values: Record<string, unknown> = {};
  #changed = new Map<string, unknown>();
  #pending = false;
  #connected!: (first: boolean) => void;
  /** Set before the script was there, where they hide what is declared. */
  #early: Record<string, unknown> = {};

  constructor() {
    super();
    this.updateComplete = new Promise((resolve) => (this.#connected = resolve));
    for (const { name } of this.#declared) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early[name] = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
    }
    this.requestUpdate();
  }

  connectedCallback(): void {
    this.renderRoot ??= this.#createRoot();
    this.#connected(true);
  }

  disconnectedCallback(): void {}

  attributeChangedCallback(attribute: string, _old: string | null, value: string | null): void {
    const property = this.#declared.find((each) => each.attribute === attribute);
    if (property) Object.assign(this, { [property.name]: property.type ? value !== null : value });
  }

  requestUpdate(name?: string, old?: unknown): void {
    if (name !== undefined && !this.#changed.has(name)) this.#changed.set(name, old);
    if (this.#pending) return;
    this.#pending = true;
    this.updateComplete = this.#enqueue(this.updateComplete);
  }

  protected render(): unknown {
    return undefined;
  }

  protected update(changed: Map<string, unknown>): void {
    const drawn = this.render();
    this.#settle();
    for (const { name, attribute, reflect } of this.#declared) {
      const value = this.#values[name];
      if (!reflect || !attribute || !changed.has(name) || this.getAttribute(attribute) === value) continue;
      if (value == null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    }
    if (this.renderRoot) render(drawn, this.renderRoot, { host: this });
  }

  protected updated(_changed: Map<string, unknown>): void {}

  get #declared(): Property[] {
    return (this.constructor as typeof LitElement).declared;
  }

  #createRoot(): ShadowRoot {
    const root = this.attachShadow({ mode: 'open' });
    const kind = this.constructor as typeof LitElement;
    if ('adoptedStyleSheets' in root) {
      if (!kind.sheet) (kind.sheet = new CSSStyleSheet()).replaceSync(kind.styles);
      root.adoptedStyleSheets = [kind.sheet];
    } else {
      // Safari before 16.4
      const style = document.createElement('style');
      style.textContent = kind.styles;
      (root as ShadowRoot).append(style);
    }
    return root;
  }

  async #enqueue(previous: Promise<unknown>): Promise<boolean> {
    await previous.catch(() => {});
    if (!this.hasUpdated) Object.assign(this, this.#early);
    const changed = this.#changed;
    try {
      this.update(changed);
    } catch (error) {
      this.#settle();
      throw error;
    }
    this.hasUpdated = true;
    this.updated(changed);
    return !this.#pending;
  }

  #settle(): void {
    this.#changed = new Map();
    this.#pending = false;
  }
}

import type { LitElement, PropertyDeclaration } from 'lit';

/**
 * Stands in for `lit/decorators.js` in the file for a script tag. Lit's own serve standard decorators as well, which
 * this project's compiler settings never emit: 0.36 kB gzip that nobody would call.
 */
type Decorator = (prototype: LitElement, name: string) => void;

export function property(options?: PropertyDeclaration): Decorator {
  return (prototype, name) => (prototype.constructor as typeof LitElement).createProperty(name, options);
}

export function state(): Decorator {
  return property({ state: true, attribute: false });
}

export function query(selector: string): Decorator {
  return (prototype, name) =>
    Object.defineProperty(prototype, name, {
      get(this: LitElement) {
        return this.renderRoot?.querySelector(selector);
      },
    });
}

import { css } from 'lit';

export const styles = css`
  :host {
    --_primary: var(--checkout-color-primary, #0b5cad);
    --_background: var(--checkout-color-background, #fff);
    --_text: var(--checkout-color-text, #1c2024);
    --_secondary: var(--checkout-color-text-secondary, #5c646b);
    --_danger: var(--checkout-color-danger, #b3261e);
    --_border: var(--checkout-color-border, #8a9199);
    --_space: var(--checkout-space, 4px);
    --_radius: var(--checkout-radius, 6px);
    display: block;
    /* WebKit looks for what became visible when it paints, and of nothing it paints nothing. */
    min-height: 1px;
    color: var(--_text);
    font: 400 var(--checkout-font-size, 16px) / var(--checkout-line-height, 1.6)
      var(--checkout-font-family, system-ui, sans-serif);
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
  }
  :host([theme='dark']) {
    --_primary: var(--checkout-color-primary, #7db7f5);
    --_background: var(--checkout-color-background, #16191c);
    --_text: var(--checkout-color-text, #eceff1);
    --_secondary: var(--checkout-color-text-secondary, #aab2b9);
    --_danger: var(--checkout-color-danger, #ffb4ab);
  }
  @media (prefers-color-scheme: dark) {
    :host([theme='auto']) {
      --_primary: var(--checkout-color-primary, #7db7f5);
      --_background: var(--checkout-color-background, #16191c);
      --_text: var(--checkout-color-text, #eceff1);
      --_secondary: var(--checkout-color-text-secondary, #aab2b9);
      --_danger: var(--checkout-color-danger, #ffb4ab);
    }
  }
  * {
    box-sizing: border-box;
  }
  .base {
    display: grid;
    gap: calc(var(--_space) * 4);
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .header {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
  }
  .name {
    margin: 0;
    font-size: 1.125em;
    font-weight: 600;
  }
  .badge {
    padding: 0 calc(var(--_space) * 2);
    border: 1px solid currentcolor;
    border-radius: 999px;
    font-size: 0.8125em;
  }
  p {
    margin: 0;
    white-space: pre-line;
  }
  .secondary {
    color: var(--_secondary);
    font-size: 0.9375em;
  }
  .card {
    min-block-size: var(--checkout-card-min-height, 176px);
  }
  .skeleton {
    display: grid;
    gap: calc(var(--_space) * 3);
  }
  .skeleton i {
    block-size: 44px;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 9%, transparent);
  }
  /* Stripe's frames are light documents; inside another scheme the browser would paint them an opaque ground. */
  ::slotted([slot='card']) {
    color-scheme: light;
  }
  .field {
    display: grid;
    gap: var(--_space);
  }
  .text {
    min-block-size: 44px;
    padding-inline: calc(var(--_space) * 3);
    border: var(--checkout-input-border, 1px solid var(--_border));
    border-radius: var(--_radius);
    background: var(--_background);
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
  }
  .text::placeholder {
    color: var(--checkout-color-placeholder, var(--_secondary));
  }
  .wrong:not(:empty) {
    color: var(--_danger);
  }
  .consent {
    display: flex;
    gap: calc(var(--_space) * 2);
    align-items: start;
    min-block-size: 44px;
    padding-block: calc(var(--_space) * 2);
  }
  .consent input {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    margin: 0;
    accent-color: var(--_primary);
  }
  .panel {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 4%, transparent);
  }
  .error {
    border-color: var(--_danger);
    color: var(--_danger);
  }
  .error a {
    color: inherit;
  }
  ul {
    margin: 0;
    padding-inline-start: 1.2em;
  }
  .error p:first-child {
    font-weight: 600;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  button,
  a.button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 44px;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_background);
    color: inherit;
    font: inherit;
    text-decoration: none;
    cursor: pointer;
  }
  button.primary {
    border-color: transparent;
    background: var(--_primary);
    color: var(--_background);
    font-weight: 600;
  }
  .submit {
    inline-size: 100%;
    min-block-size: 52px;
  }
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  :is(button, a, input, [tabindex]):focus-visible {
    outline: var(--checkout-focus-ring, 3px solid var(--_primary));
    outline-offset: 2px;
  }
  /* Spoken, and there before what it says; empty it takes no gap. */
  .said:empty {
    margin-block-end: calc(var(--_space) * -4);
  }
  :host([hidden]),
  [hidden] {
    display: none;
  }
  .offstage {
    block-size: 0;
    overflow: hidden;
  }
  .live {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .spinner {
    inline-size: 1em;
    block-size: 1em;
    margin-inline-end: 0.5em;
    border: 2px solid currentcolor;
    border-inline-start-color: transparent;
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: currentcolor;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
    }
  }
`;

/** An address as a QR code, in black on white in either scheme, for that is what cameras expect. */
import { svg, html, type TemplateResult } from 'lit';
import { encode } from 'uqr';

const quietZone = 4; // modules, as the standard asks

export function qrCode(text: string, label: string): TemplateResult {
  const { data, size } = encode(text, { border: quietZone });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}">
    ${svg`<path d=${squares.join('')} />`}
  </svg>`;
}

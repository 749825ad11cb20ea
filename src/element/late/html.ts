/**
 * What is drawn by the second file. It has no Lit of its own: a second copy on the page would be as heavy as all the rest,
 * so the first file hands over its tag.
 */
export type Html = typeof import('lit').html;

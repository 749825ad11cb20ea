/** What the preview pages run beside the element itself. */
import { showGallery } from './gallery.ts';
import { showNested } from './nested.ts';
import { showPlainForm } from './plain-form.ts';
import { installScriptedServer } from './scripted-server.ts';
import { showTheming } from './theming.ts';

installScriptedServer();

const find = (selector: string) => document.querySelector<HTMLFormElement>(selector);
const [gallery, theming, plain] = [find('#gallery-controls'), find('#theming-controls'), find('#plain-form')];
if (gallery) showGallery(gallery);
if (theming) showTheming(theming);
if (plain) showPlainForm(plain);
showNested();

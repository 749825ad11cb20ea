/** Who may open the console, for owners. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { roles, type Role } from '../../roles.ts';
import type { StaffMember } from '../../staff.ts';
import type { Sent } from '../api.ts';
import { ApiProblem, call } from '../call.ts';
import type { Model } from '../model.ts';
import type { View } from '../view.ts';
import { inTurn, oneAtATime } from '../presses.ts';
import { named } from '../words/common.ts';
import { staffWords } from '../words/staff.ts';

const state: {
  staff: Sent<StaffMember>[];
  /** Told once. */
  password?: { name: string; password: string };
  /** Of a member in the list. */
  problem: string;
  /** Of the name of somebody new. */
  nameProblem: string;
} = { staff: [], problem: '', nameProblem: '' };

function staff(model: Model): TemplateResult {
  const t = staffWords[model.lang];
  return html`
    <p class="intro">${t.intro}</p>
    <div role="alert">${state.problem ? html`<p class="problem">${state.problem}</p>` : nothing}</div>
    <div role="status">${state.password ? told(model, state.password) : nothing}</div>
    <ul class="rows">
      ${state.staff.map((member) => row(model, member))}
    </ul>
    ${addition(model)}
  `;
}

function told({ lang }: Model, { name, password }: { name: string; password: string }): TemplateResult {
  const t = staffWords[lang];
  return html`<section class="success">
    <strong>${t.password(name)}</strong> <code>${password}</code>
    <p>${t.passwordOnce}</p>
  </section>`;
}

function row(model: Model, { name, role, hasSecondFactor }: Sent<StaffMember>): TemplateResult {
  const t = staffWords[model.lang];
  const confirm = (title: string, text: string, agree: string) => model.ask({ title, text, agree });
  const path = `/staff/${encodeURIComponent(name)}`;
  const newPassword = async () => {
    if (!(await confirm(t.newPassword, t.newPasswordText, t.newPassword))) return;
    await perform(model, async () => {
      const { password } = await call<{ password: string }>('POST', `${path}/password`, {});
      state.password = { name, password };
    });
  };
  const resetFactor = async () => {
    if (await confirm(t.resetFactor, t.resetFactorText, t.resetFactor))
      await perform(model, () => call('DELETE', `${path}/second-factor`));
  };
  const remove = async () => {
    if (await confirm(t.removeTitle(name), t.removeText, t.remove))
      await perform(model, () => call('DELETE', path), { said: t.removed(name) });
  };
  const giveRole = (given: string) => call('PUT', `${path}/role`, { role: given });
  const changeRole = async (select: HTMLSelectElement) => {
    const given = select.value;
    const own = name === model.session.actor;
    // Whoever gives up being an owner cannot take it back.
    if (own && !(await confirm(t.ownRole, t.ownRoleText, t.ownRoleAgree))) {
      select.value = role;
      return;
    }
    const undo = async () => {
      await giveRole(role);
      await load();
      return model.t.undone;
    };
    await perform(model, () => giveRole(given), own ? {} : { undo });
  };
  return html`<li class="row">
    <strong class="wide">
      ${name} ${name === model.session.actor ? html`<span class="chip">${t.you}</span>` : nothing}
    </strong>
    <span class="chip" data-tone=${hasSecondFactor ? 'good' : 'open'}
      >${hasSecondFactor ? t.factorOn : t.factorOff}</span
    >
    <select
      class="short"
      aria-label=${named(model.lang, t.role, name)}
      @change=${(event: Event) => void changeRole(event.target as HTMLSelectElement)}
    >
      ${roles.map((one) => html`<option value=${one} .selected=${live(one === role)}>${t.roles[one]}</option>`)}
    </select>
    <span class="buttons">
      <button aria-label=${named(model.lang, t.newPassword, name)} @click=${newPassword}>
        ${t.newPassword}
      </button>
      ${
        hasSecondFactor
          ? html`<button aria-label=${named(model.lang, t.resetFactor, name)} @click=${resetFactor}>
              ${t.resetFactor}
            </button>`
          : nothing
      }
      <button aria-label=${named(model.lang, t.remove, name)} @click=${remove}>${t.remove}</button>
    </span>
  </li>`;
}

/** By a second press the name would be taken by the first. */
const adding = oneAtATime();

function addition(model: Model): TemplateResult {
  const t = staffWords[model.lang];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const body = { name: String(given.get('name')), role: String(given.get('role')) as Role };
    const add = async () => {
      state.password = await call<{ name: string; password: string }>('POST', '/staff', body);
      form.reset();
    };
    void adding(() => perform(model, add, { said: t.added(body.name) }));
  };
  return html`<section class="panel">
    <h3>${t.add}</h3>
    <form @submit=${onSubmit}>
      <div class="field">
        <label for="staff-name">${t.name}</label>
        <input
          id="staff-name"
          name="name"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          required
          aria-describedby="staff-name-help staff-name-wrong"
          aria-invalid=${state.nameProblem ? 'true' : nothing}
        />
        <p class="help" id="staff-name-help">${t.nameHelp}</p>
        <div role="alert" id="staff-name-wrong">
          ${state.nameProblem ? html`<p class="wrong">${state.nameProblem}</p>` : nothing}
        </div>
      </div>
      <fieldset class="choices">
        <legend>${t.role}</legend>
        ${roles.toReversed().map(
          (role) =>
            html`<label class="choice">
              <input type="radio" name="role" value=${role} ?checked=${role === 'read-only'} />
              <span><strong>${t.roles[role]}</strong> <span class="help">${t.roleHelp[role]}</span></span>
            </label>`,
        )}
      </fieldset>
      <button class="main">${t.addButton}</button>
    </form>
  </section>`;
}

const turns = inTurn();

/** In the order of the presses: of two passwords, the later is the one that holds. */
const perform = (...deed: Parameters<typeof performNow>): Promise<void> => turns(() => performNow(...deed));

async function performNow(
  model: Model,
  deed: () => Promise<unknown>,
  { said, undo }: { said?: string; undo?: () => Promise<string> } = {},
): Promise<void> {
  state.problem = state.nameProblem = '';
  delete state.password;
  await model.act(async () => {
    const t = staffWords[model.lang];
    try {
      await deed();
      return undo ? { said: said ?? t.done, undo } : (said ?? t.done);
    } catch (error) {
      if (!(error instanceof ApiProblem) || !t.problems[error.code]) throw error;
      const problem = t.problems[error.code] ?? '';
      if (error.code.startsWith('name-')) state.nameProblem = problem;
      else state.problem = problem;
      return undefined;
    } finally {
      await load();
    }
  });
}

async function load(): Promise<void> {
  state.staff = (await call<{ staff: Sent<StaffMember>[] }>('GET', '/staff')).staff;
}

export const staffView: View = {
  title: { ja: 'スタッフ', en: 'Staff' },
  draw: staff,
  load: async (model) => {
    // Told once: not again to whoever comes back to this page.
    delete state.password;
    state.problem = state.nameProblem = '';
    model.draw();
    await load();
  },
  needs: 'owner',
};

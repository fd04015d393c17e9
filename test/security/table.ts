import { duration } from "../../src/errors/index.js";
import { EFFECT_NAMES, type EffectName, EFFECTS } from "./effects.js";
import type { Tried } from "./try.js";

/** What one key came to: everything that was tried with it. */
export interface Findings {
  readonly name: string;
  readonly tried: readonly Tried[];
}

const GROUPS: readonly (readonly [title: string, effects: readonly EffectName[]])[] = [
  ["Money", ["mint", "move", "burn", "redirect", "custody", "wind"]],
  ["Customers", ["admit", "describe", "account", "block", "lift", "check", "limit"]],
  ["The bank's own set-up", ["stop", "corridor", "attest", "contract", "limits", "code", "roles", "delay"]],
];

/** What a key can do for one effect, the strongest first: at once, after a delay, what its owner signed, only less, nothing. */
export function cellOf(tried: readonly Tried[], effect: EffectName): string {
  const done = tried.filter(({ attempt, outcome }) => attempt.effect === effect && outcome === "done");
  const free = done.filter(({ attempt }) => attempt.worth === undefined);
  if (free.some(({ delay }) => delay === 0n)) return "at once";
  if (free.length > 0) {
    const soonest = free.map(({ delay }) => delay).reduce((least, one) => (one < least ? one : least));
    return `after ${duration(soonest)}`;
  }
  if (done.some(({ attempt }) => attempt.worth === "signed")) return "as signed";
  return done.length > 0 ? "only less" : "-";
}

/** Who could cancel all that this key must wait for. */
export function cancellersOf(tried: readonly Tried[]): string {
  const waited = tried.filter(({ outcome, delay }) => outcome === "done" && delay > 0n);
  const [first, ...others] = waited.map(({ cancelledBy }) => cancelledBy);
  const always = (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  return always.length === 0 ? "-" : [...new Set(always)].join(", ");
}

/** The generated part of docs/security/keys.md. */
export function renderTables(findings: readonly Findings[]): string {
  const missing = EFFECT_NAMES.filter((effect) => !GROUPS.some(([, effects]) => effects.includes(effect)));
  if (missing.length > 0) throw new Error(`No table has the effects ${missing.join(", ")}.`);
  const sections = GROUPS.map(([title, effects], i) => {
    const last = i === GROUPS.length - 1;
    const heads = ["key", ...effects.map((effect) => EFFECTS[effect].title), ...(last ? ["who can cancel"] : [])];
    const rows = findings.map(({ name, tried }) => [
      name,
      ...effects.map((effect) => cellOf(tried, effect)),
      ...(last ? [cancellersOf(tried)] : []),
    ]);
    const counts = effects.map((effect) => {
      const numbers = findings.map(({ tried }) => tried.filter(({ attempt }) => attempt.effect === effect).length);
      return String(Math.min(...numbers));
    });
    rows.push(["_sequences tried with each key, at least_", ...counts, ...(last ? [""] : [])]);
    return [`## ${title}`, "", line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
  });
  return `${sections.join("\n\n")}\n`;
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

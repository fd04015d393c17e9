import { table } from "../../demo/table.js";
import type { Zones } from "../../bank/zones.js";
import {
  closeCorridors,
  closeCorridorsCall,
  closingChanges,
  type CorridorChange,
  corridorState,
  openCorridors,
  openCorridorsCall,
  openingChanges,
  readPolicy,
} from "../policy.js";
import type { Policy } from "../words.js";
import { corridorName, readCorridors, zoneName } from "../zoneNames.js";
import type { Context, Outcome } from "./context.js";
import { performDelayable } from "./delayed.js";
import { InputError } from "./exitCodes.js";
import { type Change, perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";
import { zonesIn } from "./zonesOption.js";

/** Corridors of a token: open (the policy admin, with the role's delay), close (compliance, at once), show. */
export async function corridor(context: Context, step: string): Promise<Outcome> {
  const zones = await zonesIn(context);
  if (step === "show") return show(context, zones);
  return step === "open" ? open(context, zones) : close(context, zones);
}

async function open(context: Context, zones: Zones): Promise<Outcome> {
  const { bank, currency } = context;
  const [allow, review] = [pairs(context, "allow", zones), pairs(context, "review", zones)];
  if (allow.length + review.length === 0) {
    throw new InputError("--allow", "or --review must be given", "Name the corridors to open, such as --allow US:EU.");
  }
  const opening = { currency, allow, review };
  const changes = openingChanges(await readPolicy(bank, currency), opening, zones);
  // What is scheduled is carried out or cancelled whatever the corridors are meanwhile.
  const isNothing = !context.flag("cancel") && !context.flag("execute") && changes.every(isIdle);
  const does = `Opens ${changes.length} corridor(s) of ${currency}: ${sayChanges(changes, zones)}.`;
  if (isNothing) return { text: `${does} Nothing to send.`, data: { currency, changes, transaction: null } };
  return performDelayable(context, {
    command: "corridor open",
    does,
    changes: rows(changes, zones),
    sender: await personOf(context, "POLICY_ADMIN"),
    as: "POLICY_ADMIN",
    call: () => openCorridorsCall(bank, opening),
    send: (signer) => openCorridors(bank, signer, opening),
    done: (transaction) => ({ text: `${does}\n${receipt(transaction)}`, data: { currency, changes, transaction } }),
  });
}

async function close(context: Context, zones: Zones): Promise<Outcome> {
  const { bank, currency } = context;
  context.required("corridors");
  const closing = { currency, close: pairs(context, "corridors", zones) };
  const changes = closingChanges(await readPolicy(bank, currency), closing);
  const does = `Closes ${changes.length} corridor(s) of ${currency}: ${sayChanges(changes, zones)}.`;
  if (changes.every(isIdle))
    return { text: `${does} Nothing to send.`, data: { currency, changes, transaction: null } };
  return perform(context, {
    does,
    changes: rows(changes, zones),
    sender: await personOf(context, "COMPLIANCE"),
    as: "COMPLIANCE",
    calls: async () => [await closeCorridorsCall(bank, closing)],
    send: (signer) => closeCorridors(bank, signer, closing),
    done: (transaction) => ({ text: `${does}\n${receipt(transaction)}`, data: { currency, changes, transaction } }),
  });
}

const pairs = (context: Context, option: string, zones: Zones) =>
  context.readIf(option, (text) => readCorridors(text, zones)) ?? [];

const isIdle = ({ before, after }: CorridorChange): boolean => before === after;

const rows = (changes: readonly CorridorChange[], zones: Zones): Change[] =>
  changes.map((change) => ({
    of: corridorName(change, zones),
    what: "corridor",
    before: change.before,
    after: change.after,
  }));

const sayChanges = (changes: readonly CorridorChange[], zones: Zones): string =>
  changes
    .map((change) => {
      const name = corridorName(change, zones);
      return isIdle(change) ? `${name} is ${change.after} already` : `${name}, ${change.before} -> ${change.after}`;
    })
    .join("; ");

async function show(context: Context, zones: Zones): Promise<Outcome> {
  const { bank, currency } = context;
  const policy = await readPolicy(bank, currency);
  const numbers = shownZones(policy, zones);
  const payees = numbers.filter((zone) => zone !== 0);
  const cells = numbers.map((from) => [
    zoneName(from, zones),
    ...payees.map((to) => corridorState(policy, { from, to })),
  ]);
  const matrix = payees.map((to) => numbers.map((from) => ({ from, to, state: corridorState(policy, { from, to }) })));
  const text = [
    `Corridors of ${currency}: who pays stands on the left, who is paid on top; the bank's row is what it may mint to.`,
    "",
    table(["from \\ to", ...payees.map((zone) => zoneName(zone, zones))], cells),
    "",
    "allow: open. review: needs a clearance of two people. Every pair that is not shown is denied.",
  ];
  return { text: text.join("\n"), data: { currency, zones, corridors: matrix.flat() } };
}

/** Zones with a name, and those without one from or to which a corridor leads. */
function shownZones({ allowed, review }: Policy, zones: Zones): number[] {
  const used = [...allowed, ...review].flatMap(({ from, to }) => [from, to]);
  return [...new Set([0, ...Object.values(zones), ...used])].sort((a, b) => a - b);
}

import { table } from "../../demo/table.js";
import { duration, isoDate } from "../../errors/index.js";
import { HELD_ROLES, type HeldRole, ROLE_IDS } from "../heldRoles.js";
import { peopleIn, readMembers, type RoleMember } from "../members.js";
import { requireMayJoin, requireMayLeave, requirePeoplesRole, rotationCalls, type Rotation } from "../rotation.js";
import { ask, callOf, chainTime } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { type ManagerCalls, performManagerCalls } from "./delayedCalls.js";
import { InputError } from "./exitCodes.js";
import { performCall } from "./oneCall.js";
import type { Fact } from "./perform.js";
import { personOf } from "./signers.js";

/* Who signs for the bank: shown, rotated, added and removed by an admin; anyone can give up a role of its own. */

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = { show, rotate, add, remove, renounce };

export const signer = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);

async function show(context: Context): Promise<Outcome> {
  const members = await readMembers(context.bank);
  const rows = members.map(({ role, account, contract, delay, since }) => [
    role,
    account + (contract === undefined ? "" : ` (${contract})`),
    delay === 0n ? "at once" : duration(delay),
    isoDate(since),
  ]);
  const empty = HELD_ROLES.filter((role) => !members.some((member) => member.role === role));
  const nobody = empty.length === 0 ? [] : [`Held by nobody: ${empty.join(", ")}.`];
  const text = [table(["role", "who", "acts", "since"], rows), ...nobody].join("\n");
  return { text, data: { members, empty } };
}

/** The new key first, then the old one off: one transaction, in which the role is never empty. */
async function rotate(context: Context): Promise<Outcome> {
  const [role, from, to] = [roleIn(context), context.address("from"), context.address("to")];
  const members = await readMembers(context.bank);
  const { delay } = requireMayLeave(members, role, from, true);
  requireMayJoin(without(members, role, from), role, to, from);
  return change(context, "signer rotate", `Has ${to} take the place of ${from} as ${role}.`, { role, from, to, delay });
}

/** With the delay that the role's members have; --delay-hours where it has none, or differently. */
async function add(context: Context): Promise<Outcome> {
  const [role, to] = [roleIn(context), context.address("to")];
  const members = await readMembers(context.bank);
  requireMayJoin(members, role, to);
  const hours = context.integer("delayHours", 0, 24 * 365);
  const delay = hours === undefined ? peopleIn(members, role)[0]?.delay : BigInt(hours) * 3_600n;
  if (delay === undefined) {
    const fix = "Say after how many hours it may carry out what it schedules, 0 for at once.";
    throw new InputError("--delay-hours", `is missing: nobody holds ${role} whose delay could be taken over`, fix);
  }
  return change(context, "signer add", `Gives ${to} the role ${role}.`, { role, to, delay });
}

async function remove(context: Context): Promise<Outcome> {
  const [role, from] = [roleIn(context), context.address("from")];
  const members = await readMembers(context.bank);
  const { delay } = requireMayLeave(members, role, from, false);
  return change(context, "signer remove", `Takes the role ${role} from ${from}.`, { role, from, delay });
}

/** By the key itself, at once: where it may have been seen, and its admin would have to wait. */
async function renounce(context: Context): Promise<Outcome> {
  const { bank } = context;
  const role = roleIn(context);
  const sender = await personOf(context, role);
  requireMayLeave(await readMembers(bank), role, sender.address, false);
  const { renounceRole } = bank.accessManager;
  return performCall(context, {
    does: `Gives up the role ${role} of ${sender.address}, at once.`,
    as: role,
    sender,
    call: () => callOf("AccessManager.renounceRole", renounceRole.populateTransaction(ROLE_IDS[role], sender.address)),
    data: { role, from: sender.address },
  });
}

async function change(context: Context, command: string, does: string, rotation: Rotation): Promise<Outcome> {
  const { bank } = context;
  const { role, from, to, delay } = rotation;
  requirePeoplesRole(role);
  const acts = delay === 0n ? "at once" : `${duration(delay)} after scheduling`;
  const waits = to === undefined ? 0n : await ask(bank, bank.accessManager.getRoleGrantDelay(ROLE_IDS[role]));
  const facts: Fact[] = [
    ["role", role],
    ...(to === undefined ? [] : ([["joins", `${to}, acts ${acts}`]] satisfies Fact[])),
    ...(waits === 0n ? [] : ([["only from", isoDate((await chainTime(bank)) + waits)]] satisfies Fact[])),
    ...(from === undefined ? [] : ([["leaves", from]] satisfies Fact[])),
  ];
  const act: ManagerCalls = {
    ...{ command, does, facts },
    calls: await rotationCalls(bank, rotation),
    afterwards: afterwards(context, rotation),
    data: { ...rotation },
  };
  return performManagerCalls(context, act);
}

/** An issuer's quota is nothing of the manager's: two other people move it. */
function afterwards({ bank }: Context, { role, from, to }: Rotation): string[] {
  if (role !== "ISSUER") return [];
  return Object.keys(bank.tokens).flatMap((currency) => [
    ...(to === undefined
      ? []
      : [
          `It may mint nothing until the policy admin says how much: npm run quota -- raise --currency ${currency} --issuer ${to} --amount ...`,
        ]),
    ...(from === undefined
      ? []
      : [`Compliance takes the old quota: npm run quota -- cut --currency ${currency} --issuer ${from} --amount 0`]),
  ]);
}

const without = (members: readonly RoleMember[], role: HeldRole, account: string): RoleMember[] =>
  members.filter((member) => member.role !== role || member.account !== account);

function roleIn(context: Context): HeldRole {
  return context.read("role", (text) => {
    const role = text.toUpperCase() as HeldRole;
    if (HELD_ROLES.includes(role)) return role;
    throw new InputError("--role", `there is no role ${JSON.stringify(text)}`, `Use one of ${HELD_ROLES.join(", ")}.`);
  });
}

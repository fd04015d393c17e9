import { table } from "../../demo/table.js";
import { DESK_NAMES, type DeskName, deployDesks, DESKS, readDesks } from "../../settlement/desks.js";
import {
  admitContract,
  admitContractCall,
  dismissContract,
  dismissContractCall,
  powerNames,
  readPowers,
} from "../powers.js";
import { ask, providerOf } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { performDelayable } from "./delayed.js";
import { InputError } from "./exitCodes.js";
import { perform, receipt } from "./perform.js";
import { personOf, signerOf } from "./signers.js";

/** The desks of settlement: deployed once a chain by anyone, admitted and dismissed by each bank in its own tokens. */
export async function desk(context: Context, step: string): Promise<Outcome> {
  if (step === "show") return show(context);
  return step === "deploy" ? deploy(context) : change(context, step === "admit");
}

async function show(context: Context): Promise<Outcome> {
  const { bank } = context;
  const currencies = Object.keys(bank.tokens);
  const desks = await ask(bank, readDesks(providerOf(bank)));
  const rows = await Promise.all(
    desks.map(async ({ name, address, deployed }) => {
      const powers = await Promise.all(currencies.map((currency) => readPowers(bank, currency, address)));
      const admitted = Object.fromEntries(currencies.map((currency, i) => [currency, powerNames(powers[i]!)]));
      return { name, address, deployed, needs: powerNames(DESKS[name].powers), admitted };
    }),
  );
  const cells = rows.map(({ name, address, deployed, admitted }) => [
    name,
    address,
    deployed ? "yes" : "no",
    ...currencies.map((currency) => admitted[currency]!.join(" ") || "-"),
  ]);
  return { text: table(["desk", "address", "deployed", ...currencies], cells), data: { desks: rows } };
}

async function deploy(context: Context): Promise<Outcome> {
  const { bank } = context;
  const missing = (await ask(bank, readDesks(providerOf(bank)))).filter(({ deployed }) => !deployed);
  if (missing.length === 0) return { text: "Every desk is on this chain already.", data: { deployed: [] } };
  const does = `Deploys ${missing.map(({ name, address }) => `${name} at ${address}`).join(", ")}.`;
  const sender = await personOf(context, "CUSTOMER");
  if (context.dryRun) {
    return { text: `Would do: ${does}\nMust sign: ${sender.address}, anyone\nNothing was sent.`, data: { missing } };
  }
  await deployDesks(
    signerOf(sender, "CUSTOMER"),
    missing.map(({ name }) => name),
    (name, address) => context.progress(`${name} at ${address}`),
  );
  return { text: does, data: { deployed: missing } };
}

async function change(context: Context, admits: boolean): Promise<Outcome> {
  const { bank, currency } = context;
  const name = deskNamed(context);
  const [state] = (await ask(bank, readDesks(providerOf(bank)))).filter((one) => one.name === name);
  const { address, deployed } = state!;
  if (admits && !deployed) {
    throw new InputError("--desk", `${name} is not on this chain`, "Deploy it first: desk deploy.");
  }
  const { powers } = DESKS[name];
  const before = await readPowers(bank, currency, address);
  const after = admits ? before | powers : before & ~powers;
  const names = powerNames(powers).join(" ");
  const does = `${admits ? "Admits" : "Dismisses"} ${name} (${address}) in ${currency}: ${names}.`;
  if (before === after && !context.flag("execute") && !context.flag("cancel")) {
    return { text: `${does} Nothing to send.`, data: { currency, desk: name, address, transaction: null } };
  }
  const say = (bits: bigint): string => powerNames(bits).join(" ") || "nothing";
  const wanted = { currency, contract: address, powers };
  const as = admits ? "POLICY_ADMIN" : "COMPLIANCE";
  const step = {
    does,
    changes: [{ of: name, what: `powers in ${currency}`, before: say(before), after: say(after) }],
    sender: await personOf(context, as),
    as,
    done: (transaction: Parameters<typeof receipt>[0]): Outcome => ({
      text: `${does}\n${receipt(transaction)}`,
      data: { currency, desk: name, address, transaction },
    }),
  } as const;
  if (!admits) {
    return perform(context, {
      ...step,
      calls: async () => [await dismissContractCall(bank, wanted)],
      send: (signer) => dismissContract(bank, signer, wanted),
    });
  }
  return performDelayable(context, {
    ...step,
    command: "desk admit",
    call: () => admitContractCall(bank, wanted),
    send: (signer) => admitContract(bank, signer, wanted),
  });
}

/** A desk that a token can admit, in any case of letters. */
function deskNamed(context: Context): DeskName {
  return context.read("desk", (text) => {
    const names = DESK_NAMES.filter((name) => DESKS[name].powers !== 0n);
    const name = names.find((one) => one.toLowerCase() === text.toLowerCase());
    if (name !== undefined) return name;
    throw new InputError("--desk", `there is no desk ${JSON.stringify(text)}`, `Use one of ${names.join(", ")}.`);
  });
}

import { duration, isoDate } from "../errors/index.js";
import type { Bank } from "../chain/bank.js";
import type { Finding, Hand, Remedy } from "../chain/checkDeployment.js";
import { accessOf, readSchedule } from "../chain/schedule.js";
import { membersFor } from "./hands.js";
import { planCustomers } from "./customers.js";
import { type BankRun, chainIdOf, connect, deployedAt, differences } from "./run.js";
import { deploySteps } from "./steps.js";

/** One line of a plan: a thing that apply would change, or that only people can. */
export interface PlanRow {
  readonly what: string;
  readonly now: string;
  readonly wanted: string;
  /** what would be done; empty where no act puts it right */
  readonly does: string;
  /** who must sign */
  readonly signs: string;
  /** "at once", "2 days after it is scheduled", "scheduled, from 2026-11-24T10:00:00Z on" */
  readonly when: string;
}

export interface Plan {
  readonly bank: string;
  readonly chainId: number;
  /** whether the suite is on this chain */
  readonly state: "absent" | "begun" | "deployed";
  readonly rows: readonly PlanRow[];
}

/**
 * Reads the chain and says what differs from the file, who must sign to change it, and after which delay. Sends nothing and
 * needs no key.
 * @throws BankFileError's kin before anything is read: LocalFileError, OtherNetworkError
 */
export async function planBank(run: BankRun): Promise<Plan> {
  const chainId = await chainIdOf(run);
  const addresses = await deployedAt(run);
  const head = { bank: run.config.name, chainId };
  if (addresses === undefined) return { ...head, ...(await planDeployment(run)) };
  const bank = connect(run, addresses);
  const rows: PlanRow[] = [];
  for (const finding of await differences(run, addresses)) rows.push(...(await rowsOf(run, bank, finding)));
  return { ...head, state: "deployed", rows: [...rows, ...(await customerRows(run, bank))] };
}

async function planDeployment(run: BankRun): Promise<Pick<Plan, "state" | "rows">> {
  const { config, connection } = run;
  const deployer = run.deployer ?? (await connection.ethers.getSigners())[0]?.address ?? "the deployer";
  const steps = await deploySteps(run, deployer);
  const rows = steps
    .filter(({ done }) => !done)
    .map(({ id, does }) => ({ what: id, now: "absent", wanted: "there", does, signs: deployer, when: "at once" }));
  const lines = config.counterparties.flatMap(({ name, lines: all }) =>
    all.map(({ currency }) => ({
      what: `line ${currency} with ${name}`,
      now: "absent",
      wanted: "open on this bank's side",
      does: "opens it once both tokens are there",
      signs: whoOf(run, "POLICY_ADMIN"),
      when: waitOf(longest(run, "POLICY_ADMIN")),
    })),
  );
  const state = steps.some(({ done, id }) => done && !config.desks.includes(id as never)) ? "begun" : "absent";
  return { state, rows: [...rows, ...lines, ...customersAhead(run)] };
}

function customersAhead(run: BankRun): PlanRow[] {
  const { customers } = run.config;
  if (customers === undefined) return [];
  const signs = whoOf(run, "REGISTRAR");
  return [{ what: "customers", now: "none", wanted: customers, does: "admits them", signs, when: "at once" }];
}

async function customerRows(run: BankRun, bank: Bank): Promise<PlanRow[]> {
  const plan = await planCustomers(run, bank);
  if (plan === undefined || plan.fresh.length + plan.grown.length === 0) return [];
  const known = plan.unchanged.length + plan.differing.length + plan.grown.length;
  return [
    {
      what: "customers",
      now: `${known} of ${known + plan.fresh.length} are in the register`,
      wanted: "all",
      does: `admits ${plan.fresh.length}, adds wallets of ${plan.grown.length}`,
      signs: whoOf(run, "REGISTRAR"),
      when: "at once",
    },
  ];
}

async function rowsOf(run: BankRun, bank: Bank, finding: Finding): Promise<PlanRow[]> {
  const { subject, problem, now = problem, wanted = "as in the file", remedies = [] } = finding;
  const head = { what: subject, now, wanted };
  if (remedies.length === 0) return [{ ...head, does: "", signs: "people decide", when: "" }];
  const rows: PlanRow[] = [];
  for (const remedy of remedies) {
    const { does, by } = remedy;
    rows.push({ ...head, does, signs: whoOf(run, by), when: await whenOf(run, bank, remedy) });
  }
  return rows;
}

const whoOf = (run: BankRun, hand: Hand): string =>
  `${hand}: ${membersFor(run.config, hand)
    .map(({ signer }) => signer)
    .join(" or ")}`;

const longest = (run: BankRun, hand: Hand): bigint =>
  BigInt(Math.max(0, ...membersFor(run.config, hand).map(({ delay }) => delay)));

const waitOf = (delay: bigint): string => (delay === 0n ? "at once" : `${duration(delay)} after it is scheduled`);

/** As the chain has it: what a member may do is the chain's to say, not the file's. */
async function whenOf(run: BankRun, bank: Bank, { by, call }: Remedy): Promise<string> {
  const members = membersFor(run.config, by);
  for (const { signer } of members) {
    const { state, readyAt } = await readSchedule(bank, signer, call);
    if (state === "ready") return `scheduled by ${signer}: now`;
    if (state === "waiting") return `scheduled by ${signer}, from ${isoDate(readyAt ?? 0n)} on`;
  }
  const access = await Promise.all(members.map(({ signer }) => accessOf(bank, signer, call)));
  if (access.some(({ immediate }) => immediate)) return "at once";
  const delays = access.map(({ delay }) => delay).filter((delay) => delay > 0n);
  return delays.length === 0 ? "nobody may on this chain" : waitOf(delays.reduce((a, b) => (a < b ? a : b)));
}

import type { BankAddresses } from "../chain/bank.js";
import type { Finding } from "../chain/checkDeployment.js";
import { type DeploymentReport, runDeployment } from "../chain/deploy.js";
import { type SafeBatch, writeBatches } from "./batches.js";
import { type ActReport, carryOut } from "./carryOut.js";
import { admitCustomers, type CustomersReport } from "./customers.js";
import { type BankRun, connect, deployedAt, differences } from "./run.js";
import { deploySteps } from "./steps.js";

/** What a run did, and what is left. */
export interface ApplyReport {
  readonly addresses: BankAddresses;
  /** undefined when the suite was there already */
  readonly deployment: DeploymentReport | undefined;
  /** in the order of the run */
  readonly acts: readonly ActReport[];
  readonly customers: CustomersReport | undefined;
  /** written for Safes, where a folder for them was named */
  readonly batches: readonly SafeBatch[];
  /** what still differs from the file; empty is good */
  readonly left: readonly Finding[];
}

export interface ApplyOptions {
  /** folder for batches that Safes must sign; none are written if left out */
  readonly batches?: string | undefined;
}

/** More rounds than any change needs: one act may only become possible by another. */
const ROUNDS = 10;

/**
 * Makes the chain as the bank file says: deploys what is missing, schedules and carries out what differs with the keys at
 * hand, admits the file's customers. Whatever stops it, the next run goes on: the journal knows the deployment, the chain
 * everything else.
 * @throws what `runDeployment` throws; VostroError OutcomeUnconfirmed, of an act that was sent and not answered
 */
export async function applyBank(run: BankRun, options: ApplyOptions = {}): Promise<ApplyReport> {
  const there = await deployedAt(run);
  const deployment = there === undefined ? await deploy(run) : undefined;
  const addresses = there ?? deployment!.addresses;
  const bank = connect(run, addresses);
  const acts = new Map<string, ActReport>();
  let left: Finding[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    left = await differences(run, addresses);
    const reports = await carryOut(run, bank, left);
    for (const report of reports) acts.set(`${report.call.to} ${report.call.data}`, report);
    if (!reports.some(({ state }) => state === "done")) break;
  }
  // Nobody is admitted to code that is not this build's.
  const customers = left.some(isOfCode) ? undefined : await admitCustomers(run, bank);
  const reports = [...acts.values()];
  const batches = options.batches === undefined ? [] : await writeBatches(run, bank, reports, options.batches);
  return { addresses, deployment, acts: reports, customers, batches, left };
}

const isOfCode = ({ subject }: Finding): boolean => /'s (implementation|proxy)$/.test(subject);

async function deploy(run: BankRun): Promise<DeploymentReport> {
  const { connection, config, artifacts, directory, onProgress } = run;
  const deployer = run.deployer ?? (await connection.ethers.getSigners())[0]!.address;
  const steps = await deploySteps(run, deployer);
  let done = steps.filter((step) => step.done).length;
  if (done > 0) onProgress(`${done} of ${steps.length} steps are there already`);
  return runDeployment(connection, config, {
    deployer,
    directory,
    artifacts,
    onProgress: (step) => onProgress(`[${++done}/${steps.length}] ${step.replace(/^.*#/, "")}`),
  });
}

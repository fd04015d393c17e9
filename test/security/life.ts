import { id } from "ethers";

import {
  attest,
  connectBank,
  executeScheduled,
  openCorridorsCall,
  pause,
  readSchedule,
  scheduleAct,
} from "../../src/chain/index.js";
import { signFor } from "../../src/chain/typedData.js";
import { connectDesks, deskAddress } from "../../src/settlement/desks.js";
import { holdOfOrder } from "../../src/settlement/orders/index.js";
import { useService } from "../support/serviceBank.js";
import {
  admitCustomers,
  allowWalletCodeCall,
  disputedOrder,
  lineCalls,
  LISTED_CODE,
  redeem,
  slotOfCode,
  underTheLaw,
} from "./past.js";
import { asService, DEPOSITS, type Name, VALID_UNTIL } from "./people.js";
import { contractsOfTheThief } from "./thiefs.js";

/*
 * The bank under attack, in the middle of its life: customers with money, an order of goods before its arbiter, redemptions
 * asked for, in transit and settled, a blocked customer, a lien, seized money in custody, a paused token, and an
 * authorisation that a relayer has not submitted yet.
 */

/** Everything the attempts need, on the state of the fixture. */
export async function openLife() {
  const service = await useService();
  const { of, person } = asService(service);
  const { chain, time } = service;

  async function lived() {
    const bank = await service.load();
    const thiefs = await contractsOfTheThief(service, bank);
    const listed = await allowWalletCodeCall(bank);
    await scheduleAct(bank, person("POLICY_ADMIN"), listed);
    const line = lineCalls(bank, thiefs.thiefsToken);
    for (const call of line) await scheduleAct(bank, person("POLICY_ADMIN"), call);
    await admitCustomers(service, bank);
    const order = await disputedOrder(service, bank);
    const redemptions = await redeem(service, bank);
    await executeScheduled(bank, person("POLICY_ADMIN"), listed);
    const manager = bank.accessManager.connect(person("POLICY_ADMIN"));
    for (const { to, data } of line) await manager.execute(to, data);
    const law = await underTheLaw(service, bank);
    await pause(bank, person("GUARDIAN"), { currency: "EUR", operation: "transfer" });
    // Waits for its time, for whoever may cancel it.
    const waiting = await openCorridorsCall(bank, { currency: "EUR", allow: [{ from: 1, to: 14 }] });
    await scheduleAct(bank, person("POLICY_ADMIN"), waiting);
    await attest(bank, person("ATTESTOR"), { currency: "USD", figure: DEPOSITS });
    const { id: waitingId } = await readSchedule(bank, person("POLICY_ADMIN").address, waiting);
    return { addresses: bank.addresses, order, redemptions, waiting, waitingId, ...law, ...thiefs };
  }

  const state = await chain.networkHelpers.loadFixture(lived);
  const bank = connectBank(state.addresses, chain.ethers.provider);
  const { provider } = chain.ethers;
  const [usd, eur] = [bank.tokens["USD"]!, bank.tokens["EUR"]!];
  const { orderEscrow, interbankClearing: clearingDesk } = connectDesks(chain.ethers.provider);
  const holdOf = holdOfOrder(state.order, String(orderEscrow.target));
  /** What alice gave a relayer to submit: USD 5.00 to bob. */
  const cargo = {
    from: of("alice").address,
    to: of("bob").address,
    value: 500n,
    validAfter: 0n,
    validBefore: VALID_UNTIL,
    nonce: id("cargo"),
  };
  const cargoSignature = await signFor(usd, of("alice"), "TransferWithAuthorization", cargo);
  return {
    ...service,
    ...state,
    bank,
    usd,
    eur,
    orderEscrow,
    clearingDesk,
    holdOf,
    cargo,
    cargoSignature,
    listedCode: LISTED_CODE,
    /** Whether the register takes smart accounts of this code. */
    isListedCode: async (codeHash: string) =>
      BigInt(await provider.getStorage(bank.addresses.partyRegistry, slotOfCode(codeHash))) === 1n,
    programmeZone: service.config.zones[service.config.programmeZones[0]!]!,
    deskOf: deskAddress,
    of,
    at: (name: Name) => of(name).address,
    now: async () => BigInt(await time.latest()),
    /** The bank's figure of the day. */
    attest: () => attest(bank, person("ATTESTOR"), { currency: "USD", figure: DEPOSITS }),
  };
}

export type Life = Awaited<ReturnType<typeof openLife>>;

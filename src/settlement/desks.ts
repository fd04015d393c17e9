import { concat, type ContractRunner, getCreate2Address, id, keccak256, type Provider, type Signer } from "ethers";

import { POWERS } from "../bank/roles.js";
import { connectAs } from "../chain/connect.js";
import { decodeError, VostroError } from "../errors/index.js";
import {
  FxDesk__factory,
  InterbankClearing__factory,
  NettingCycle__factory,
  OrderEscrow__factory,
  Receivables__factory,
  SignedPayouts__factory,
} from "../../typechain-types/index.js";

/*
 * The desks of settlement belong to no bank: no owner, no upgrade, no constructor arguments. So each has one address on every
 * chain, made of its code alone (CREATE2): whoever finds code there has found exactly this build's desk, and a bank that
 * admits that address admits that code.
 */

const { NOTARY, BURNER, CLEARING } = POWERS;

/** Each desk's code and the powers it needs in a token; none for the code that payers' accounts delegate to. */
export const DESKS = {
  OrderEscrow: { factory: OrderEscrow__factory, powers: NOTARY },
  Receivables: { factory: Receivables__factory, powers: NOTARY },
  FxDesk: { factory: FxDesk__factory, powers: NOTARY },
  NettingCycle: { factory: NettingCycle__factory, powers: NOTARY },
  // It burns at the payer's bank and mints at the payee's.
  InterbankClearing: { factory: InterbankClearing__factory, powers: NOTARY | BURNER | CLEARING },
  SignedPayouts: { factory: SignedPayouts__factory, powers: 0n },
} as const;

export type DeskName = keyof typeof DESKS;
export const DESK_NAMES = Object.keys(DESKS) as readonly DeskName[];

/** The deterministic deployment proxy of the Ethereum ecosystem: the same on every chain, owned by nobody. */
export const DEPLOYER = "0x4e59b44847b379578588920cA78FbF26c0B4956C";
/** Its own deployment, signed for every chain at once by a key that nobody knows. */
const DEPLOYER_TRANSACTION =
  "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222";
const DEPLOYER_SENDER = "0x3fAB184622Dc19b6109349B94811493BF2a45362";
/** Its gas limit times its gas price, both fixed by the signature. */
const DEPLOYER_COST = 100_000n * 100_000_000_000n;

const SALT = id("vostro: desks of settlement");

/** Where a desk of this build is, or will be, on every chain. */
export function deskAddress(name: DeskName): string {
  return getCreate2Address(DEPLOYER, SALT, keccak256(DESKS[name].factory.bytecode));
}

export interface DeskState {
  readonly name: DeskName;
  readonly address: string;
  readonly deployed: boolean;
}

/** Which desks are on this chain. */
export async function readDesks(provider: Provider): Promise<DeskState[]> {
  return Promise.all(
    DESK_NAMES.map(async (name) => {
      const address = deskAddress(name);
      return { name, address, deployed: (await provider.getCode(address)) !== "0x" };
    }),
  );
}

/**
 * Deploys the desks that this chain does not have yet; one that is there is left as it is, so that a run that was stopped is
 * simply repeated. Who may call: anyone, nobody gets any power by it.
 * @throws VostroError DeployerMissing (the chain takes no transaction without a chain id), and what the node refuses
 */
export async function deployDesks(
  signer: Signer,
  names: readonly DeskName[] = DESK_NAMES,
  onDeployed: (name: DeskName, address: string) => void = () => undefined,
): Promise<Record<DeskName, string>> {
  const provider = signer.provider!;
  try {
    await ensureDeployer(signer, provider);
    for (const name of names) {
      const address = deskAddress(name);
      if ((await provider.getCode(address)) !== "0x") continue;
      const data = concat([SALT, DESKS[name].factory.bytecode]);
      await (await signer.sendTransaction({ to: DEPLOYER, data })).wait();
      onDeployed(name, address);
    }
  } catch (error) {
    throw decodeError(error);
  }
  return Object.fromEntries(DESK_NAMES.map((name) => [name, deskAddress(name)])) as Record<DeskName, string>;
}

async function ensureDeployer(signer: Signer, provider: Provider): Promise<void> {
  if ((await provider.getCode(DEPLOYER)) !== "0x") return;
  try {
    const missing = DEPLOYER_COST - (await provider.getBalance(DEPLOYER_SENDER));
    if (missing > 0n) await (await signer.sendTransaction({ to: DEPLOYER_SENDER, value: missing })).wait();
    await (await provider.broadcastTransaction(DEPLOYER_TRANSACTION)).wait();
  } catch (error) {
    throw new VostroError({
      name: "DeployerMissing",
      sentence: `This chain has no deterministic deployment proxy at ${DEPLOYER}, and it could not be put there.`,
      fix: "Have the chain's operator put it there: some permissioned chains have it in their genesis, or allow transactions without a chain id for a while.",
      cause: error,
    });
  }
}

/** The desks at their addresses, bound to a provider or signer. */
export function connectDesks(runner: ContractRunner) {
  return {
    orderEscrow: connectAs(OrderEscrow__factory, deskAddress("OrderEscrow"), runner),
    receivables: connectAs(Receivables__factory, deskAddress("Receivables"), runner),
    fxDesk: connectAs(FxDesk__factory, deskAddress("FxDesk"), runner),
    nettingCycle: connectAs(NettingCycle__factory, deskAddress("NettingCycle"), runner),
    interbankClearing: connectAs(InterbankClearing__factory, deskAddress("InterbankClearing"), runner),
  };
}

export type Desks = ReturnType<typeof connectDesks>;

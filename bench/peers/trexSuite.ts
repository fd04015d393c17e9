import { type Wallet, ZeroAddress } from "ethers";

import type { Artifact, Deployed } from "../chain.js";
import type { Bench } from "../measure.js";
import { issueClaim } from "./trexClaim.js";
import { onchainIdCode, trexCode } from "./trexCode.js";

/** ISO 3166-1 numeric; two non-zero bytes of calldata. */
export const COUNTRY = 756;

const SALT = "bench";
const ONCHAIN_ID = "@onchain-id/solidity/contracts";
const REGISTRY = "contracts/registry/implementation";
const MODULES = "contracts/compliance/modular/modules";

export interface TrexSuite {
  token: Deployed;
  registry: Deployed;
  /** Agent of the token and of the identity registry. */
  agent: Wallet;
  /** One ONCHAINID, to which every wallet registered here belongs. */
  identity: Deployed;
}

/**
 * A suite as T-REX's own factory deploys it: six proxies under one implementation authority, with one country module.
 * With `claim`, holders must have one claim, which is what makes the registry look into their identities.
 */
export async function deployTrexSuite(bench: Bench, { claim }: { claim: boolean }): Promise<TrexSuite> {
  const { chain, accounts } = bench;
  const deploy = (code: Artifact, args: unknown[] = []): Promise<Deployed> =>
    chain.deploy(accounts.deployer(), code, args);
  // Factories and authorities belong to whoever deploys them, so one wallet deploys those.
  const [owner, agent, customer] = [accounts.next(), accounts.next(), accounts.next()];

  const identityLogic = await deploy(trexCode("Identity", ONCHAIN_ID), [owner.address, true]);
  const identityAuthority = await deploy(trexCode("ImplementationAuthority", `${ONCHAIN_ID}/proxy`), [
    identityLogic.address,
  ]);
  const identityArgs = [identityAuthority.address, customer.address];
  const identityProxy = await deploy(onchainIdCode("IdentityProxy", "proxy"), identityArgs);
  const identity = { address: identityProxy.address, abi: identityLogic.abi };

  const token = await deploy(trexCode("Token", "contracts/token"));
  const registry = await deploy(trexCode("IdentityRegistry", REGISTRY));
  const implementations = {
    tokenImplementation: token.address,
    ctrImplementation: (await deploy(trexCode("ClaimTopicsRegistry", REGISTRY))).address,
    irImplementation: registry.address,
    irsImplementation: (await deploy(trexCode("IdentityRegistryStorage", REGISTRY))).address,
    tirImplementation: (await deploy(trexCode("TrustedIssuersRegistry", REGISTRY))).address,
    mcImplementation: (await deploy(trexCode("ModularCompliance", "contracts/compliance/modular"))).address,
  };
  const authority = await chain.deploy(
    owner,
    trexCode("TREXImplementationAuthority", "contracts/proxy/authority"),
    [true, ZeroAddress, ZeroAddress], // the reference authority; its factory is set below
  );
  await chain.send(owner, authority, "addAndUseTREXVersion", [{ major: 4, minor: 1, patch: 6 }, implementations]);

  const moduleLogic = await deploy(trexCode("CountryAllowModule", MODULES));
  const initialize = moduleLogic.abi.encodeFunctionData("initialize");
  const countryModule = await deploy(trexCode("ModuleProxy", MODULES), [moduleLogic.address, initialize]);

  const idFactory = await chain.deploy(owner, onchainIdCode("IdFactory", "factory"), [identityAuthority.address]);
  const factoryArgs = [authority.address, idFactory.address];
  const factory = await chain.deploy(owner, trexCode("TREXFactory", "contracts/factory"), factoryArgs);
  await chain.send(owner, authority, "setTREXFactory", [factory.address]);
  await chain.send(owner, idFactory, "addTokenFactory", [factory.address]);
  const details = {
    owner: owner.address,
    name: "Peer",
    symbol: "PEER",
    decimals: 2,
    irs: ZeroAddress,
    ONCHAINID: ZeroAddress,
    irAgents: [agent.address],
    tokenAgents: [agent.address],
    complianceModules: [countryModule.address],
    complianceSettings: [moduleLogic.abi.encodeFunctionData("addAllowedCountry", [COUNTRY])],
  };
  const claims = claim
    ? await issueClaim(bench, { identity, customer })
    : { claimTopics: [], issuers: [], issuerClaims: [] };
  await chain.send(owner, factory, "deployTREXSuite", [SALT, details, claims]);

  const tokenAt = { address: String(await chain.read(factory, "getToken", [SALT])), abi: token.abi };
  const registryAddress = String(await chain.read(tokenAt, "identityRegistry", []));
  // A new T-REX token is paused.
  await chain.send(agent, tokenAt, "unpause", []);
  return { token: tokenAt, registry: { address: registryAddress, abi: registry.abi }, agent, identity };
}

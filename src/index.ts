/*
 * The package: what another program needs to work with a bank's deposit tokens. Acts and reads (`connectBank`, `pay`,
 * `mintOrder`, `explain`, `supplyReport`, ...), what is signed (`TYPED_DATA`, `signFor`), errors (`decodeError`,
 * `VostroError`), money (`parseAmount`, `formatAmount`), ABIs and typed bindings. Nothing of Hardhat is loaded.
 */
export { FUNCTION_ROLES, INCOMPATIBLE, POWERS, type RoleName, ROLES } from "./bank/roles.js";
export * from "./chain/index.js";
export * from "./errors/index.js";
export * from "./money/index.js";
/** Proof of inclusion: the tree of holders' claims, what an attestation commits to, and a holder's check of its own. */
export * as proof from "./proof/index.js";
/** Deals: orders, invoices, quotes, payments between banks, nettings, payouts; and the desks that carry them out. */
export * as settlement from "./settlement/index.js";

/** TypeChain's contract types and factories: `bindings.DepositToken__factory.connect(address, runner)`. */
export * as bindings from "../typechain-types/index.js";

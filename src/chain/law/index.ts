export * from "./custodyAccounts.js";
export * from "./liens.js";
export * from "./lifts.js";
export * from "./order.js";
export * from "./orderFile.js";
export {
  blockUnderOrder,
  blockUnderOrderCall,
  forceReleaseHold,
  forceReleaseHoldCall,
  type LegallyActed,
  type PartyBlockChanged,
  placeLien,
  placeLienCall,
  recoverWallet,
  recoverWalletCall,
  type Recovered,
  seize,
  seizeCall,
} from "./orderedActs.js";
export * from "./signing.js";
export { refreeze, refreezeCall, type Sweep, sweep, sweepCall, type SweepFailure, type Swept } from "./sweeps.js";

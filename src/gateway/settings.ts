/** How the gateway of one bank behaves: the section `gateway` of the bank file, read and checked. */
export type {
  FinalitySettings,
  GatewaySettings,
  MintingSettings,
  ReconciliationSettings,
  RedemptionSettings,
} from "../bank/bankFileGateway.js";

import { NoMinorUnitError, UnknownCurrencyError } from "./errors.js";

/*
 * ISO 4217 list one (current currencies and funds), as amended up to January 2026: XAD added, XCG in place of ANG,
 * ZWG in place of ZWL, BGN withdrawn. The table is grouped by the number of minor units because that is the only
 * property a ledger needs: 2 means that one unit of the currency is 100 minor units.
 */
const CODES_BY_MINOR_UNITS: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
      COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
      INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
      MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
      STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/** Codes for which ISO 4217 gives "N.A.": metals, bond market units, testing. No amount of money can be in them. */
const WITHOUT_MINOR_UNITS = new Set("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(" "));

/** Alphabetic code to number of minor units (ISO 4217). */
export const MINOR_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES_BY_MINOR_UNITS).flatMap(([units, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(units)]),
  ),
);

/**
 * How many decimals an amount in `currency` has.
 * @param currency ISO 4217 alphabetic code, upper case
 * @throws NoMinorUnitError for codes such as XAU; UnknownCurrencyError for codes that are not current ISO 4217
 */
export function minorUnits(currency: string): number {
  const units = MINOR_UNITS.get(currency);
  if (units !== undefined) return units;
  if (WITHOUT_MINOR_UNITS.has(currency)) throw new NoMinorUnitError(currency);
  throw new UnknownCurrencyError(currency);
}

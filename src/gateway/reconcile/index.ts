export { canonicalJson } from "./canonical.js";
export { CAN_BE_MATERIAL, DIFFERENCE_CLASSES, type DifferenceClass } from "./classes.js";
export { closeBreak } from "./closeBreak.js";
export { reconcile, type Reconciled, type ReconcileOptions } from "./reconcile.js";
export { AGES, type Report, REPORT_SCHEMA, reportSchema } from "./report.js";
export { reportHash, signedText, signReport, verifyReport } from "./sign.js";
export { signedReport, signReports } from "./signReports.js";
export { holderStatement, type HolderStatementRequest } from "./holderStatement.js";
export { renderReport } from "./page/render.js";

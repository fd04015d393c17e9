export { type FileSource, importFile, type ImportOptions } from "./importFile.js";
export type { Counts, ImportReport } from "./report.js";

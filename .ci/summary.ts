// Prints the closing line of a run from Vitest's JSON report; a failed `npm run check` counts as one failure.
import { readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTotalTests: number
  readonly success: boolean
}

const [, , file = '', checkStatus] = process.argv
const report = JSON.parse(readFileSync(file, 'utf8')) as Report // Vitest's own format
// A suite that broke before its first test is no failed test, but no success either.
const brokenSuites = !report.success && report.numFailedTests === 0 ? 1 : 0
const failed = report.numFailedTests + brokenSuites + (checkStatus === '0' ? 0 : 1)
process.stdout.write(`\n${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped\n`)
process.exitCode = report.numTotalTests > 0 ? 0 : 1

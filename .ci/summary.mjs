// Prints the closing line of a run from Vitest's JSON report; a failed `npm run check` counts as one failure.
import { readFileSync } from 'node:fs'

const [, , report, checkStatus] = process.argv
const { numPassedTests, numFailedTests, numPendingTests, numTotalTests, success } = JSON.parse(
  readFileSync(report, 'utf8'),
)
const checkFailed = checkStatus === '0' ? 0 : 1
// A suite that broke before its first test is no failed test, but no success either.
const brokenSuites = !success && numFailedTests === 0 ? 1 : 0
const failed = numFailedTests + brokenSuites + checkFailed
process.stdout.write(`\n${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`)
process.exitCode = numTotalTests > 0 ? 0 : 1

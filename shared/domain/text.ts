const PLAIN = /^[^\p{Cc}\p{Cs}]*$/u
const PLAIN_LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u

/** Text on one line: no control characters, no half surrogates, which databases and printers choke on. */
export function isPlainText(text: string): boolean {
  return PLAIN.test(text)
}

/** Text that may have lines and tabs. */
export function isPlainLines(text: string): boolean {
  return PLAIN_LINES.test(text)
}

/** What the last comparison with the chain found, row by row. */
export const RECONCILIATION = `
CREATE TABLE reconciliation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  business_date TEXT NOT NULL,
  at_utc_ms INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  differences TEXT NOT NULL
) STRICT
`

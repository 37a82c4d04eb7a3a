/**
 * Says whether the personal data of the file is sealed, with a text that opens with the key of it. No row: it is not yet.
 * SQL has no cipher, so `unlock` seals what stands in the tables; `cleaned` is 1 once no page and no copy holds it open.
 */
export const SEALED_PERSONAL_DATA = `
CREATE TABLE vault (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key_check TEXT NOT NULL,
  cleaned INTEGER NOT NULL CHECK (cleaned IN (0, 1))
) STRICT
`

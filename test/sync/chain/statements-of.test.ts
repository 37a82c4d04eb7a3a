import { expect, test } from 'vitest'
import { statementsOf } from '../../../sync/chain/database/migrate.ts'

test('CHAIN-20 a migration is cut at the semicolons that end a line, never inside the body of a function', () => {
  const body = '$$\nBEGIN\n  PERFORM 1;\n  RETURN 2;\nEND\n$$'
  const sql = `-- why;\nCREATE TABLE a (b text DEFAULT ';');\nCREATE FUNCTION f() RETURNS integer AS ${body};\n\nSELECT '$'; SELECT 1;\n`
  expect(statementsOf(sql)).toEqual([
    "CREATE TABLE a (b text DEFAULT ';')",
    `CREATE FUNCTION f() RETURNS integer AS ${body}`,
    "SELECT '$'; SELECT 1",
  ])
})

import { Client } from 'pg'
import type { Logger } from 'pino'
import type { ChainPayments } from '../chain.ts'
import { openDatabase } from '../database/open-database.ts'
import { OperatorError } from '../database/port.ts'
import { startLocalPayments } from '../payments/local-payments.ts'
import { PaymentsClient } from '../payments/payments-client.ts'
import { paymentsSecret } from './payments-secret.ts'
import { systemClock, systemRng } from './system.ts'

export interface PaymentsOptions {
  /** The chain's own database. */
  readonly db: string
  /** Where payments stand when they are served by this process; by default beside the chain's. */
  readonly paymentsDb?: string
  /** The payment service in another process. */
  readonly paymentsUrl?: string
}

export interface OpenPayments extends ChainPayments {
  close(): Promise<void>
}

/** Made already, or by another process at this moment. */
const MADE_MEANWHILE = ['42P04', '23505']
const UNKNOWN_DATABASE = '3D000'

/** The payment service that the options name: another process's, or one in this process on a database of its own. */
export async function openPayments(options: PaymentsOptions, log: Logger): Promise<OpenPayments> {
  const { paymentsUrl, paymentsDb } = options
  if (paymentsUrl !== undefined) {
    if (paymentsDb !== undefined) throw new OperatorError('--payments-db and --payments-url exclude each other')
    const client = new PaymentsClient({ paymentsUrl, secret: paymentsSecret() })
    return { port: client, cardForm: client, close: async () => undefined }
  }
  const where = paymentsDb ?? paymentsBeside(options.db)
  if (paymentsDb === undefined && isPostgres(where)) await createWhereMissing(where)
  const db = await openDatabase(where)
  try {
    const local = await startLocalPayments(db, { clock: systemClock, rng: systemRng, log })
    return { port: local.payments, cardForm: local.sandbox, close: () => local.close() }
  } catch (error) {
    await db.close()
    throw error
  }
}

/** `…/chain` has its payments in `…/chain-payments`, the database `keyrack` in `keyrack_payments` on the same server. */
export function paymentsBeside(db: string): string {
  if (!isPostgres(db)) return `${db.replace(/\/+$/, '')}-payments`
  const url = new URL(db)
  url.pathname = `${url.pathname === '/' ? '/postgres' : url.pathname}_payments`
  return url.href
}

function isPostgres(db: string): boolean {
  return /^postgres(ql)?:\/\//.test(db)
}

async function createWhereMissing(payments: string): Promise<void> {
  const url = new URL(payments)
  const name = decodeURIComponent(url.pathname.slice(1))
  const there = new Client({ connectionString: payments })
  try {
    await there.connect()
    return
  } catch (error) {
    // What else is wrong, opening it says better.
    if (!hasCode(error, UNKNOWN_DATABASE)) return
  } finally {
    await there.end().catch(() => undefined)
  }
  url.pathname = url.pathname.replace(/_payments$/, '')
  const beside = new Client({ connectionString: url.href })
  try {
    await beside.connect()
    await beside.query(`CREATE DATABASE ${beside.escapeIdentifier(name)}`)
  } catch (error) {
    if (MADE_MEANWHILE.some((code) => hasCode(error, code))) return
    const reason = error instanceof Error ? error.message : String(error)
    throw new OperatorError(
      `the payment database ${name} can not be made (${reason}): make it, or name one by --payments-db`,
    )
  } finally {
    await beside.end().catch(() => undefined)
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

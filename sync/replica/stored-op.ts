import { canonicalJson } from '../../shared/base/canonical-json.ts'
import type { DeviceId } from '../../shared/domain/ids.ts'
import { subjectIdOf } from '../../shared/domain/ops/decide-op.ts'
import type { Op, OpBodies } from '../../shared/domain/ops/op.ts'
import { OP_VERSIONS, type WireOp, parseWireOp } from '../../shared/wire/ops.ts'
import type { NewOutboxRow, OutboxRow } from './queries/outbox.ts'

/** An op as the outbox keeps it. */
export function toOutboxRow(op: Op, seq: number): NewOutboxRow {
  const { opId, type, businessDate, madeAtUtcMs, staffId } = op
  const body = JSON.stringify(op.body)
  const subject = subjectIdOf(op)
  return {
    seq,
    opId,
    type,
    version: OP_VERSIONS[type],
    body,
    subject,
    businessDate,
    madeAtUtcMs,
    staffId,
  }
}

/** Is this the op that is stored under its id? When and on which business date it is made again does not matter. */
export function isSameOp(stored: OutboxRow, op: Pick<Op, 'type' | 'body'>): boolean {
  return stored.type === op.type && canonicalJson(JSON.parse(stored.body)) === canonicalJson(op.body)
}

/** The op as the wire carries it, byte for byte what was recorded. */
export function toWireOp(row: OutboxRow): WireOp {
  const { seq, opId, type, version, businessDate, madeAtUtcMs, staffId } = row
  const body = JSON.parse(row.body) as OpBodies[typeof type] // written from an op, by toOutboxRow
  return { seq, opId, type, version, businessDate, madeAtUtcMs, staffId, body: { ...body } }
}

/** The domain op of a stored one, or why this build can not read it (an older build made it). */
export function toOp(row: OutboxRow, deviceId: DeviceId): ReturnType<typeof parseWireOp> {
  return parseWireOp(toWireOp(row), deviceId)
}

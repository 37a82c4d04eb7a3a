import type { ExceptionRow } from '../../../shared/domain/exception-row.ts'
import type { ReadDb } from '../database.ts'
import type { EntityTable } from './flat-table.ts'

type StoredException = Omit<ExceptionRow, 'subject' | 'params'> & {
  readonly subjectEntity: ExceptionRow['subject']['entity']
  readonly subjectKey: string
  readonly params: string
}

const SELECT = `SELECT exception_id AS exceptionId, kind, severity, status, subject_entity AS subjectEntity,
  subject_key AS subjectKey, params, opened_at_utc_ms AS openedAtUtcMs, op_id AS opId, device_id AS deviceId,
  resolved_at_utc_ms AS resolvedAtUtcMs, resolution, resolved_by_op_id AS resolvedByOpId,
  resolved_by_device_id AS resolvedByDeviceId, note FROM exception`

export const exceptionTable: EntityTable<'exception'> = {
  load: (db, key) => {
    const row = db.one<StoredException>(`${SELECT} WHERE exception_id = ?`, key)
    return row && fromStored(row)
  },
  put: (tx, row) => {
    tx.run(
      `INSERT INTO exception (exception_id, kind, severity, status, subject_entity, subject_key, params,
         opened_at_utc_ms, op_id, device_id, resolved_at_utc_ms, resolution, resolved_by_op_id,
         resolved_by_device_id, note)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (exception_id) DO UPDATE SET kind = excluded.kind, severity = excluded.severity,
         status = excluded.status, subject_entity = excluded.subject_entity, subject_key = excluded.subject_key,
         params = excluded.params, opened_at_utc_ms = excluded.opened_at_utc_ms, op_id = excluded.op_id,
         device_id = excluded.device_id, resolved_at_utc_ms = excluded.resolved_at_utc_ms,
         resolution = excluded.resolution, resolved_by_op_id = excluded.resolved_by_op_id,
         resolved_by_device_id = excluded.resolved_by_device_id, note = excluded.note`,
      row.exceptionId,
      row.kind,
      row.severity,
      row.status,
      row.subject.entity,
      row.subject.key,
      JSON.stringify(row.params),
      row.openedAtUtcMs,
      row.opId,
      row.deviceId,
      row.resolvedAtUtcMs,
      row.resolution,
      row.resolvedByOpId,
      row.resolvedByDeviceId,
      row.note,
    )
  },
  remove: (tx, key) => {
    tx.run('DELETE FROM exception WHERE exception_id = ?', key)
  },
  clear: (tx) => {
    tx.run('DELETE FROM exception')
  },
}

/** The open exceptions: urgent ones first, then those for action, then the rest; in each the oldest first. */
export function loadOpenExceptions(db: ReadDb): ExceptionRow[] {
  const rows = db.all<StoredException>(
    `${SELECT} WHERE status = 'open'
     ORDER BY CASE severity WHEN 'urgent' THEN 0 WHEN 'action' THEN 1 ELSE 2 END, opened_at_utc_ms, exception_id`,
  )
  return rows.map(fromStored)
}

export function countOpenExceptions(db: ReadDb): number {
  return db.one<{ count: number }>(`SELECT count(*) AS count FROM exception WHERE status = 'open'`)?.count ?? 0
}

function fromStored(row: StoredException): ExceptionRow {
  const { subjectEntity, subjectKey, params, ...rest } = row
  return {
    exceptionId: rest.exceptionId,
    kind: rest.kind,
    severity: rest.severity,
    status: rest.status,
    subject: { entity: subjectEntity, key: subjectKey },
    params: JSON.parse(params) as ExceptionRow['params'], // written from a row, by put
    openedAtUtcMs: rest.openedAtUtcMs,
    opId: rest.opId,
    deviceId: rest.deviceId,
    resolvedAtUtcMs: rest.resolvedAtUtcMs,
    resolution: rest.resolution,
    resolvedByOpId: rest.resolvedByOpId,
    resolvedByDeviceId: rest.resolvedByDeviceId,
    note: rest.note,
  }
}
